import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordLine } from '../../../src/analysis/cache/record';
import { openDistanceCache } from '../../../src/analysis/cache/distanceCache';
import { openMatchingCache } from '../../../src/analysis/cache/matchingCache';
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

/** The tasks of a worker without its thread, counting the comparisons. `kept`: folder of what is kept on the disk. */
function counted(kept: string | null = null) {
  const tasks = workerTasks(new TopologyCache(2 ** 20));
  const compared: string[][] = [];
  const run = (
    name: 'compare',
    params: Parameters<typeof tasks.compare>[0],
    options: { signal: AbortSignal; onProgress: (layer: LayerComparison) => void },
  ) => {
    if (name === 'compare') compared.push([params.a, params.b]);
    return tasks[name](params, { signal: options.signal, progress: options.onProgress });
  };
  const pool = { run } as unknown as Pick<WorkerPool, 'run'>;
  const distances = openDistanceCache(kept);
  const matchings = openMatchingCache(kept);
  const contents = new Contents(distances);
  const comparer = new Comparer({ pool, readers: pool }, { distances, matchings }, contents);
  const close = (): void => {
    distances.close();
    matchings.close();
  };
  const describe = async (file: string): Promise<void> => {
    const context = { signal: new AbortController().signal, progress: () => undefined };
    contents.remember(file, (await tasks.describe({ path: file }, context)).read);
  };
  return { comparer, compared, describe, close };
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

describe('a matching that was found by an earlier process', () => {
  const signal = { signal: new AbortController().signal, progress: () => undefined };

  /** Each neuron of some without inputs, in networks of other widths. */
  const pairOf = async (name: string): Promise<{ a: string; b: string }> => ({
    a: await write(name, 0),
    b: await writeNetwork(path.join(folder, name, 'narrow'), randomNetwork([20, 12, 10], 1, 4)),
  });

  test.each(['reference', 'greedy', 'refined'] as const)(
    'by %s is restored to the last bit',
    async (method) => {
      const kept = path.join(folder, 'kept', method);
      const { a, b } =
        method === 'reference'
          ? { a: await write(method, 0), b: await write(method, 1) }
          : await pairOf(method);
      const asked = { a, b, measure: measureOf(method) };
      const first = counted(kept);
      const { layers } = await first.comparer.compare(asked, context());
      const found = await first.comparer.matching(asked, signal);
      first.close();
      const later = counted(kept);
      await Promise.all([a, b].map(later.describe));
      expect(await later.comparer.matching(asked, signal)).toEqual(found);
      expect((await later.comparer.compare(asked, context())).layers).toEqual(layers);
      expect(later.compared).toEqual([]);
      // As the distance has it, by the shares of inputs of each pair.
      found.forEach(({ costs, fanInB }, k) => {
        const alone = Math.max(0, fanInB.length - costs.length);
        expect(costs.reduce((sum, cost) => sum + cost, alone)).toBeCloseTo(layers[k].cost, 10);
      });
      later.close();
    },
  );

  test('is computed again where its record is damaged, is of other networks, or was cleared', async () => {
    const kept = path.join(folder, 'kept', 'damaged');
    const [a, b] = [await write('damaged', 0), await write('damaged', 1)];
    const asked = { a, b, measure };
    const first = counted(kept);
    const found = await first.comparer.matching(asked, signal);
    first.close();
    const [segment] = readdirSync(path.join(kept, 'matchings'));
    const file = path.join(kept, 'matchings', segment);
    const whole = readFileSync(file, 'utf8');
    const [, key, value] = whole.trimEnd().split(' ');
    const [layer, ...others] = JSON.parse(value) as string[];
    for (const text of [
      whole.slice(0, -20),
      whole.replace(layer, layer.toLowerCase()),
      ...[
        '[]',
        '{',
        'null',
        '["AA=="]',
        JSON.stringify([others[0], layer]),
        JSON.stringify([layer, layer]),
      ].map((other) => recordLine({ key, value: other })),
    ]) {
      writeFileSync(file, text);
      const later = counted(kept);
      await Promise.all([a, b].map(later.describe));
      expect(await later.comparer.matching(asked, signal)).toEqual(found);
      expect(later.compared).toEqual([[a, b]]);
      later.comparer.clear();
      expect(readdirSync(path.join(kept, 'matchings'))).toEqual([]);
      later.close();
    }
  });

  test('one that would take too much of the room for all is not kept', async () => {
    const kept = path.join(folder, 'kept', 'small');
    const layers = [{ partners: new Int32Array(1000), interchangeable: new Uint8Array(1000) }];
    for (const limitBytes of [40_000, 50_000]) {
      const cache = openMatchingCache(kept, { limitBytes });
      cache.keep(measure, 'aa', 'bb', layers);
      cache.close();
      const later = openMatchingCache(kept, { limitBytes });
      // 5,336 letters of base 64, and four around them.
      expect(later.get(measure, 'aa', 'bb')).toEqual(limitBytes === 40_000 ? undefined : layers);
      expect(later.get(measure, 'bb', 'aa')).toBeUndefined();
      later.close();
    }
  });
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
