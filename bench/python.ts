import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ensureOracle } from '../scripts/oracle.mjs';

/** The Python with SciPy that the peers run in; undefined where there is none. */
export async function findPython(root: string): Promise<string | undefined> {
  // Loaded where it stands, not bundled: it finds the repository by its own place.
  const script = pathToFileURL(path.join(root, 'scripts/oracle.mjs')).href;
  const scripts = (await import(script)) as { ensureOracle: typeof ensureOracle };
  return (await scripts.ensureOracle()).python ?? undefined;
}
