import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { buildKernels } from '../../../scripts/kernels.mjs';
import { isTemporaryName } from '../../../src/checkpoints/atomicWrite';
import { parseCheckpointFileName } from '../../../src/checkpoints/runFolder/layout';
import { readMetrics } from '../../../src/checkpoints/runFolder/metricsLog';
import { readRun } from '../../../src/checkpoints/runFolder/readRun';
import { readSnapshot } from '../../../src/checkpoints/snapshotFile';
import { signalExitCodes } from '../../../src/cli/exitCodes';
import { randomStream } from '../../../src/topology/random';
import { temporaryFolder } from '../runFolder/support';
import {
  bundleCli,
  checkpointNames,
  makeIdxFolder,
  readCheckpointFile,
  runCli,
  startCli,
  untilEpoch,
  writeConfig,
} from './support';

const kills = 20;
const root = temporaryFolder();
const seed = Number(process.env['KILL_TEST_SEED'] ?? Date.now() % 2 ** 31);
let cli: string;
let config: string;
/** Of the run that nobody disturbed: its folder, and how long it took from the folder's appearance to its end. */
let undisturbed: string;
let durationMs: number;

beforeAll(async () => {
  cli = bundleCli(root, await buildKernels());
  makeIdxFolder(path.join(root, 'data'), { side: 28, train: 64, test: 16 });
  // Little to train and much to write, so that many of the moments fall into the writing of a checkpoint.
  config = writeConfig(path.join(root, 'tiny.json'), {
    data: { kind: 'idx', folder: 'data' },
    network: { hidden: [160] },
    topology: { epsilon: 40 },
    optimizer: { batchSize: 32 },
    epochs: 8,
    checkpointEvery: 1,
  });
  const run = startCli(cli, ['train', config, '--name', 'undisturbed']);
  undisturbed = await run.folder;
  const startMs = performance.now();
  expect((await run.ended).code).toBe(0);
  durationMs = performance.now() - startMs;
}, 60_000);

/** What a reader finds in the folder, or in its newest checkpoint alone, that is torn or otherwise wrong. */
async function problemsIn(folder: string, which: 'all' | 'newest'): Promise<string[]> {
  const problems: string[] = [];
  const names = (await checkpointNames(folder)).filter((name) => !name.startsWith('.'));
  for (const name of which === 'all' ? names : names.slice(-1)) {
    await readSnapshot(path.join(folder, 'checkpoints', name)).catch((error: unknown) => {
      problems.push(String(error));
    });
  }
  problems.push(...(await readRun(folder)).problems);
  problems.push(...(await readMetrics(path.join(folder, 'metrics.jsonl'))).problems);
  return problems;
}

/** Every byte of two runs up to this epoch, but for the times of their metrics. */
async function expectSame(folder: string, other: string, epochs: number, what: string): Promise<void> {
  const [names, sameNames] = await Promise.all([other, folder].map((each) => namesUpTo(each, epochs)));
  expect(sameNames, what).toEqual(names);
  for (const name of names) {
    const same = (await readCheckpointFile(folder, name)).equals(await readCheckpointFile(other, name));
    expect(same, `${name} after ${what}`).toBe(true);
  }
  const [metrics, sameMetrics] = await Promise.all([other, folder].map((each) => metricsUpTo(each, epochs)));
  expect(sameMetrics, what).toEqual(metrics);
  const [config, sameConfig] = await Promise.all(
    [other, folder].map((each) => readFile(path.join(each, 'config.json'), 'utf8')),
  );
  expect(sameConfig, what).toBe(config);
}

/** Of the checkpoints of whole epochs. */
async function namesUpTo(folder: string, epochs: number): Promise<string[]> {
  return (await checkpointNames(folder)).filter((name) => {
    const moment = parseCheckpointFileName(name);
    return moment !== null && moment.stepInEpoch === 0 && moment.epoch <= epochs;
  });
}

/** Without the times they were taken at. */
async function metricsUpTo(folder: string, epochs: number): Promise<unknown[]> {
  const { lines } = await readMetrics(path.join(folder, 'metrics.jsonl'));
  return lines
    .filter(({ epoch }) => epoch <= epochs)
    .map((line) => ({ ...line, elapsedMs: undefined, time: undefined }));
}

