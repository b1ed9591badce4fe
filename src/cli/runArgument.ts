import path from 'node:path';
import { readRun, type RunFacts } from '../checkpoints/runFolder/readRun';
import { CliError } from './cliError';
import { exitCodes } from './exitCodes';

/** The run folder an argument names, its `config.json` or `run.json` taken for the folder. */
export function runFolderArgument(argument: string): string {
  const resolved = path.resolve(argument);
  return ['config.json', 'run.json'].includes(path.basename(resolved)) ? path.dirname(resolved) : resolved;
}

/** The state of the run that an argument names. Throws `CliError` where it is no run folder. */
export async function readRunArgument(argument: string): Promise<RunFacts> {
  const folder = runFolderArgument(argument);
  const facts = await readRun(folder);
  if (facts.record === null && facts.config === null) {
    throw new CliError(`${folder} is no run folder: ${facts.problems.join('; ')}.`, exitCodes.folder);
  }
  return facts;
}

/** How to go on with a run that no process trains. */
export function resumeHint(folder: string): string {
  return `Resume it with: sparse-topology resume ${/\s/.test(folder) ? JSON.stringify(folder) : folder}`;
}
