/**
 * A C compiler for this machine, as the PyPI package `ziglang` brings it, in `.venv/`: for `bench/kernels.bench.ts`, which
 * measures the kernels beside native twins.
 */
import { ensurePython } from './support/pythonEnvironment.mjs';

const PINS = [{ from: 5, to: 14, packages: ['ziglang==0.17.1'] }];

/**
 * @returns {Promise<import('./support/pythonEnvironment.mjs').PythonOrReason>} the interpreter, of which `-m ziglang cc` is
 *   the compiler, or why there is none
 */
export function ensureCompiler() {
  return ensurePython({ name: 'compiler', pins: PINS, check: 'import ziglang', timeoutMs: 15 * 60_000 });
}
