import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalForm, compareForms } from '../../../../src/nnstd/refined/canonicalOrder';
import type { Topology } from '../../../../src/topology/topology';
import { permutation, seededRandom } from '../../../support/syntheticLayers';
import { arbitraryTopology, layerOf } from '../layers';
import { blockNetwork, randomNetwork, rewiredNetwork, shuffled } from './networks';

/** Neurons without inputs, linked to the next layer in rings of these lengths: colours alone cannot tell these apart. */
function rings(lengths: readonly number[], random: () => number): Topology {
  const size = lengths.reduce((sum, length) => sum + length, 0);
  const consumers: number[][] = [];
  let from = 0;
  for (const length of lengths) {
    for (let at = 0; at < length; at++) consumers.push([from + at, from + ((at + 1) % length)]);
    from += length;
  }
  const layers = [
    layerOf(
      2,
      Array.from({ length: size }, () => []),
    ),
    layerOf(size, consumers),
  ];
  return shuffled({ layers }, random).network;
}

describe('canonical order', () => {
  test('is the same for every shuffled copy, link for link', () => {
    fc.assert(
      fc.property(arbitraryTopology([4, 6, 6, 5]), fc.integer(), (network, seed) => {
        const form = canonicalForm(network, 'matched');
        const copy = canonicalForm(shuffled(network, seededRandom(seed)).network, 'matched');
        expect(compareForms(form, copy)).toBe(0);
      }),
    );
    const random = seededRandom(3);
    for (const fanIn of [0.3, 0.7, 1, 2, 5]) {
      const network = randomNetwork([50, 80, 60, 40, 8], fanIn, random);
      const form = canonicalForm(network, 'matched');
      for (let copy = 0; copy < 5; copy++) {
        expect(compareForms(form, canonicalForm(shuffled(network, random).network, 'matched'))).toBe(0);
      }
    }
  });

  test('is the same where channels with all their taps are stored in another order', () => {
    const random = seededRandom(5);
    for (const fanIn of [1, 2, 6]) {
      const network = blockNetwork([2, 12, 15, 6], [4, 9, 5], fanIn, random);
      const form = canonicalForm(network, 'matched');
      const copy = canonicalForm(shuffled(network, random).network, 'matched');
      expect(compareForms(form, copy)).toBe(0);
      // Another tap of the same channel is another network.
      const tap = network.layers[1].indices.findIndex(
        (input, e, all) => input % 9 < 8 && all[e + 1] !== input + 1,
      );
      const moved = network.layers[1].indices.slice();
      moved[tap]++;
      const layers = network.layers.map((layer, l) => (l === 1 ? { ...layer, indices: moved } : layer));
      expect(compareForms(form, canonicalForm({ layers }, 'matched'))).not.toBe(0);
    }
  });

  test('holds the same network', () => {
    const random = seededRandom(7);
    const network = randomNetwork([10, 12, 9, 5], 2, random);
    const { topology, orders } = canonicalForm(network, 'matched');
    network.layers.forEach((layer, l) => {
      orders[l].forEach((neuron, place) => {
        const stored = [...topology.layers[l].indices].slice(
          topology.layers[l].indptr[place],
          topology.layers[l].indptr[place + 1],
        );
        const named = stored.map((input) => (l === 0 ? input : orders[l - 1][input]));
        expect(named.sort((x, y) => x - y)).toEqual([
          ...layer.indices.subarray(layer.indptr[neuron], layer.indptr[neuron + 1]),
        ]);
      });
    });
  });

  test('tells structures apart that have the same colours', () => {
    const random = seededRandom(13);
    const form = canonicalForm(rings([3, 5], random), 'matched');
    for (let copy = 0; copy < 20; copy++) {
      expect(compareForms(form, canonicalForm(rings([3, 5], random), 'matched'))).toBe(0);
      expect(compareForms(form, canonicalForm(rings([4, 4], random), 'matched'))).not.toBe(0);
      expect(compareForms(form, canonicalForm(rings([8], random), 'matched'))).not.toBe(0);
    }
  });

  test('orders two networks alike whichever comes first', () => {
    const random = seededRandom(17);
    const a = randomNetwork([20, 30, 20], 3, random);
    const b = rewiredNetwork(a, 0.05, random);
    const there = compareForms(canonicalForm(a, 'matched'), canonicalForm(b, 'matched'));
    const back = compareForms(
      canonicalForm(shuffled(b, random).network, 'matched'),
      canonicalForm(shuffled(a, random).network, 'matched'),
    );
    expect(there).not.toBe(0);
    expect(Math.sign(back)).toBe(-Math.sign(there));
  });

  test('knows outputs by their places where these are fixed', () => {
    const network = { layers: [layerOf(3, [[0], [1], [2]])] };
    const turned = { layers: [layerOf(3, [[1], [0], [2]])] };
    expect(compareForms(canonicalForm(network, 'matched'), canonicalForm(turned, 'matched'))).toBe(0);
    expect(compareForms(canonicalForm(network, 'fixed'), canonicalForm(turned, 'fixed'))).not.toBe(0);
  });

  test('takes little time where many neurons are alike', () => {
    const random = seededRandom(19);
    // 300 chains of two neurons without a path from the input, and 300 twins.
    const order = permutation(600, random);
    const layers = [
      layerOf(
        4,
        Array.from({ length: 600 }, () => []),
      ),
      layerOf(
        600,
        Array.from({ length: 300 }, (_, neuron) => [order[neuron]]),
      ),
    ];
    const began = performance.now();
    canonicalForm({ layers }, 'matched');
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
