/** The overlay of two layers against what a distance counts of their matched neurons. */
import { describe, expect, it } from 'vitest';
import { frameOf } from '../../../src/overlay/frame';
import { overlayOf, statusCounts } from '../../../src/overlay/overlay';
import { measureOf } from '../../../src/measure/measure';
import { layerMatchings } from '../../../src/nnstd/layerMatching';
import { networkDistance } from '../../../src/nnstd/networkDistance';
import { randomLayer } from '../../../src/topology/initial';
import { randomStream } from '../../../src/topology/random';
import type { Topology } from '../../../src/topology/topology';
import { overlayWords } from '../../../webview/comparison/pair/overlayWords';

function network(widths: readonly number[], seed: number): Topology {
  const random = randomStream(seed, 'overlay of a pair');
  return {
    layers: widths.slice(1).map((outputs, k) => randomLayer(widths[k], outputs, 3 * outputs, random)),
  };
}

describe('the overlay of a pair', () => {
  it.each([
    ['alike', [30, 20, 12, 5]],
    ['of other widths', [30, 26, 9, 5]],
  ])('of networks %s has as many links of each status as the matching', (_name, widths) => {
    const [a, b] = [network([30, 20, 12, 5], 1), network(widths, 2)];
    const { layers } = networkDistance(a, b, measureOf('greedy'));
    const matchings = layerMatchings(
      a,
      b,
      layers.map(({ matching }) => matching),
    );
    matchings.forEach(({ partners, shared, fanInA, fanInB, inputsPerUnit }, layer) => {
      const sum = (counts: Uint32Array): number => counts.reduce((total, each) => total + each, 0);
      const unitsBefore = layer === 0 ? null : matchings[layer - 1].partners;
      const [ofA, ofB] = [a.layers[layer], b.layers[layer]];
      const frame = frameOf(ofA, ofB, 'degree', { neurons: partners, unitsBefore, inputsPerUnit });
      const words = overlayWords(ofA, frame);
      const both = sum(shared);
      expect(statusCounts(overlayOf(ofA, ofB, frame))).toEqual([
        both,
        sum(fanInA) - both,
        sum(fanInB) - both,
      ]);
      expect(frame.neurons.length).toBe(Math.max(fanInA.length, fanInB.length));
      // What has no partner is named so, on either side.
      partners.forEach((partner, neuron) => {
        const expected = partner < 0 ? 'no neuron of B' : `neuron ${String(partner)} of B`;
        expect(words.renamed('neuron', neuron)).toBe(expected);
        expect(words.called!('neuron', neuron)).toBe(`neuron ${String(neuron)}`);
      });
      if (frame.neurons.length > fanInA.length)
        expect(words.called!('neuron', fanInA.length)).toBe('no neuron');
    });
  });
});
