import type { AssignmentKernel } from '../../src/kernels/assignmentKernel';
import { plainAssignment } from '../../src/kernels/assignmentPlain';
import { loadWasmAssignment } from '../../src/kernels/assignmentWasm';
import { buildKernels } from '../../scripts/kernels.mjs';

/** Both forms of the assignment kernel; compiles the WebAssembly one if its sources are newer. */
export async function bothKernels(): Promise<readonly AssignmentKernel[]> {
  await buildKernels();
  const wasm = loadWasmAssignment();
  if (wasm === undefined) throw new Error('dist/assignment.wasm was built but cannot be loaded');
  return [wasm, plainAssignment];
}
