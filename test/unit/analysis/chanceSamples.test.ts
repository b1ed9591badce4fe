import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, test, vi } from 'vitest';
import { openDistanceCache } from '../../../src/analysis/cache/distanceCache';
import { ChanceSamples } from '../../../src/analysis/chanceSamples';
import type { WorkerPool } from '../../../src/analysis/pool';
import { TopologyCache } from '../../../src/analysis/topologyCache';
import { workerTasks } from '../../../src/analysis/workerTasks';
import { measureOf } from '../../../src/measure/measure';
import { chanceSample } from '../../../src/nnstd/chance';
import { chanceShape } from '../../../src/nnstd/chanceShape';
import type { Count } from '../../../src/protocol/uncertainty';
import { randomNetwork, temporaryFolder, writeNetwork } from './support';

const folder = await temporaryFolder();
const greedy = measureOf('greedy');
const networks = [1, 2, 3, 4].map((seed) => randomNetwork([20, 15, 10], 4, seed));
let paths: string[] = [];
beforeEach(async () => {
  paths = await Promise.all(
    networks.map((network, i) => writeNetwork(path.join(folder, `epoch_${String(i)}`), network)),
  );
});

type Tasks = ReturnType<typeof workerTasks>;
type SampleParams = Parameters<Tasks['chanceSample']>[0];

/** The tasks of a worker without its thread; each sample begins once `admit` lets it. */
function counted(admit: (params: SampleParams) => Promise<void> = () => Promise.resolve()) {
  const tasks = workerTasks(new TopologyCache(2 ** 20));
  const drawn: SampleParams[] = [];
  let shapes = 0;
  const run = async (
    name: 'chanceKey' | 'chanceSample',
    params: SampleParams,
    { signal }: { readonly signal: AbortSignal },
  ) => {
    const context = { signal, progress: () => undefined };
    if (name === 'chanceKey') {
      const shape = await tasks.chanceKey(params, context);
      shapes++;
      return shape;
    }
    drawn.push(params);
    await admit(params);
    signal.throwIfAborted();
    return tasks.chanceSample(params, context);
  };
  const chance = new ChanceSamples({ size: 2, run } as unknown as WorkerPool, openDistanceCache(null));
  const numbers = (): number[] => drawn.map(({ sample }) => sample).sort((a, b) => a - b);
  /** Until so many have asked, and have begun their samples or joined those of others. */
  const askers = async (count: number): Promise<void> => {
    await vi.waitFor(() => {
      expect(shapes).toBe(count);
    });
    await setImmediate();
  };
  return { chance, drawn, numbers, askers };
}

function context(signal = new AbortController().signal) {
  const told: Count[] = [];
  return { signal, told, progress: (count: Count) => told.push(count) };
}

const expected = (count: number) =>
  Array.from({ length: count }, (_, sample) => [
    ...chanceSample(chanceShape(networks[0], networks[1], 'links'), greedy, sample),
  ]);

test('who asks at the same time for networks of the same shape waits for the same samples', async () => {
  const { chance, numbers } = counted();
  const contexts = [context(), context(), context()];
  const results = await Promise.all([
    chance.draw({ a: paths[0], b: paths[1] }, greedy, 'links', 3, contexts[0]),
    chance.draw({ a: paths[0], b: paths[1] }, greedy, 'links', 3, contexts[1]),
    chance.draw({ a: paths[3], b: paths[2] }, greedy, 'links', 4, contexts[2]),
  ]);
  expect(numbers()).toEqual([0, 1, 2, 3]);
  expect(results).toEqual([expected(3), expected(3), expected(4)]);
  expect(contexts.map(({ told }) => told.map(({ done }) => done))).toEqual([
    [1, 2, 3],
    [1, 2, 3],
    [1, 2, 3, 4],
  ]);
});

test('another kind, another measure and another shape have samples of their own', async () => {
  const { chance, drawn } = counted();
  const other = await writeNetwork(path.join(folder, 'other'), randomNetwork([20, 15, 10], 5, 1));
  const pair = { a: paths[0], b: paths[1] };
  await Promise.all([
    chance.draw(pair, greedy, 'links', 1, context()),
    chance.draw(pair, greedy, 'degrees', 1, context()),
    chance.draw(pair, measureOf('reference'), 'links', 1, context()),
    chance.draw({ ...pair, b: other }, greedy, 'links', 1, context()),
  ]);
  expect(drawn.length).toBe(4);
});

test('who leaves does not take the samples from those who stay', async () => {
  const held = gate();
  const { chance, numbers, askers } = counted(() => held.opened);
  const leaver = new AbortController();
  const pair = { a: paths[0], b: paths[1] };
  const left = chance.draw(pair, greedy, 'links', 2, context(leaver.signal));
  const stayed = chance.draw(pair, greedy, 'links', 2, context());
  await askers(2);
  leaver.abort();
  await expect(left).rejects.toMatchObject({ kind: 'Cancelled' });
  held.open();
  expect(await stayed).toEqual(expected(2));
  expect(numbers()).toEqual([0, 1]);
});

test('a sample that fails for the files of another pair is drawn from one’s own', async () => {
  const held = gate();
  const { chance, drawn, askers } = counted(async ({ a }) => {
    await held.opened;
    if (a === paths[0]) await rm(paths[0], { recursive: true });
  });
  const gone = chance.draw({ a: paths[0], b: paths[1] }, greedy, 'links', 1, context());
  const refused = expect(gone).rejects.toThrow(paths[0]);
  await askers(1);
  const own = chance.draw({ a: paths[2], b: paths[3] }, greedy, 'links', 1, context());
  await askers(2);
  expect(drawn.length).toBe(1);
  held.open();
  await refused;
  expect(await own).toEqual(expected(1));
  expect(drawn.map(({ a }) => a)).toEqual([paths[0], paths[2]]);
});

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    opened,
    open: () => {
      open();
    },
  };
}
