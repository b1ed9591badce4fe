import { expect, test, vi } from 'vitest';
import type { WorkerPool } from '../../../src/analysis/pool';
import { Sideline } from '../../../src/analysis/sideline';

/** A pool whose jobs end when they are told to. */
function fakePool(size: number) {
  const jobs: { path: string; background: boolean | undefined; end: () => void }[] = [];
  const run = (
    _: string,
    { path }: { path: string },
    options: { signal?: AbortSignal; background?: boolean },
  ) =>
    new Promise((resolve, reject) => {
      if (options.signal?.aborted === true) reject(new Error('cancelled'));
      else {
        jobs.push({
          path,
          background: options.background,
          end: () => {
            resolve(path);
          },
        });
      }
    });
  return { jobs, sideline: new Sideline({ size, run } as unknown as WorkerPool) };
}

const describeJob = (sideline: Sideline, path: string, signal?: AbortSignal): Promise<unknown> =>
  sideline.run('describe', { path }, signal === undefined ? {} : { signal });

test.each([
  [1, 1],
  [2, 1],
  [4, 3],
])('of %i threads at most %i, in the background, in the order of asking', async (threads, most) => {
  const { jobs, sideline } = fakePool(threads);
  const names = ['a', 'b', 'c', 'd', 'e'];
  const results = names.map((name) => describeJob(sideline, name));
  for (let ended = 0; ended < names.length; ended++) {
    await vi.waitFor(() => {
      expect(jobs).toHaveLength(Math.min(names.length, ended + most));
    });
    jobs[ended].end();
  }
  expect(await Promise.all(results)).toEqual(names);
  expect(jobs.map(({ path }) => path)).toEqual(names);
  expect(jobs.every(({ background }) => background === true)).toBe(true);
});

test('one that is cancelled while it waits ends at once and takes nobody’s place', async () => {
  const { jobs, sideline } = fakePool(2);
  const first = describeJob(sideline, 'first');
  const abort = new AbortController();
  const cancelled = describeJob(sideline, 'cancelled', abort.signal);
  const last = describeJob(sideline, 'last');
  abort.abort();
  await expect(cancelled).rejects.toThrow('cancelled');
  expect(jobs.map(({ path }) => path)).toEqual(['first']);
  jobs[0].end();
  await vi.waitFor(() => {
    expect(jobs.map(({ path }) => path)).toEqual(['first', 'last']);
  });
  jobs[1].end();
  expect(await Promise.all([first, last])).toEqual(['first', 'last']);
});
