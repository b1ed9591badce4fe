import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { readMetrics } from '../../../src/checkpoints/runFolder/metricsLog';
import { readRun } from '../../../src/checkpoints/runFolder/readRun';
import { readSnapshot } from '../../../src/checkpoints/snapshotFile';
import { randomStream } from '../../../src/topology/random';
import { temporaryFolder } from '../runFolder/support';
import {
  bundleCli,
  checkpointNames,
  makeIdxFolder,
  readCheckpointFile,
  runCli,
  startCli,
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
  cli = bundleCli(root);
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

/** Metrics without the times they were taken at. */
async function metricsText(folder: string): Promise<string> {
  const { lines } = await readMetrics(path.join(folder, 'metrics.jsonl'));
  return JSON.stringify(lines.map((line) => ({ ...line, elapsedMs: 0, time: '' })));
}

test(`kill -9 at ${kills} random moments leaves a whole, resumable run that ends the same`, async () => {
  const random = randomStream(seed, 'kill moments');
  const names = await checkpointNames(undisturbed);
  const metrics = await metricsText(undisturbed);
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
    expect(await checkpointNames(folder), what).toEqual(names);
    for (const name of names) {
      const same = (await readCheckpointFile(folder, name)).equals(
        await readCheckpointFile(undisturbed, name),
      );
      expect(same, `${name} after ${what}`).toBe(true);
    }
    expect(await metricsText(folder), what).toBe(metrics);
    expect(await readFile(path.join(folder, 'config.json'), 'utf8')).toBe(
      await readFile(path.join(undisturbed, 'config.json'), 'utf8'),
    );
  }
  console.log(`seed ${seed}, undisturbed ${durationMs.toFixed(0)} ms; killed at ${log.join(', ')}`);
}, 300_000);
