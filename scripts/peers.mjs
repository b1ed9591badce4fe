/**
 * A Python with the trainers that `bench/epoch.bench.ts` measures beside ours, in `.venv/`. Several gigabytes, so only
 * benches make it.
 */
import { fileURLToPath } from 'node:url';
import { ensurePython } from './support/pythonEnvironment.mjs';

const PINS = [
  { from: 11, to: 13, packages: ['torch==2.15.0', 'sparselab==0.2.2', 'numpy==2.4.6', 'scipy==1.17.1'] },
];

/**
 * @returns {Promise<import('./support/pythonEnvironment.mjs').PythonOrReason>} the interpreter, or why there is none
 */
export function ensurePeers() {
  return ensurePython({
    name: 'peers',
    pins: PINS,
    check: 'import torch, sparselab, scipy.sparse',
    timeoutMs: 60 * 60_000,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { python, reason } = await ensurePeers();
  console.log(python ?? `no peers: ${reason}`);
}
