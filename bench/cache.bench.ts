import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_CACHE_BYTES, openDistanceCache } from '../src/analysis/cache/distanceCache';
import { measureOf } from '../src/measure/measure';
import type { LayerComparison } from '../src/protocol/analysis';
import { seededRandom } from '../test/support/syntheticLayers';
import { inOwnProcess, peakMb } from './ownProcess';
import { describeMachine, median, print, printTable } from './table';

const RUNS = 7;
const CHECKPOINTS = 90;
const measure = measureOf('greedy');

interface Opening {
  readonly openSeconds: number;
  /** To find all pairs of the checkpoints that were kept last. */
  readonly findSeconds: number;
  readonly peakMb: number;
}

/** Opening a distance cache that is as full as it may be, each time in a fresh process, beside an empty one. */
export async function run(): Promise<void> {
  print(`A distance cache of ${DEFAULT_CACHE_BYTES / 2 ** 20} MB; ${describeMachine()}`);
  const scratch = await mkdtemp(path.join(tmpdir(), 'sparse-topology-bench-'));
  try {
    const full = path.join(scratch, 'full');
    const pairs = fill(full);
    const sizes = await Promise.all(
      (await readdir(full)).map(async (name) => (await stat(path.join(full, name))).size),
    );
    const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 2 ** 20;
    const rows = [['cache', 'MB', 'open, s', 'worst', `find ${pairsOf(CHECKPOINTS)} pairs, s`, 'peak MB']];
    for (const [name, folder, size] of [
      ['empty', path.join(scratch, 'empty'), 0],
      [`full (${pairs.toLocaleString('en')} pairs were kept)`, full, megabytes],
    ] as const) {
      const runs: Opening[] = [];
      for (let k = 0; k < RUNS; k++) {
        runs.push((await inOwnProcess(import.meta.url, 'openAlone', folder)) as Opening);
      }
      const opens = runs.map(({ openSeconds }) => openSeconds);
      rows.push([
        name,
        size.toFixed(0),
        median(opens).toFixed(2),
        Math.max(...opens).toFixed(2),
        name === 'empty' ? '–' : median(runs.map(({ findSeconds }) => findSeconds)).toFixed(2),
        median(runs.map((each) => each.peakMb)).toFixed(0),
      ]);
    }
    printTable(rows);
    print(`Median of ${RUNS} fresh processes; the files are in the memory of the system.`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Keeps comparisons, group of checkpoints after group, until the oldest are evicted; how many pairs it kept. */
function fill(folder: string): number {
  const cache = openDistanceCache(folder, { onProblem: print });
  const random = seededRandom(4);
  const bytesOfPair = 250;
  const groups = Math.ceil((1.2 * DEFAULT_CACHE_BYTES) / bytesOfPair / pairsOf(CHECKPOINTS));
  for (let group = groups - 1; group >= 0; group--) {
    for (const [a, b] of pairHashes(group)) cache.keepPair(measure, a, b, threeLayers(random));
  }
  cache.close();
  return groups * pairsOf(CHECKPOINTS);
}

/** Runs in a process of its own. */
export async function openAlone(folder: string): Promise<void> {
  const hashes = [...pairHashes(0)];
  const begin = performance.now();
  const cache = openDistanceCache(folder, { onProblem: print });
  const opened = performance.now();
  const found = hashes.filter(([a, b]) => cache.matrixPair(measure, a, b) !== undefined).length;
  const end = performance.now();
  if (found !== 0 && found !== hashes.length)
    throw new Error(`${found} of ${hashes.length} pairs were found`);
  const opening: Opening = {
    openSeconds: (opened - begin) / 1000,
    findSeconds: (end - opened) / 1000,
    peakMb: await peakMb(),
  };
  cache.close();
  print(JSON.stringify(opening));
}

function* pairHashes(group: number): Generator<readonly [string, string]> {
  const hashes = Array.from({ length: CHECKPOINTS }, (_, k) =>
    createHash('sha256').update(`${group}/${k}`).digest('hex'),
  );
  for (let a = 0; a < CHECKPOINTS; a++) {
    for (let b = a + 1; b < CHECKPOINTS; b++) yield [hashes[a], hashes[b]];
  }
}

/** As many digits as those of real networks have. */
function threeLayers(random: () => number): LayerComparison[] {
  return [0, 1, 2].map((layer) => {
    const cost = 784 * random();
    return {
      layer,
      distance: cost / 784,
      cost,
      links: 62_720,
      counts: true,
      neurons: 784,
      matchedWithSelf: Math.floor(784 * random()),
      matchedAtCostOne: Math.floor(100 * random()),
      emptyA: 17,
      emptyB: 42,
      interchangeable: null,
    };
  });
}

function pairsOf(checkpoints: number): number {
  return (checkpoints * (checkpoints - 1)) / 2;
}
