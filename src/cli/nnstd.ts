import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { contentHash } from '../analysis/contentHash';
import { threadsForThisMachine } from '../analysis/pool';
import { writeFileAtomic } from '../checkpoints/atomicWrite';
import type { CountingLayers } from '../nnstd/meanDistance';
import type { DistanceMethod } from '../nnstd/measure';
import { defaultMethod, distanceMethods } from '../nnstd/methods/registry';
import { checkpointArgumentHelp, checkpointsOfArgument, readNamed } from './checkpointArgument';
import { CliError } from './cliError';
import type { Console } from './console';
import { parseCountingLayers } from './countingLayers';
import { comparePairs } from './distances/comparePairs';
import { csvText, jsonLines, tableText } from './distances/formats';
import { type DistanceReport, type ReportedCheckpoint, reportPair } from './distances/report';
import { exitCodes, signalExitCodes, type StopSignal } from './exitCodes';
import { type ProgressBar, startProgressBar } from './progressBar';
import { onStopSignal } from './signals';

interface NnstdFlags {
  readonly method: DistanceMethod;
  readonly layers: CountingLayers;
  readonly matching?: boolean;
  readonly ties?: number;
  readonly threads: number;
  readonly json?: boolean;
  readonly csv?: string;
}

/** How many pairs without a distance are named on standard error. */
const PROBLEMS_TOLD = 5;

export function addNnstdCommand(program: Command, console: Console): void {
  program
    .command('nnstd <checkpoints...>')
    .description(
      'How far apart the topologies of two or more checkpoints are (NNSTD): all pairs, layer by layer.',
    )
    .addOption(
      new Option('--method <method>', 'how to match the neurons')
        .choices(Object.keys(distanceMethods))
        .default(defaultMethod),
    )
    .option(
      '--layers <layers>',
      "layers that count: 'sparse' (those not full in both networks), 'all', or as in 0,2-4",
      parseCountingLayers,
      'sparse',
    )
    .option('--matching', 'with --json: which neuron belongs to which')
    .option(
      '--ties <shuffles>',
      'with --method reference: least and greatest distance over so many orders of the hidden neurons',
      (text) => parseCount(text, 10_000),
    )
    .option(
      '--threads <number>',
      'how many pairs to compare at once',
      (text) => parseCount(text, 256),
      threadsForThisMachine(),
    )
    .option('--json', 'as JSON')
    .option('--csv <file>', 'also write a row a pair to this file')
    .addHelpText('after', `\n${checkpointArgumentHelp}`)
    .action(async (args: readonly string[], flags: NnstdFlags) => {
      await checkFlags(flags);
      const report = await interruptible(console, (signal) => measure(args, flags, console, signal));
      if (flags.json === true) for (const line of jsonLines(report)) console.out(line);
      else console.out(tableText(report));
      if (flags.csv !== undefined) await writeCsv(flags.csv, csvText(report));
      assertAllCompared(report);
    });
}

async function checkFlags({ method, matching, json, ties, csv }: NnstdFlags): Promise<void> {
  if (matching === true && json !== true) {
    throw new CliError('--matching needs --json: a table has no room for it.', exitCodes.usage);
  }
  if (ties !== undefined && method !== 'reference') {
    throw new CliError('--ties needs --method reference.', exitCodes.usage);
  }
  if (csv === undefined) return;
  // Before hours of work rather than after them.
  const folder = await stat(path.dirname(path.resolve(csv))).catch(() => null);
  if (folder?.isDirectory() !== true) {
    throw new CliError(`${csv} cannot be written: its folder does not exist.`, exitCodes.usage);
  }
}

/** Runs `work` until a signal asks the process to end; then this throws, with the exit code of the signal. */
async function interruptible<T>(console: Console, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
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
  try {
    const { checkpoints, depth } = await readAll(args, flags.layers, signal);
    const shuffles = flags.ties ?? 0;
    const pairs = await comparePairs({
      checkpoints,
      method: flags.method,
      matching: flags.matching === true,
      shuffles,
      threads: flags.threads,
      signal,
      ...progressOf(bar, (checkpoints.length * (checkpoints.length - 1)) / 2, depth * (1 + shuffles)),
    });
    return {
      version: 1,
      method: flags.method,
      counting: flags.layers,
      shuffles,
      checkpoints,
      pairs: pairs.map((pair) => reportPair(pair, flags.layers)),
    };
  } finally {
    bar.end();
  }
}

/** Reads every checkpoint once, so that one that cannot be used is told of before anything is computed. */
async function readAll(
  args: readonly string[],
  counting: CountingLayers,
  signal: AbortSignal,
): Promise<{ readonly checkpoints: readonly ReportedCheckpoint[]; readonly depth: number }> {
  const named = (await Promise.all(args.map(checkpointsOfArgument))).flat();
  if (named.length < 2) {
    throw new CliError('A distance needs two checkpoints: this names one.', exitCodes.usage);
  }
  const checkpoints: ReportedCheckpoint[] = [];
  let depth = 0;
  for (const one of named) {
    signal.throwIfAborted();
    const { path: file, epoch, topology } = await readNamed(one);
    const missing =
      typeof counting === 'string' ? undefined : counting.find((k) => k >= topology.layers.length);
    if (missing !== undefined) {
      throw new CliError(
        `${file} has ${topology.layers.length} layers, the first is 0: there is no layer ${missing} to count.`,
        exitCodes.usage,
      );
    }
    depth = Math.max(depth, topology.layers.length);
    checkpoints.push({ path: file, epoch, hash: contentHash(topology) });
  }
  return { checkpoints, depth };
}

/** Moves the bar by layers, and to the end of a pair when it is done, whatever its depth. */
function progressOf(
  bar: ProgressBar,
  pairs: number,
  layersPerPair: number,
): { onLayer: (pair: number) => void; onPair: (pair: number) => void } {
  const underWay = new Map<number, number>();
  let donePairs = 0;
  const update = (): void => {
    const layers = [...underWay.values()].reduce((sum, count) => sum + count, 0);
    bar.update(Math.min(1, (donePairs + layers / layersPerPair) / pairs));
  };
  return {
    onLayer(pair) {
      underWay.set(pair, (underWay.get(pair) ?? 0) + 1);
      update();
    },
    onPair(pair) {
      underWay.delete(pair);
      donePairs++;
      update();
    },
  };
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

function parseCount(text: string, most: number): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > most) {
    throw new InvalidArgumentError(`It has to be a number of 1 to ${most}.`);
  }
  return count;
}
