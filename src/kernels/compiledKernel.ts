import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A file that the build made: beside the bundles, or in dist/ when run from the sources. Undefined where there is none. */
export function builtFile(name: string): string | undefined {
  return [path.join(__dirname, name), path.join(__dirname, '..', '..', 'dist', name)].find(existsSync);
}

/** A kernel that the build compiled; undefined where there is none, or none that this engine takes. */
export function compiledKernel(name: string): WebAssembly.Module | undefined {
  const file = builtFile(name);
  if (file === undefined) return undefined;
  try {
    return new WebAssembly.Module(readFileSync(file));
  } catch (error) {
    if (!(error instanceof WebAssembly.CompileError)) throw error;
    return undefined;
  }
}

/** Throws `WebAssembly.RuntimeError` from within a call that finds no memory. */
export function startKernel(module: WebAssembly.Module, what: string): WebAssembly.Instance {
  const abort = () => {
    throw new WebAssembly.RuntimeError(`the ${what} kernel is out of memory`);
  };
  return new WebAssembly.Instance(module, { env: { abort } });
}
