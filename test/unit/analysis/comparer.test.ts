import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Comparer } from '../../../src/analysis/comparer';
import type { WorkerPool } from '../../../src/analysis/pool';
import { TopologyCache } from '../../../src/analysis/topologyCache';
import { workerTasks } from '../../../src/analysis/workerTasks';
import type { RequestContext } from '../../../src/protocol/rpc';
import type { LayerComparison } from '../../../src/protocol/analysis';
import { randomNetwork, temporaryFolder, writeNetwork } from './support';

const folder = await temporaryFolder();
const networks = [1, 2].map((seed) => randomNetwork([20, 15, 10], 4, seed));
const write = (name: string, i: number): Promise<string> =>
  writeNetwork(path.join(folder, name, `epoch_${String(i)}`), networks[i]);
const method = 'reference';

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
  const comparer = new Comparer({ run } as unknown as Pick<WorkerPool, 'run'>);
  const describe = async (file: string): Promise<void> => {
    const context = { signal: new AbortController().signal, progress: () => undefined };
    comparer.remember(file, (await tasks.describe({ path: file, previous: null }, context)).read);
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
  const first = await comparer.compare({ a, b, method }, context());
  const again = context();
  expect(await comparer.compare({ a, b, method }, again)).toEqual(first);
  expect(again.told).toEqual([0, 1]);
  expect(compared).toEqual([[a, b]]);
  // The published procedure is not symmetric.
  await comparer.compare({ a: b, b: a, method }, context());
  expect(compared.length).toBe(2);
});

test('the same content under another path is known once that was read', async () => {
  const { comparer, compared, describe } = counted();
  const [a, b] = [await write('one', 0), await write('one', 1)];
  const [a2, b2] = [await write('other', 0), await write('other', 1)];
  const first = await comparer.compare({ a, b, method }, context());
  await describe(a2);
  await describe(b2);
  expect(await comparer.compare({ a: a2, b: b2, method }, context())).toEqual(first);
  expect(compared).toEqual([[a, b]]);
});

test('a pair under way is joined', async () => {
  const { comparer, compared } = counted();
  const [a, b] = [await write('joined', 0), await write('joined', 1)];
  const contexts = [context(), context(), context()];
  const results = await Promise.all(contexts.map((each) => comparer.compare({ a, b, method }, each)));
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
  const first = await comparer.compare({ a, b, method }, context());
  await writeNetwork(b, networks[0]);
  const second = await comparer.compare({ a, b, method }, context());
  expect(second.layers[0].distance).toBe(0);
  expect(first.layers[0].distance).toBeGreaterThan(0);
  expect(compared.length).toBe(2);
  await rm(b, { recursive: true });
  await expect(comparer.compare({ a, b, method }, context())).rejects.toThrow(b);
});
