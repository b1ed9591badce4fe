import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDistanceCache } from '../../../src/analysis/cache/distanceCache';
import { Comparer } from '../../../src/analysis/comparer';
import { Contents } from '../../../src/analysis/contents';
import type { WorkerPool } from '../../../src/analysis/pool';
import { TopologyCache } from '../../../src/analysis/topologyCache';
import { workerTasks } from '../../../src/analysis/workerTasks';
import { measureOf } from '../../../src/measure/measure';
import type { RequestContext } from '../../../src/protocol/rpc';
import type { LayerComparison } from '../../../src/protocol/analysis';
import { randomNetwork, temporaryFolder, writeNetwork } from './support';

const folder = await temporaryFolder();
const networks = [1, 2].map((seed) => randomNetwork([20, 15, 10], 4, seed));
const write = (name: string, i: number): Promise<string> =>
  writeNetwork(path.join(folder, name, `epoch_${String(i)}`), networks[i]);
const measure = measureOf('reference');

/** The tasks of a worker without its thread, counting the comparisons. */
function counted() {
  const tasks = workerTasks(new TopologyCache(2 ** 20));
  const compared: string[][] = [];
  const run = (
    name: 'compare',
    params: Parameters<typeof tasks.compare>[0],
    options: { signal: AbortSignal; onProgress: (layer: LayerComparison) => void },
  ) => {
    compared.push([params.a, params.b]);
    return tasks[name](params, { signal: options.signal, progress: options.onProgress });
  };
  const cache = openDistanceCache(null);
  const contents = new Contents(cache);
  const comparer = new Comparer({ run } as unknown as Pick<WorkerPool, 'run'>, cache, contents);
  const describe = async (file: string): Promise<void> => {
    const context = { signal: new AbortController().signal, progress: () => undefined };
    contents.remember(file, (await tasks.describe({ path: file }, context)).read);
  };
  return { comparer, compared, describe };
}

function context(
  signal = new AbortController().signal,
): RequestContext<LayerComparison> & { told: number[] } {
  const told: number[] = [];
  return { signal, told, progress: ({ layer }) => told.push(layer) };
}

test('a pair that was compared is known, and told layer by layer', async () => {
  const { comparer, compared } = counted();
  const [a, b] = [await write('known', 0), await write('known', 1)];
  const first = await comparer.compare({ a, b, measure }, context());
  const again = context();
  expect(await comparer.compare({ a, b, measure }, again)).toEqual({ ...first, seconds: undefined });
  expect(again.told).toEqual([0, 1]);
  expect(compared).toEqual([[a, b]]);
  // The published procedure is not symmetric.
  await comparer.compare({ a: b, b: a, measure }, context());
  expect(compared.length).toBe(2);
});

test('the matching of a pair that was compared is at hand, that of another is computed once', async () => {
  const { comparer, compared } = counted();
  const [a, b] = [await write('matched', 0), await write('matched', 1)];
  const signal = { signal: new AbortController().signal, progress: () => undefined };
  await comparer.compare({ a, b, measure }, context());
  const layers = await comparer.matching({ a, b, measure }, signal);
  expect(layers.map(({ partners }) => partners.length)).toEqual([15, 10]);
  expect(compared).toEqual([[a, b]]);
  const both = [
    comparer.matching({ a: b, b: a, measure }, signal),
    comparer.compare({ a: b, b: a, measure }, context()),
  ];
  await Promise.all(both);
  expect(compared).toEqual([
    [a, b],
    [b, a],
  ]);
  comparer.clear();
  expect(await comparer.matching({ a, b, measure }, signal)).toEqual(layers);
  expect(compared.length).toBe(3);
});

test('the same content under another path is known once that was read', async () => {
  const { comparer, compared, describe } = counted();
  const [a, b] = [await write('one', 0), await write('one', 1)];
  const [a2, b2] = [await write('other', 0), await write('other', 1)];
  const first = await comparer.compare({ a, b, measure }, context());
  await describe(a2);
  await describe(b2);
  expect(await comparer.compare({ a: a2, b: b2, measure }, context())).toEqual({
    ...first,
    seconds: undefined,
  });
  expect(compared).toEqual([[a, b]]);
});

test('each method has results of its own', async () => {
  const { comparer, compared } = counted();
  const [a, b] = [await write('methods', 0), await write('methods', 1)];
  const byReference = await comparer.compare({ a, b, measure: measureOf('reference') }, context());
  const byGreedy = await comparer.compare({ a, b, measure: measureOf('greedy') }, context());
  expect([byReference.measure.method, byGreedy.measure.method]).toEqual(['reference', 'greedy']);
  expect(byGreedy.layers[0].cost).toBeCloseTo(byReference.layers[0].cost, 10);
  expect(byGreedy.layers[1].distance).not.toBe(byReference.layers[1].distance);
  expect(await comparer.compare({ a, b, measure: measureOf('greedy') }, context())).toEqual({
    ...byGreedy,
    seconds: undefined,
  });
  expect(compared.length).toBe(2);
});

test('layers of different widths: pairs, and what is left alone costs 1', async () => {
  const { comparer } = counted();
  const a = await write('widths', 0);
  const narrow = randomNetwork([20, 9, 10], 4, 3);
  const b = await writeNetwork(path.join(folder, 'widths', 'narrow'), narrow);
  await expect(comparer.compare({ a, b, measure: measureOf('reference') }, context())).rejects.toThrow(
    /20·15·10/,
  );
  for (const pair of [
    { a, b },
    { a: b, b: a },
  ]) {
    const { layers, mean } = await comparer.compare({ ...pair, measure: measureOf('greedy') }, context());
    const [hidden, output] = layers;
    expect([hidden.neurons, output.neurons]).toEqual([9, 10]);
    expect(hidden.cost).toBeGreaterThan(6);
    expect(hidden.distance).toBe(hidden.cost / 15);
    expect(hidden.matchedAtCostOne).toBeLessThanOrEqual(hidden.cost - 6);
    expect(mean).toBe((hidden.distance + output.distance) / 2);
  }
});

test('a pair under way is joined', async () => {
  const { comparer, compared } = counted();
  const [a, b] = [await write('joined', 0), await write('joined', 1)];
  const contexts = [context(), context(), context()];
  const results = await Promise.all(contexts.map((each) => comparer.compare({ a, b, measure }, each)));
  expect(new Set(results).size).toBe(1);
  expect(contexts.map((each) => each.told)).toEqual([
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  expect(compared.length).toBe(1);
});

test('a file that changed is compared anew, one that is gone fails', async () => {
  const { comparer, compared } = counted();
  const [a, b] = [await write('changed', 0), await write('changed', 1)];
  const first = await comparer.compare({ a, b, measure }, context());
  await writeNetwork(b, networks[0]);
  const second = await comparer.compare({ a, b, measure }, context());
  expect(second.layers[0].distance).toBe(0);
  expect(first.layers[0].distance).toBeGreaterThan(0);
  expect(compared.length).toBe(2);
  await rm(b, { recursive: true });
  await expect(comparer.compare({ a, b, measure }, context())).rejects.toThrow(b);
});
