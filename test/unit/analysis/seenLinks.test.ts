import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SeenLinks } from '../../../src/analysis/seenLinks';
import { linkCount, type Topology } from '../../../src/topology/topology';
import { fullLayer } from '../nnstd/layers';
import { randomNetwork, temporaryFolder } from './support';

const folder = await temporaryFolder();
const { signal } = new AbortController();

/** A series of files that stand for networks; `null` for one that cannot be read. */
async function series(name: string, networks: readonly (Topology | null)[], limitBytes?: number) {
  const paths = await Promise.all(
    networks.map(async (_, k) => {
      const file = path.join(folder, `${name}-${String(k)}`);
      await writeFile(file, 'as it was');
      return file;
    }),
  );
  const reads: number[] = [];
  const read = (file: string): Promise<Topology | null> => {
    const k = paths.indexOf(file);
    reads.push(k);
    return Promise.resolve(networks[k]);
  };
  return { paths, reads, seen: new SeenLinks(read, limitBytes) };
}

const network = (seed: number): Topology => randomNetwork([20, 15, 5], 3, seed);
const networks = [1, 2, 3, 4].map(network);

/** By sets of pairs. */
function unions(upTo: number): number[] {
  return networks[0].layers.map((_, k) => {
    const pairs = networks.slice(0, upTo).flatMap(({ layers }) => {
      const { indptr, indices, outputs } = layers[k];
      return Array.from({ length: outputs }, (__, j) => j).flatMap((j) =>
        [...indices.subarray(indptr[j], indptr[j + 1])].map((input) => `${String(input)} ${String(j)}`),
      );
    });
    return new Set(pairs).size;
  });
}

describe('links seen along a series', () => {
  test('are those of all checkpoints up to each', async () => {
    const { paths, seen } = await series('all', networks);
    expect(await seen.along(paths, signal)).toEqual([1, 2, 3, 4].map(unions));
    expect(await seen.along([], signal)).toEqual([]);
  });

  test('cost one reading for one checkpoint more, and none where they are known', async () => {
    const { paths, reads, seen } = await series('more', networks);
    await seen.along(paths.slice(0, 2), signal);
    expect(await seen.along(paths, signal)).toEqual([1, 2, 3, 4].map(unions));
    expect(reads).toEqual([0, 1, 2, 3]);
    await seen.along(paths, signal);
    expect(await seen.along(paths.slice(0, 1), signal)).toEqual([unions(1)]);
    expect(reads).toEqual([0, 1, 2, 3]);
  });

  test('are read anew where an earlier checkpoint is another one now', async () => {
    const { paths, reads, seen } = await series('anew', networks);
    await seen.along(paths, signal);
    await writeFile(paths[1], 'as it is now, and longer');
    expect(await seen.along(paths, signal)).toEqual([1, 2, 3, 4].map(unions));
    expect(reads).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  });

  test('are not known of what cannot be read or has other widths; the others go on', async () => {
    const strange = randomNetwork([20, 14, 5], 3, 9);
    const { paths, seen } = await series('gaps', [networks[0], null, strange, networks[1]]);
    expect(await seen.along(paths, signal)).toEqual([unions(1), null, null, unions(2)]);
  });

  test('are given up where they would take too much memory', async () => {
    const full = { layers: [fullLayer(100, 100)] };
    const { paths, seen } = await series('large', [full, full, full], 1000);
    const [first, ...others] = await seen.along(paths, signal);
    expect(first).toEqual([linkCount(full.layers[0])]);
    expect(others).toEqual([null, null]);
  });

  test('go on where a cancelled request left them', async () => {
    const { paths, reads, seen } = await series('cancelled', networks);
    const abort = new AbortController();
    abort.abort();
    await expect(seen.along(paths, abort.signal)).rejects.toThrow();
    expect(reads).toEqual([0]);
    expect(await seen.along(paths, signal)).toEqual([1, 2, 3, 4].map(unions));
    expect(reads).toEqual([0, 1, 2, 3]);
  });
});
