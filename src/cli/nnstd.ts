import { setMaxListeners } from 'node:events';
import path from 'node:path';
import type { Command } from 'commander';
import { openDistanceCache } from '../analysis/cache/distanceCache';
import { ChanceSamples } from '../analysis/chanceSamples';
import { Contents } from '../analysis/contents';
import { WorkerPool } from '../analysis/pool';
import { writeFileAtomic } from '../checkpoints/atomicWrite';
import { checkpointArgumentHelp } from './checkpointArgument';
import { CliError } from './cliError';
import type { Console } from './console';
import { compareAll } from './distances/compareAll';
import { csvText } from './distances/csv';
import { jsonLines } from './distances/json';
import { namedContents } from './distances/namedContents';
import {
  addNnstdOptions,
  cacheFolderOfFlags,
  checkNnstdFlags,
  measureOfFlags,
  type NnstdFlags,
  variationsOfFlags,
} from './distances/nnstdFlags';
import { type DistanceReport, reportPair } from './distances/report';
import { tableText } from './distances/tables';
import { workProgress } from './distances/workProgress';
import { exitCodes, signalExitCodes, type StopSignal } from './exitCodes';
import { JSON_VERSION } from './jsonVersion';
import { startProgressBar } from './progressBar';
import { onStopSignal } from './signals';

/** How many pairs without a distance are named on standard error. */
const PROBLEMS_TOLD = 5;

export function addNnstdCommand(program: Command, console: Console): void {
  const command = program
    .command('nnstd <checkpoints...>')
    .description(
      'How far apart the topologies of two or more checkpoints are (NNSTD): all pairs, layer by layer.',
    );
  addNnstdOptions(command)
    .addHelpText('after', `\n${checkpointArgumentHelp}`)
    .action(async (args: readonly string[], flags: NnstdFlags) => {
      await checkNnstdFlags(flags);
      const report = await interruptible(console, (signal) => measure(args, flags, console, signal));
      if (flags.json === true) for (const line of jsonLines(report)) console.out(line);
      else console.out(tableText(report));
      if (flags.csv !== undefined) await writeCsv(flags.csv, csvText(report));
      assertAllCompared(report);
    });
}

/** Runs `work` until a signal asks the process to end; then this throws, with the exit code of the signal. */
async function interruptible<T>(console: Console, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  // Every job of the pool listens.
  setMaxListeners(0, abort.signal);
  let received: StopSignal | null = null;
  const stopListening = onStopSignal((signal) => {
    received = signal;
    abort.abort();
  });
  try {
    return await work(abort.signal);
  } catch (error) {
    if (received === null) throw error;
    console.close();
    throw new CliError(`${received as StopSignal}: stopped, nothing was written`, signalExitCodes[received]);
  } finally {
    stopListening();
  }
}

async function measure(
  args: readonly string[],
  flags: NnstdFlags,
  console: Console,
  signal: AbortSignal,
): Promise<DistanceReport> {
  const bar = startProgressBar(console, 'NNSTD');
  const pool = new WorkerPool({
    workerFile: path.join(__dirname, 'analysisWorker.js'),
    threads: flags.threads,
    cancelGraceMs: 0,
  });
  const cache = openDistanceCache(cacheFolderOfFlags(flags), {
    onProblem: (message) => {
      console.err(message);
    },
  });
  const session = {
    pool,
    cache,
    contents: new Contents(cache),
    chance: new ChanceSamples(pool, cache),
    signal,
    progress: workProgress(bar),
  };
  try {
    const rule = { counting: flags.layers, weighting: flags.weighting };
    const request = {
      measure: measureOfFlags(flags),
      ...variationsOfFlags(flags),
      matching: flags.matching === true,
      prove: flags.prove === true,
    };
    const { measure: measured, samples, shuffles, runs, prove } = request;
    const checkpoints = await namedContents(args, rule.counting, session);
    const compared = await compareAll(session, checkpoints, request);
    return {
      version: JSON_VERSION,
      ...measured,
      ...rule,
      ...{ samples, shuffles, runs, proven: prove },
      checkpoints,
      pairs: compared.map((pair) => reportPair(pair, rule)),
    };
  } finally {
    bar.end();
    cache.close();
    await pool.dispose();
  }
}

async function writeCsv(file: string, text: string): Promise<void> {
  try {
    await writeFileAtomic(path.resolve(file), text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError(`${file} cannot be written: ${why}`, exitCodes.folder);
  }
}

function assertAllCompared({ pairs, checkpoints }: DistanceReport): void {
  const problems = pairs.filter(({ problem }) => problem !== null);
  if (problems.length === 0) return;
  const told = problems
    .slice(0, PROBLEMS_TOLD)
    .map(({ a, b, problem }) => `\n  ${checkpoints[a].path} and ${checkpoints[b].path}: ${problem}`);
  if (problems.length > PROBLEMS_TOLD) told.push(`\n  and ${problems.length - PROBLEMS_TOLD} more`);
  throw new CliError(
    `${problems.length} of ${pairs.length} pairs have no distance:${told.join('')}`,
    exitCodes.noDistance,
  );
}
