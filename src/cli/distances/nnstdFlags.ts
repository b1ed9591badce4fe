import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { threadsForThisMachine } from '../../analysis/pool';
import type { CountingLayers, MeanRule } from '../../measure/meanRule';
import {
  type Budget,
  defaultMethod,
  type DistanceMethod,
  type Measure,
  measureOf,
  type Outputs,
} from '../../measure/measure';
import { distanceMethods } from '../../nnstd/methods/registry';
import { userCacheFolder } from '../cacheFolder';
import { CliError } from '../cliError';
import { parseCountingLayers } from '../countingLayers';
import { exitCodes } from '../exitCodes';
import { parseBudget, wholeNumber } from '../numbers';

export interface NnstdFlags {
  readonly method: DistanceMethod;
  readonly budget?: Budget;
  readonly outputs: Outputs;
  readonly layers: CountingLayers;
  readonly weighting: MeanRule['weighting'];
  readonly matching?: boolean;
  /** True where no number is given, in each of these. */
  readonly chance?: number | true;
  readonly noise?: number | true;
  readonly ties?: number;
  readonly prove?: boolean;
  readonly threads: number;
  /** False for none; a folder. */
  readonly cache?: string | false;
  readonly json?: boolean;
  readonly csv?: string;
}

const USUAL_SAMPLES = 10;
const USUAL_RUNS = 5;

export function addNnstdOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--method <method>', 'how to match the neurons')
        .choices(Object.keys(distanceMethods))
        .default(defaultMethod),
    )
    .option(
      '--budget <budget>',
      "how long 'refined' searches a pair: 'quick', 'standard' (the default), 'thorough', or seconds",
      parseBudget,
    )
    .addOption(
      new Option(
        '--outputs <outputs>',
        'whether the outputs are matched, as published, or fixed, as classes are',
      )
        .choices(['matched', 'fixed'])
        .default('matched'),
    )
    .option(
      '--layers <layers>',
      "layers that count: 'sparse' (those not full in both networks), 'all', or as in 0,2-4",
      parseCountingLayers,
      'sparse',
    )
    .addOption(
      new Option('--weighting <weighting>', 'whether each layer that counts weighs the same, or by its links')
        .choices(['layers', 'links'])
        .default('layers'),
    )
    .option('--matching', 'with --json: which neuron belongs to which, and which could be exchanged')
    .option(
      '--chance [samples]',
      `beside each distance, what it is for independent random networks (${USUAL_SAMPLES} pairs of them)`,
      wholeNumber(2, 100),
    )
    .option(
      '--noise [runs]',
      `with --method refined: how far the search itself moves the distance (${USUAL_RUNS} other searches)`,
      wholeNumber(2, 100),
    )
    .option(
      '--ties <shuffles>',
      'with --method reference: least and greatest distance over so many orders of the hidden neurons',
      wholeNumber(1, 10_000),
    )
    .option('--prove', 'with --method greedy: prove that each layer has its least cost')
    .option('--threads <number>', 'how many threads compute', wholeNumber(1, 256), threadsForThisMachine())
    .option('--cache <folder>', `where distances are kept for the next time (${userCacheFolder()})`)
    .option('--no-cache', 'keep nothing, and look at nothing that was kept')
    .option('--json', 'as JSON')
    .option('--csv <file>', 'also write a row a pair to this file');
}

export function measureOfFlags({ method, budget, outputs }: NnstdFlags): Measure {
  return measureOf(method, { ...(budget && { budget }), outputs });
}

/** How many variations of each kind were asked for. */
export interface VariationCounts {
  readonly samples: number;
  readonly shuffles: number;
  readonly runs: number;
}

export function variationsOfFlags({ chance = 0, ties = 0, noise = 0 }: NnstdFlags): VariationCounts {
  return {
    samples: chance === true ? USUAL_SAMPLES : chance,
    shuffles: ties,
    runs: noise === true ? USUAL_RUNS : noise,
  };
}

/** Null for none. */
export function cacheFolderOfFlags({ cache = userCacheFolder() }: NnstdFlags): string | null {
  return cache === false ? null : path.resolve(cache);
}

/** Throws `CliError` for flags that say nothing together. */
export async function checkNnstdFlags(flags: NnstdFlags): Promise<void> {
  const { method, budget, matching, json, ties, noise, prove, csv } = flags;
  const demands: readonly (readonly [given: boolean, holds: boolean, message: string])[] = [
    [matching === true, json === true, '--matching needs --json: a table has no room for it.'],
    [budget !== undefined, method === 'refined', '--budget needs --method refined.'],
    [noise !== undefined, method === 'refined', '--noise needs --method refined.'],
    [ties !== undefined, method === 'reference', '--ties needs --method reference.'],
    [prove === true, method === 'greedy', '--prove needs --method greedy.'],
  ];
  for (const [given, holds, message] of demands) {
    if (given && !holds) throw new CliError(message, exitCodes.usage);
  }
  if (csv === undefined) return;
  // Before hours of work rather than after them.
  const folder = await stat(path.dirname(path.resolve(csv))).catch(() => null);
  if (folder?.isDirectory() !== true) {
    throw new CliError(`${csv} cannot be written: its folder does not exist.`, exitCodes.usage);
  }
}
