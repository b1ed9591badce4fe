import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type DistanceCache, openDistanceCache } from '../../../src/analysis/cache/distanceCache';
import { contentHash } from '../../../src/analysis/contentHash';
import { Contents } from '../../../src/analysis/contents';
import { fileState } from '../../../src/analysis/fileState';
import { type MatrixRequest, matrixRequest } from '../../../src/analysis/matrixRequest';
import { WorkerPool } from '../../../src/analysis/pool';
import { measureOf } from '../../../src/measure/measure';
import { networkDistance } from '../../../src/nnstd/networkDistance';
import type { MatrixCell, MatrixProgress } from '../../../src/protocol/matrix';
import type { Topology } from '../../../src/topology/topology';
import { bundle, bundleAnalysis, randomNetwork, temporaryFolder, writeNetwork } from './support';

const folder = await temporaryFolder();
const measure = measureOf('greedy');
const networks = Array.from({ length: 12 }, (_, seed) => randomNetwork([20, 15, 10], 4, seed));
const pools: WorkerPool[] = [];
let paths: string[] = [];

beforeAll(async () => {
  await bundleAnalysis(folder);
  await bundle({ misbehavingWorker: 'test/unit/analysis/misbehavingWorker.ts' }, folder);
  paths = await writeAll('shared', networks);
  // Only then are they known by their state.
  await vi.waitFor(
    async () => {
      const states = await Promise.all(paths.map(fileState));
      expect(states.every((state) => state?.settled)).toBe(true);
    },
    { timeout: 20_000 },
  );
}, 60_000);
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.dispose())));

function writeAll(name: string, all: readonly Topology[]): Promise<string[]> {
  return Promise.all(
    all.map((network, i) => writeNetwork(path.join(folder, name, `epoch_${String(i)}`), network)),
  );
}

type Jobs = string[][];
type BeforeJob = (count: number) => Promise<void>;

/** Real threads; notes which pairs each job was of, by the names of their files, and which files were read for it. */
function watchedPool(before: BeforeJob = () => Promise.resolve()): {
  pool: WorkerPool;
  jobs: Jobs;
  read: string[];
} {
  const pool = new WorkerPool({ workerFile: path.join(folder, 'analysisWorker.js'), threads: 2 });
  pools.push(pool);
  const jobs: Jobs = [];
  const read: string[] = [];
  const run = pool.run.bind(pool);
  pool.run = async (method, params, options) => {
    if (params !== null && 'checkpoints' in params) {
      const name = (k: number): string => path.basename(params.checkpoints[k].path).replace('epoch_', '');
      jobs.push(params.pairs.map(([a, b]) => `${name(a)}-${name(b)}`));
      await before(jobs.length);
    } else if (params !== null && 'path' in params) read.push(params.path);
    return run(method, params, options);
  };
  return { pool, jobs, read };
}

interface Outcome {
  readonly cells: MatrixCell[];
  readonly messages: MatrixProgress[];
  readonly result: { readonly done: number; readonly failed: number };
}

async function matrixOf(
  files: readonly string[],
  pool: WorkerPool,
  cache: DistanceCache,
  contents: Pick<Contents, 'state' | 'remember'> = new Contents(cache),
): Promise<Outcome> {
  const messages: MatrixProgress[] = [];
  const run = matrixRequest(
    { pool, cache, contents },
    { paths: [...files], measure },
    { signal: new AbortController().signal, progress: (value) => messages.push(value) },
  );
  const result = await run.answer();
  return { result, messages, cells: messages.flatMap(({ cells }) => cells) };
}

function expectDone(cell: MatrixCell, a: Topology, b: Topology): void {
  const { mean, layers } = networkDistance(a, b, measure);
  expect(cell).toMatchObject({
    status: 'done',
    mean,
    layers: layers.map(({ distance, links, counts }) => ({ distance, links, counts })),
  });
}