test(`kill -9 at ${kills} random moments leaves a whole, resumable run that ends the same`, async () => {
  const random = randomStream(seed, 'kill moments');
  const log: string[] = [];
  let share = 1;
  for (let kill = 0, attempt = 0; kill < kills; attempt++) {
    if (attempt > 4 * kills) throw new Error(`too few runs lived long enough to be killed; seed ${seed}`);
    // One moment in each twentieth of the run, so that all of it is covered.
    const afterMs = ((kill + random.uniform()) / kills) * durationMs * share;
    const what = `kill ${kill} after ${afterMs.toFixed(1)} ms of ${durationMs.toFixed(0)} (seed ${seed})`;
    const run = startCli(cli, ['train', config, '--name', `killed-${attempt}`]);
    const folder = await run.folder;
    const timer = setTimeout(() => run.child.kill('SIGKILL'), afterMs);
    let alive = true;
    const ended = run.ended.then((end) => {
      alive = false;
      return end;
    });
    // A reader that looks all the time sees no torn file either.
    while (alive) {
      expect(await problemsIn(folder, 'newest'), what).toEqual([]);
      // Leaves the processor to the run, which shall come far.
      await delay(3);
    }
    clearTimeout(timer);
    const { code } = await ended;
    if (code === 0) {
      share *= 0.8;
      continue;
    }
    kill++;

    expect(await problemsIn(folder, 'all'), what).toEqual([]);
    const { state, epoch } = await readRun(folder);
    expect(['interrupted', 'finished'], what).toContain(state);
    log.push(`${afterMs.toFixed(0)} ms: epoch ${epoch}`);
    const resumed = await runCli(cli, ['resume', folder]);
    expect(resumed.code, `${what}: ${resumed.err}`).toBe(0);
    expect(await readRun(folder), what).toMatchObject({ state: 'finished', epoch: 8, problems: [] });
    expect(await checkpointNames(folder), what).toEqual(await checkpointNames(undisturbed));
    await expectSame(folder, undisturbed, 8, what);
  }
  console.log(`seed ${seed}, undisturbed ${durationMs.toFixed(0)} ms; killed at ${log.join(', ')}`);
}, 300_000);

/**
 * Kills a run once the given number of changes were seen in its folder and that of its checkpoints: so the moment is one
 * of its progress, in the midst of whatever it writes.
 */
async function killAfterChanges(child: ChildProcess, folder: string, changes: number): Promise<void> {
  const ended = once(child, 'close');
  let left = changes;
  const watchers = [folder, path.join(folder, 'checkpoints')].map((each) =>
    watch(each, () => {
      if (--left === 0) child.kill('SIGKILL');
    }),
  );
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  for (const watcher of watchers) watcher.close();
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
}

test('one run killed 100 times ends as the one that nobody disturbed', async () => {
  const random = randomStream(seed, 'kills of one run');
  const what = `100 kills (seed ${seed})`;
  const config = writeConfig(path.join(root, 'long.json'), {
    data: { kind: 'idx', folder: 'data' },
    network: { hidden: [24, 16] },
    topology: { density: 0.1 },
    method: { kind: 'set', dropFraction: 0.3 },
    optimizer: { batchSize: 20, schedule: { kind: 'step', everyEpochs: 7 } },
    threads: 2,
    epochs: 100_000,
  });
  const first = startCli(cli, ['train', config, '--name', 'often']);
  const folder = await first.folder;
  await killAfterChanges(first.child, folder, 20);
  const epochs = [(await readRun(folder)).epoch ?? 0];
  for (let kill = 1; kill < 100; kill++) {
    await killAfterChanges(startCli(cli, ['resume', folder]).child, folder, 1 + random.below(200));
    expect(await problemsIn(folder, 'newest'), what).toEqual([]);
    const { state, epoch } = await readRun(folder);
    expect(state, what).toBe('interrupted');
    epochs.push(epoch!);
  }
  // Most began where another one had left.
  expect(new Set(epochs).size, what).toBeGreaterThan(30);

  const epoch = epochs.at(-1)! + 2;
  const often = startCli(cli, ['resume', folder]);
  const never = startCli(cli, ['train', config, '--name', 'never']);
  const undisturbed = await never.folder;
  await Promise.all(
    [
      { run: often, at: folder },
      { run: never, at: undisturbed },
    ].map(async ({ run, at }) => {
      await untilEpoch(at, epoch);
      run.child.kill('SIGTERM');
      expect((await run.ended).code).toBe(signalExitCodes.SIGTERM);
    }),
  );
  expect(await problemsIn(folder, 'all'), what).toEqual([]);
  expect((await namesUpTo(folder, epoch)).length).toBe(epoch + 1);
  await expectSame(folder, undisturbed, epoch, what);
  console.log(`seed ${seed}: killed at epochs ${epochs.join(', ')}`);
}, 300_000);

test('killed while a thread writes a large checkpoint, a run goes on from the one before', async () => {
  const config = writeConfig(path.join(root, 'large.json'), {
    data: { kind: 'idx', folder: 'data' },
    // Beyond the 64 MiB from which on training does not wait for a checkpoint.
    network: { hidden: [2200, 2200] },
    method: { kind: 'dense' },
    engine: 'sparse',
    epochs: 2,
  });
  const run = startCli(cli, ['train', config, '--name', 'aside']);
  const folder = await run.folder;
  const checkpoints = path.join(folder, 'checkpoints');
  const watcher = watch(checkpoints, (event, name) => {
    if (event === 'change' && name?.startsWith('.epoch-0001')) run.child.kill('SIGKILL');
  });
  expect(await run.ended).toMatchObject({ code: null, signal: 'SIGKILL' });
  watcher.close();
  // It came to no end, and what there is of it counts for nothing.
  const left = await readdir(checkpoints);
  expect(left.filter(isTemporaryName)).toHaveLength(1);
  expect(left.filter((name) => !isTemporaryName(name))).toEqual(['epoch-0000.safetensors']);
  expect(await readRun(folder)).toMatchObject({ state: 'interrupted', problems: [] });
  expect((await runCli(cli, ['resume', folder])).code).toBe(0);
  expect(await readRun(folder)).toMatchObject({ state: 'finished', epoch: 2, problems: [] });
  expect(await problemsIn(folder, 'all')).toEqual([]);
}, 120_000);
