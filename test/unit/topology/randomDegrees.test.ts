import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../src/topology/random';
import { randomLayerOfDegrees } from '../../../src/topology/randomDegrees';
import type { SparseLayer } from '../../../src/topology/topology';
import { fanIn, fanOut } from '../../../src/topology/transpose';
import { TopologyError, validateLayer } from '../../../src/topology/validate';
import { arbitraryLayer } from '../nnstd/layers';

describe('random layers of given degrees', () => {
  test('every degree is kept, whatever the layer', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.nat(12), fc.nat(12)).chain(([inputs, outputs]) => arbitraryLayer(inputs, outputs)),
        fc.nat(),
        (layer, seed) => {
          const drawn = validateLayer(draw(layer, seed));
          expect(fanIn(drawn)).toEqual(fanIn(layer));
          expect(fanOut(drawn)).toEqual(fanOut(layer));
        },
      ),
      { seed: 4, numRuns: 500 },
    );
  });

  test.each([
    ['alike', [2, 2, 2, 2], [2, 2, 2, 2]],
    ['unlike', [1, 3, 2, 0], [2, 1, 2, 1]],
    ['an input that all use, an empty one, a full neuron', [3, 1, 2, 1], [4, 2, 1, 0]],
    ['three neurons, one of which rests in each round', [2, 1, 2], [1, 2, 1, 1]],
    ['few holes', [3, 2, 3, 3], [4, 2, 3, 2]],
  ])('every layer of these degrees is equally likely: %s', (_, ins, outs) => {
    const all = layersOfDegrees(ins, outs);
    const counts = new Map(all.map((key) => [key, 0]));
    const draws = 200 * all.length;
    const random = randomStream(1, 'even');
    for (let k = 0; k < draws; k++) {
      const layer = randomLayerOfDegrees(Uint32Array.from(ins), Uint32Array.from(outs), random);
      const key = keyOf(layer);
      counts.set(key, counts.get(key)! + 1);
    }
    expect(counts.size).toBe(all.length);
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0);
    const freedom = all.length - 1;
    expect(chiSquared).toBeLessThanOrEqual(freedom + 5 * Math.sqrt(2 * freedom));
  });

  test('nothing is left of where the trades began', () => {
    // Where all degrees are alike, each link is in a layer with probability d / n, and two layers share d² links.
    const [n, d, draws] = [200, 8, 40];
    const degrees = new Uint32Array(n).fill(d);
    const layers = Array.from({ length: draws }, (_, k) =>
      randomLayerOfDegrees(degrees, degrees, randomStream(k, 'mixing')),
    );
    const uses = new Uint32Array(n * n);
    for (const layer of layers) {
      for (let j = 0; j < n; j++) {
        for (let k = layer.indptr[j]; k < layer.indptr[j + 1]; k++) uses[j * n + layer.indices[k]]++;
      }
    }
    const sharedPairs = uses.reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
    const pairs = (draws * (draws - 1)) / 2;
    // Shares are nearly Poisson: their mean over the pairs has a standard deviation of about √(d² / pairs).
    expect(Math.abs(sharedPairs / pairs - d * d)).toBeLessThan(5 * Math.sqrt((d * d) / pairs));
  });

  test.each([
    ['sums that differ', [2, 1], [1, 1]],
    ['more inputs than there are', [3], [1, 1]],
    ['equal sums that no layer has', [2, 2, 0], [3, 1]],
  ])('%s are refused', (_, ins, outs) => {
    expect(() =>
      randomLayerOfDegrees(Uint32Array.from(ins), Uint32Array.from(outs), randomStream(1, 'test')),
    ).toThrow(TopologyError);
  });
});

function draw(layer: SparseLayer, seed: number): SparseLayer {
  return randomLayerOfDegrees(fanIn(layer), fanOut(layer), randomStream(seed, 'test'));
}

function keyOf({ indptr, indices }: SparseLayer): string {
  return `${indptr.join()}|${indices.join()}`;
}

/** All layers of these degrees, by trying every set of links. */
function layersOfDegrees(ins: readonly number[], outs: readonly number[]): string[] {
  const found: string[] = [];
  const cells = ins.length * outs.length;
  for (let set = 0; set < 2 ** cells; set++) {
    const neurons = ins.map((_, j) =>
      [...outs.keys()].filter((input) => ((set >> (j * outs.length + input)) & 1) === 1),
    );
    if (neurons.some((inputs, j) => inputs.length !== ins[j])) continue;
    const used = neurons.flat();
    if (outs.some((count, input) => used.filter((other) => other === input).length !== count)) continue;
    let end = 0;
    found.push(`0,${neurons.map((inputs) => (end += inputs.length)).join()}|${used.join()}`);
  }
  return found;
}