const openIn = async (): Promise<[string, DistanceCache]> => {
  const cacheFolder = await mkdtemp(path.join(folder, 'cache-'));
  return [cacheFolder, openDistanceCache(cacheFolder)];
};

describe('a matrix', () => {
  test('has every pair once, and is told how far it is', async () => {
    const { pool } = watchedPool();
    const { cells, messages, result } = await matrixOf(paths, pool, openDistanceCache(null));
    expect(result).toEqual({ done: 66, failed: 0 });
    expect(new Set(cells.map(({ row, column }) => `${String(row)},${String(column)}`)).size).toBe(66);
    for (const cell of cells) {
      expect(cell.row).toBeLessThan(cell.column);
      expectDone(cell, networks[cell.row], networks[cell.column]);
    }
    let told = 0;
    for (const { cells: some, done, total } of messages) {
      told += some.length;
      expect([done, total]).toEqual([told, 66]);
    }
    expect(messages.at(-1)!.secondsLeft).toBe(0);
  });

  test('is known to a later process without reading a file, at once and either way round', async () => {
    const [cacheFolder, cache] = await openIn();
    const first = await matrixOf(paths, watchedPool().pool, cache);
    cache.close();
    const { pool, jobs, read } = watchedPool();
    const again = await matrixOf(paths, pool, openDistanceCache(cacheFolder));
    expect([jobs, read]).toEqual([[], []]);
    expect(again.messages.length).toBe(1);
    const byPlace = (cells: MatrixCell[]): MatrixCell[] =>
      [...cells].sort((a, b) => a.row - b.row || a.column - b.column);
    expect(byPlace(again.cells)).toEqual(byPlace(first.cells));

    const turned = await matrixOf([...paths].reverse(), pool, openDistanceCache(cacheFolder));
    expect(jobs).toEqual([]);
    for (const cell of turned.cells) expectDone(cell, networks[11 - cell.row], networks[11 - cell.column]);
  });

  test('with one checkpoint more computes only its row', async () => {
    const cache = openDistanceCache(null);
    await matrixOf(paths.slice(0, 8), watchedPool().pool, cache);
    const { pool, jobs } = watchedPool();
    const { result } = await matrixOf(paths.slice(0, 9), pool, cache);
    expect(result.done).toBe(36);
    expect(jobs.flat().sort()).toEqual(Array.from({ length: 8 }, (_, i) => `${String(i)}-8`));
  });

  test('turns to what is looked at with its next job', async () => {
    const focus: { current: MatrixRequest | null } = { current: null };
    const { pool, jobs } = watchedPool((count) => {
      if (count === 1) focus.current!.focus([9, 12], [9, 12]);
      return Promise.resolve();
    });
    const cache = openDistanceCache(null);
    focus.current = matrixRequest(
      { pool, cache, contents: new Contents(cache) },
      { paths, measure },
      { signal: new AbortController().signal, progress: () => undefined },
    );
    await focus.current.answer();
    // A job may begin before the focus is told, another beside it.
    expect(jobs.flat().slice(0, 5)).toEqual(expect.arrayContaining(['9-10', '9-11', '10-11']));
  });

  test('cancelled begins no other job', async () => {
    const abort = new AbortController();
    const { pool, jobs } = watchedPool((count) => {
      if (count === 3) abort.abort();
      return Promise.resolve();
    });
    const cache = openDistanceCache(null);
    const told: MatrixProgress[] = [];
    const run = matrixRequest(
      { pool, cache, contents: new Contents(cache) },
      { paths, measure },
      { signal: abort.signal, progress: (value) => told.push(value) },
    );
    await expect(run.answer()).rejects.toThrow();
    const { length } = told;
    const begun = jobs.length;
    expect(begun).toBeLessThanOrEqual(4);
    // The threads are free, and nothing comes after the end.
    await pool.run('ping', null);
    expect([told.length, jobs.length]).toEqual([length, begun]);
  });

  test('lets who asks for something else wait for one job only', async () => {
    const order: string[] = [];
    const { pool } = watchedPool();
    const cache = openDistanceCache(null);
    await Promise.all([
      matrixOf(paths, pool, cache).then(() => order.push('one')),
      matrixOf(paths.slice(0, 11), pool, openDistanceCache(null)).then(() => order.push('other')),
      pool.run('describe', { path: paths[0] }).then(() => order.push('facts')),
    ]);
    expect(order[0]).toBe('facts');
  });
});

