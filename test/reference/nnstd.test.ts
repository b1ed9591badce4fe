import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readCheckpoint } from '../../src/checkpoints/readCheckpoint';
import { measureOf } from '../../src/nnstd/measure';
import { meanDistance, networkDistance } from '../../src/nnstd/networkDistance';

const reference = path.resolve(import.meta.dirname, '../../../shared/reference');
const expectedFile = path.join(reference, 'nnstd-expected.json');
const present = existsSync(expectedFile);

const expectedSchema = z.object({
  pairs: z.array(
    z.object({
      a: z.string(),
      b: z.string(),
      layers: z.array(z.number()),
      minCost: z.array(z.number()),
      matching: z.array(z.array(z.number())),
    }),
  ),
});

const title = "NNSTD of the authors' own topologies, to the last bit";
describe.skipIf(!present)(present ? title : `${title} (skipped: ../shared/reference is absent)`, () => {
  const { pairs } = present
    ? expectedSchema.parse(JSON.parse(readFileSync(expectedFile, 'utf8')))
    : { pairs: [] };

  test('there are the published 20 pairs', () => {
    expect(pairs.length).toBe(20);
  });

  test.each(pairs)('$a – $b', async (pair) => {
    const [a, b] = await Promise.all(
      [pair.a, pair.b].map((name) => readCheckpoint(path.join(reference, 'topologies', name))),
    );
    const { layers, mean } = networkDistance(a.topology, b.topology, measureOf('reference'));

    expect(layers.map((layer) => layer.distance)).toEqual(pair.layers);
    expect(layers.map((layer) => layer.cost)).toEqual(pair.minCost);
    expect(layers.map((layer) => [...layer.matching])).toEqual(pair.matching);
    // The output layer is full in every file.
    expect(layers.map((layer) => layer.counts)).toEqual([true, true, true, false]);
    expect(mean).toBe(meanDistance(layers));
    expect(mean).toBeCloseTo((pair.layers[0] + pair.layers[1] + pair.layers[2]) / 3, 12);
  });
});
