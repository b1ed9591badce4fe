import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type PoolOptions, threadsForThisMachine, WorkerPool } from '../../../src/analysis/pool';
import { bundle, temporaryFolder } from './support';
import { measureOf } from '../../../src/measure/measure';

const folder = await temporaryFolder();
const workerFile = path.join(folder, 'misbehavingWorker.js');
const pools: WorkerPool[] = [];
let files = 0;

beforeAll(() => bundle({ misbehavingWorker: 'test/unit/analysis/misbehavingWorker.ts' }, folder));
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.dispose())));

function poolOf(threads: number, limits: Partial<PoolOptions> = {}): WorkerPool {
  const pool = new WorkerPool({ workerFile, threads, cancelGraceMs: 20, ...limits });
  pools.push(pool);
  return pool;
}

const newFile = (): string => path.join(folder, `file${String(files++)}`);
const describeJob = (pool: WorkerPool, command: string, signal?: AbortSignal): Promise<unknown> =>
  pool.run('describe', { path: command }, signal === undefined ? {} : { signal });
const whenThere = (file: string): Promise<void> =>
  vi.waitFor(
    () => {
      expect(existsSync(file)).toBe(true);
    },
    { timeout: 20_000, interval: 5 },
  );

test('uses the cores of the machine but one, both of two, and at most eight', () => {
  expect([1, 2, 3, 4, 8, 9, 10, 64].map((cores) => threadsForThisMachine(cores))).toEqual([
    1, 2, 2, 3, 7, 8, 8, 8,
  ]);
});

test('background jobs wait for all others', async () => {
  const pool = poolOf(1);
  const order: string[] = [];
  const run = async (name: string, background: boolean): Promise<void> => {
    await pool.run('describe', { path: `answer:${name}` }, { background });
    order.push(name);
  };
  await Promise.all([run('a', true), run('b', true), run('c', false), run('d', true), run('e', false)]);
  expect(order).toEqual(['a', 'c', 'e', 'b', 'd']);
});

describe('memory', () => {
  test('that a job needs beyond the heap of a thread fails the job, and only it', async () => {
    const pool = poolOf(1, { heapMegabytes: 32 });
    const jobs = [describeJob(pool, 'fill'), describeJob(pool, 'answer')];
    await expect(jobs[0]).rejects.toMatchObject({
      kind: 'WorkerDied',
      message: expect.stringMatching(/memory/) as unknown,
    });
    await jobs[1];
  });

  test('beyond what the process may hold is given back after the job', async () => {
    const threadsOf = async (memoryBytes: number): Promise<Set<string>> => {
      const pool = poolOf(1, { memoryBytes });
      const seen = new Set<string>();
      for (let job = 0; job < 3; job++) {
        const { facts } = await pool.run('describe', { path: 'answer' });
        seen.add(facts.notes[0]);
      }
      return seen;
    };
    expect((await threadsOf(1)).size).toBe(3);
    expect((await threadsOf(Number.POSITIVE_INFINITY)).size).toBe(1);
  });
});

test('answers more jobs than it has threads', async () => {
  const pool = poolOf(2);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => describeJob(pool, `answer:${String(i)}`)),
  );
  expect(answers.map((answer) => (answer as { facts: { path: string } }).facts.path)).toEqual(
    Array.from({ length: 20 }, (_, i) => `answer:${String(i)}`),
  );
});

test('passes on the failure of a task, and goes on', async () => {
  const pool = poolOf(1);
  await expect(describeJob(pool, 'fail')).rejects.toMatchObject({ kind: 'Error', message: 'as it should' });
  await describeJob(pool, 'answer');
});

describe('a thread that dies', () => {
  test('is replaced and its job done by the next', async () => {
    const pool = poolOf(1);
    const jobs = [describeJob(pool, `dieOnce:${newFile()}`), describeJob(pool, 'answer')];
    await expect(Promise.all(jobs)).resolves.toHaveLength(2);
  });

  test('twice under the same job fails it with the reason, and only it', async () => {
    const pool = poolOf(1);
    const bad = describeJob(pool, 'die');
    const thrown = describeJob(pool, 'throw');
    const good = describeJob(pool, 'answer');
    await expect(bad).rejects.toMatchObject({
      kind: 'WorkerDied',
      message: expect.stringMatching(/2 times: .*code 3/) as unknown,
    });
    await expect(thrown).rejects.toMatchObject({
      kind: 'WorkerDied',
      message: expect.stringMatching(/out of something/) as unknown,
    });
    await good;
  });

  test('in the middle tells no progress twice', async () => {
    const pool = poolOf(1);
    for (const [a, b] of [
      [`dieOnce:${newFile()}`, 'answer'],
      ['answer', `dieOnce:${newFile()}`],
    ]) {
      const layers: number[] = [];
      await pool.run(
        'compare',
        { a, b, measure: measureOf('reference'), byNeuron: false },
        { onProgress: ({ layer }) => layers.push(layer) },
      );
      expect(layers).toEqual([0, 1]);
    }
  });

  test('because its script is missing fails the job', async () => {
    const pool = new WorkerPool({ workerFile: path.join(folder, 'missing.js'), threads: 1 });
    pools.push(pool);
    await expect(describeJob(pool, 'answer')).rejects.toMatchObject({ kind: 'WorkerDied' });
  });
});

describe('cancelling', () => {
  test('ends a thread that computes on, and the next job gets a new one', async () => {
    const pool = poolOf(1);
    const abort = new AbortController();
    const spinning = newFile();
    const job = describeJob(pool, `spin:${spinning}`, abort.signal);
    await whenThere(spinning);
    const next = describeJob(pool, 'answer');
    abort.abort();
    await expect(job).rejects.toMatchObject({ kind: 'Cancelled' });
    await next;
  });

  test('takes a waiting job out of the queue', async () => {
    const pool = poolOf(1);
    const busy = new AbortController();
    const waiting = new AbortController();
    const spinning = newFile();
    const never = newFile();
    const first = describeJob(pool, `spin:${spinning}`, busy.signal);
    await whenThere(spinning);
    const second = describeJob(pool, `spin:${never}`, waiting.signal);
    waiting.abort();
    await expect(second).rejects.toMatchObject({ kind: 'Cancelled' });
    busy.abort();
    await expect(first).rejects.toMatchObject({ kind: 'Cancelled' });
    await describeJob(pool, 'answer');
    expect(existsSync(never)).toBe(false);
  });

  test('before it began runs nothing', async () => {
    const file = newFile();
    await expect(describeJob(poolOf(1), `spin:${file}`, AbortSignal.abort())).rejects.toMatchObject({
      kind: 'Cancelled',
    });
    expect(existsSync(file)).toBe(false);
  });
});

test('its end fails what runs, what waits and what comes later', async () => {
  const pool = poolOf(1);
  const spinning = newFile();
  const jobs = [describeJob(pool, `spin:${spinning}`), describeJob(pool, 'answer')];
  const ends = jobs.map((job) => expect(job).rejects.toMatchObject({ kind: 'Disconnected' }));
  await whenThere(spinning);
  await pool.dispose();
  await Promise.all(ends);
  await expect(describeJob(pool, 'answer')).rejects.toMatchObject({ kind: 'Disconnected' });
});
