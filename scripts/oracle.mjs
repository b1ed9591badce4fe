/**
 * A Python with pinned NumPy, SciPy and safetensors in `.venv/`, as the oracle of the reference tests. Made on first
 * use where there is a python3 and the packages can be had; the tests that need it skip, and say why, where not.
 */
import { fileURLToPath } from 'node:url';
import { ensurePython, noPython } from './support/pythonEnvironment.mjs';

/** Newest pins whose wheels exist for a Python 3 minor version. */
const PINS = [
  { from: 9, to: 12, packages: ['numpy==1.26.4', 'scipy==1.13.1', 'safetensors==0.5.3'] },
  { from: 13, to: 13, packages: ['numpy==2.2.6', 'scipy==1.15.3', 'safetensors==0.5.3'] },
  { from: 14, to: 14, packages: ['numpy==2.4.6', 'scipy==1.17.1', 'safetensors==0.8.0'] },
];

/**
 * @returns {Promise<import('./support/pythonEnvironment.mjs').PythonOrReason>} the interpreter, or why there is none
 */
export async function ensureOracle() {
  if (process.env['SPARSE_TOPOLOGY_NO_ORACLE'] !== undefined) {
    return noPython('SPARSE_TOPOLOGY_NO_ORACLE is set');
  }
  return ensurePython({
    name: 'oracle',
    pins: PINS,
    check: 'import numpy, scipy.sparse, safetensors.numpy',
    timeoutMs: 5 * 60_000,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { python, reason } = await ensureOracle();
  console.log(python ?? `no oracle: ${reason}`);
}
