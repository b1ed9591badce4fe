import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const scripts = path.resolve(import.meta.dirname, '../oracle');

/** What a script of `test/oracle/` prints, as JSON. */
export async function askOracle(
  python: string,
  script: string,
  parameters: readonly string[],
): Promise<unknown> {
  const { stdout } = await run(python, [path.join(scripts, script), ...parameters], { maxBuffer: 64 << 20 });
  return JSON.parse(stdout);
}

/** What Python code prints when it is run in `folder`, as JSON. */
export async function runPython(python: string, code: string, folder: string): Promise<unknown> {
  const { stdout } = await run(python, ['-c', code], { cwd: folder, maxBuffer: 64 << 20 });
  return JSON.parse(stdout);
}
