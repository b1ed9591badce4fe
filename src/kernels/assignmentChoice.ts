import type { AssignmentKernel } from './assignmentKernel';
import { plainAssignment } from './assignmentPlain';
import { loadWasmAssignment } from './assignmentWasm';

let chosen: AssignmentKernel | undefined;

/** The fastest form of the assignment kernel that there is here; all give the same results. */
export function assignmentKernel(): AssignmentKernel {
  return (chosen ??= loadWasmAssignment() ?? plainAssignment);
}
