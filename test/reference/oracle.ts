import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

const run = promisify(execFile);
const most = { maxBuffer: 256 << 20 };

/** What a script beside this file prints, as JSON. */
export async function askOracle(
  python: string,
  script: string,
  parameters: readonly string[] = [],
): Promise<unknown> {
  const { stdout } = await run(python, [path.join(import.meta.dirname, script), ...parameters], most);
  return JSON.parse(stdout);
}

/** What a script beside this file prints, as JSON, when it reads `input` as JSON. */
export async function feedOracle(python: string, script: string, input: unknown): Promise<unknown> {
  const asking = run(python, [path.join(import.meta.dirname, script)], most);
  asking.child.stdin!.end(JSON.stringify(input));
  return JSON.parse((await asking).stdout);
}

/** What Python code prints when it is run in `folder`, as JSON. */
export async function runPython(python: string, code: string, folder: string): Promise<unknown> {
  const { stdout } = await run(python, ['-c', code], { ...most, cwd: folder });
  return JSON.parse(stdout);
}

const solutionsSchema = z.array(z.object({ matching: z.array(z.number()), cost: z.number() }));

/** SciPy's `linear_sum_assignment` of matrices of costs, each a list of rows. */
export async function assignBySciPy(
  python: string,
  matrices: readonly (readonly ArrayLike<number>[])[],
): Promise<z.infer<typeof solutionsSchema>> {
  const listed = matrices.map((rows) => rows.map((row) => Array.from(row)));
  return solutionsSchema.parse(await feedOracle(python, 'assign.py', listed));
}