describe('a checkpoint that goes away halfway', () => {
  test('fails its remaining cells with the reason; the others are done', async () => {
    const files = await writeAll('deleted', networks.slice(0, 6));
    const { pool } = watchedPool(async (count) => {
      if (count === 4) await rm(files[2], { recursive: true });
    });
    const { cells, result } = await matrixOf(files, pool, openDistanceCache(null));
    expect(result.done + result.failed).toBe(15);
    expect(result.failed).toBeGreaterThan(0);
    for (const cell of cells) {
      if (cell.status === 'done') expectDone(cell, networks[cell.row], networks[cell.column]);
      else {
        expect([cell.row, cell.column]).toContain(2);
        expect(cell.reason).toContain(files[2]);
      }
    }
  });

  test('because it is replaced says so, and nothing is kept under a content it is not of', async () => {
    const files = await writeAll('replaced', networks.slice(0, 6));
    const { pool } = watchedPool(async (count) => {
      if (count === 4) await writeNetwork(files[2], networks[11]);
    });
    const cache = openDistanceCache(null);
    const { cells, result } = await matrixOf(files, pool, cache);
    expect(result.failed).toBeGreaterThan(0);
    for (const cell of cells) {
      if (cell.status === 'done') expectDone(cell, networks[cell.row], networks[cell.column]);
      else expect(cell.reason).toBe(`${files[2]}: it changed while it was compared`);
    }
    const hashes = networks.map(contentHash);
    for (let a = 0; a < networks.length; a++) {
      for (let b = 0; b < networks.length; b++) {
        const kept = cache.pair(measure, hashes[a], hashes[b]);
        if (kept === undefined) continue;
        const { layers } = networkDistance(networks[a], networks[b], measure);
        expect(kept.map(({ distance }) => distance)).toEqual(layers.map(({ distance }) => distance));
      }
    }
    // Asked again, the new content is compared.
    const again = await matrixOf(files, pool, cache);
    const current = networks.slice(0, 6).with(2, networks[11]);
    expect(again.result.failed).toBe(0);
    for (const cell of again.cells) expectDone(cell, current[cell.row], current[cell.column]);
  });
});

describe('a thread that dies in a matrix', () => {
  /** Checkpoints of the worker that does what it reads; their contents are known, so that none is read before. */
  const known: Pick<Contents, 'state' | 'remember'> = {
    state: (file) => Promise.resolve({ stamp: file, content: { hash: file, epoch: null, depth: 0 } }),
    remember: () => undefined,
  };
  const misbehaving = (): WorkerPool => {
    const pool = new WorkerPool({ workerFile: path.join(folder, 'misbehavingWorker.js'), threads: 2 });
    pools.push(pool);
    return pool;
  };

  test('once is replaced, and no cell is missing', async () => {
    const files = ['answer:1', 'answer:2', `dieOnce:${path.join(folder, 'died')}`, 'answer:3', 'answer:4'];
    const { result } = await matrixOf(files, misbehaving(), openDistanceCache(null), known);
    expect(result).toEqual({ done: 10, failed: 0 });
  });

  test('again and again under one checkpoint fails its cells, and only them', async () => {
    const files = ['answer:1', 'answer:2', 'die', 'answer:3', 'answer:4'];
    const { cells, result } = await matrixOf(files, misbehaving(), openDistanceCache(null), known);
    expect(result).toEqual({ done: 6, failed: 4 });
    for (const cell of cells) {
      if (cell.status === 'done') continue;
      expect([cell.row, cell.column]).toContain(2);
      expect(cell.reason).toMatch(/2 times: .*code 3/);
    }
  });
});
