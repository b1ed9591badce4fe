import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Contents } from '../../../src/analysis/contents';
import { Describer } from '../../../src/analysis/describer';
import { evolutionTasks } from '../../../src/analysis/evolutionTasks';
import type { WorkerPool } from '../../../src/analysis/pool';
import { TopologyCache } from '../../../src/analysis/topologyCache';
import type { ChangeParams } from '../../../src/analysis/workerProtocol';
import { openDistanceCache } from '../../../src/analysis/cache/distanceCache';
import { pathsOf } from '../../../src/metrics/paths';
import { npzOf, randomNetwork, temporaryFolder, writeNetwork } from './support';

const folder = await temporaryFolder();
const { signal } = new AbortController();

/** A describer whose worker is this thread; `asked` are the jobs that it was given. */
async function describing(name: string) {
  const networks = [1, 2, 3].map((seed) => randomNetwork([12, 8, 4], 3, seed));
  const paths = await Promise.all(
    networks.map((network, k) => writeNetwork(path.join(folder, name, `epoch_00${String(k)}`), network)),
  );
  const tasks = evolutionTasks(new TopologyCache(1e6));
  const asked: string[] = [];
  const pool = {
    run: (method: string, params: ChangeParams) => {
      asked.push(`${method} ${path.basename(params.path)}`);
      return tasks.change(params, { signal, progress: () => undefined });
    },
  } as unknown as Pick<WorkerPool, 'run'>;
  const contents = new Contents(openDistanceCache(null));
  const describer = new Describer(pool, contents);
  const ask = (k: number) =>
    describer.describe({ path: paths[k], initial: paths[0], previous: paths[k - 1] ?? null }, signal);
  return { networks, paths, asked, ask };
}

test('two panels that show the same run have each step computed once, at once or one after the other', async () => {
  const { networks, asked, ask } = await describing('twice');
  const [first, second] = await Promise.all([ask(2), ask(2)]);
  expect(second).toEqual(first);
  expect(await ask(2)).toEqual(first);
  expect(asked).toEqual(['change epoch_002']);
  expect(first.layers.map(({ effectiveLinks }) => effectiveLinks)).toEqual(
    pathsOf(networks[2]).map(({ effectiveLinks }) => effectiveLinks),
  );
});

test('a step is computed anew where its checkpoint or one that it is taken against was written again', async () => {
  const { paths, asked, ask } = await describing('rewritten');
  const before = await ask(2);
  const other = randomNetwork([12, 8, 4], 4, 9);
  await writeFile(path.join(paths[1], 'weight_l0.npz'), npzOf(other.layers[0]));
  const after = await ask(2);
  expect(asked).toEqual(['change epoch_002', 'change epoch_002']);
  expect(after.layers[0].gained).not.toBe(before.layers[0].gained);
  expect(after.layers[0].survival).toBe(before.layers[0].survival);
});
