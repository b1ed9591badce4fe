import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { childEnvironment } from '../../analysis/childEnvironment';
import { forecastSchema, plannedSchema, type Planned, type WrittenConfig } from '../../protocol/runForm';
import { resolveConfig } from '../../training/config';
import { ConfigError } from '../../training/configError';
import { messageOf } from '../log';

export interface PlanOptions {
  /** `dist/cli.js`. */
  readonly cli: string;
  /** Null: the editor's own Node. */
  readonly nodePath: string | null;
  /** Where the configuration would be written: its relative paths are taken from there. */
  readonly file: string;
  readonly signal: AbortSignal;
}

const problemsSchema = z.object({ problems: plannedSchema.shape.problems });

/**
 * What a configuration would train. What its keys say of each other is checked here, at once; what needs its data, by a
 * process of the command line, since data may be large and of any content.
 */
export async function planRun(config: WrittenConfig, options: PlanOptions): Promise<Planned> {
  let resolved: unknown;
  try {
    resolved = resolveConfig(config, options.file);
  } catch (error) {
    if (error instanceof ConfigError) return problemsOnly(error.problems);
    throw error;
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sparse-topology-plan-'));
  try {
    const file = path.join(folder, 'config.json');
    await writeFile(file, JSON.stringify(resolved));
    const { out, err } = await runCommandLine(['plan', file, '--json'], options);
    const said = out === '' ? null : (JSON.parse(out) as unknown);
    const forecast = forecastSchema.safeParse(said);
    if (forecast.success) return { problems: [], forecast: forecast.data, failure: null };
    const problems = problemsSchema.safeParse(said);
    if (problems.success) return problemsOnly(problems.data.problems);
    return { problems: [], forecast: null, failure: err.replace(/^sparse-topology: /, '').trim() };
  } catch (error) {
    options.signal.throwIfAborted();
    return { problems: [], forecast: null, failure: messageOf(error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function problemsOnly(problems: Planned['problems'] | ConfigError['problems']): Planned {
  return { problems: [...problems], forecast: null, failure: null };
}

async function runCommandLine(
  args: readonly string[],
  { cli, nodePath, signal }: PlanOptions,
): Promise<{ readonly out: string; readonly err: string }> {
  // `fork`, because Electron makes a Node of itself only for it.
  const child = fork(cli, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: childEnvironment(process.env),
    execArgv: [],
    signal,
    ...(nodePath === null ? {} : { execPath: nodePath }),
  });
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
  });
  // A process whose channel is open would wait for us.
  if (child.connected) child.disconnect();
  const printed = Promise.all([text(child.stdout!), text(child.stderr!)]);
  const [out, err] = await Promise.race([printed, failed]);
  return { out, err };
}
