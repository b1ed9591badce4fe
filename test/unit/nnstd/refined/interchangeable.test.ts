import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measureOf, type Outputs } from '../../../../src/measure/measure';
import { refinedInterchangeable } from '../../../../src/nnstd/refined/interchangeable';
import { refinedDistance } from '../../../../src/nnstd/refined/refinedDistance';
import { isFull, type Topology } from '../../../../src/topology/topology';
import { permutation, seededRandom } from '../../../support/syntheticLayers';
import { arbitraryPair, fullLayer, layerOf } from '../layers';
import { blockNetwork, distanceOf, randomNetwork, rewiredNetwork, shuffled } from './networks';

/** By trying every exchange, with the absent neurons of narrower layers too. */
function tried(
  a: Topology,
  b: Topology,
  matchings: readonly (readonly number[])[],
  outputs: Outputs,
): number[][] {
  const counts = a.layers.map((layer, l) => !(isFull(layer) && isFull(b.layers[l])));
  const value = (all: readonly (readonly number[])[]) => (counts.includes(true) ? distanceOf(a, b, all) : 0);
  const best = value(matchings);
  return matchings.map((matching, l) => {
    if (outputs === 'fixed' && l === matchings.length - 1) return matching.map(() => 0);
    const partners = [...matching];
    for (let other = 0; other < b.layers[l].outputs; other++) {
      if (!matching.includes(other)) partners.push(other);
    }
    return matching.map((partner, neuron) =>
      partners.some((other, neuron2) => {
        if (other === partner) return false;
        const exchanged = [...partners];
        exchanged[neuron] = other;
        exchanged[neuron2] = partner;
        const all = matchings.map((own, at) => (at === l ? exchanged.slice(0, matching.length) : own));
        return Math.abs(value(all) - best) < 1e-12;
      })
        ? 1
        : 0,
    );
  });
}

function found(
  a: Topology,
  b: Topology,
  matchings: readonly (readonly number[])[],
  outputs: Outputs,
): number[][] {
  const layers = matchings.map((matching) => ({ matching: Int32Array.from(matching) }));
  const measure = measureOf('refined', { outputs });
  return refinedInterchangeable(a, b, layers, measure).map((flags) => [...flags]);
}

/** A matching of any quality; −1 where the second network is narrower. */
function randomMatchings(a: Topology, b: Topology, random: () => number, outputs: Outputs): number[][] {
  return a.layers.map(({ outputs: width }, l) => {
    const other = b.layers[l].outputs;
    if (outputs === 'fixed' && l === a.layers.length - 1) return Array.from({ length: width }, (_, at) => at);
    return permutation(Math.max(width, other), random)
      .slice(0, width)
      .map((partner) => (partner < other ? partner : -1));
  });
}

describe('interchangeable neurons', () => {
  test('are those that trying every exchange finds, beside any matching', () => {
    fc.assert(
      fc.property(
        arbitraryPair(6),
        fc.integer(),
        fc.constantFrom('matched', 'fixed'),
        ([a, b], seed, outputs) => {
          const matchings = randomMatchings(a, b, seededRandom(seed), outputs);
          expect(found(a, b, matchings, outputs)).toEqual(tried(a, b, matchings, outputs));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('of unequal widths, of channels, of sparse and of full layers, beside the refined matching and any other', () => {
    const random = seededRandom(7);
    let free = 0;
    let bound = 0;
    for (let at = 0; at < 30; at++) {
      const fanIn = [0.5, 1, 2][at % 3];
      const a =
        at % 2 === 0
          ? randomNetwork([5, 9, 7, 5], fanIn, random)
          : blockNetwork([4, 8, 6, 5], [1, 3, 2], fanIn * 2, random);
      const other =
        at % 2 === 0
          ? randomNetwork([5, 7, 8, 5], fanIn, random)
          : blockNetwork([4, 9, 5, 5], [1, 3, 2], 2, random);
      const b = at % 4 < 2 ? other : rewiredNetwork(a, 0.3, random);
      const outputs = at % 5 === 0 ? 'fixed' : 'matched';
      const refined = refinedDistance(a, b, measureOf('refined', { budget: 'quick', outputs })).layers.map(
        ({ matching }) => [...matching],
      );
      for (const matchings of [refined, randomMatchings(a, b, random, outputs)]) {
        const flags = found(a, b, matchings, outputs);
        expect(flags).toEqual(tried(a, b, matchings, outputs));
        for (const flag of flags.flat())
          if (flag === 1) free++;
          else bound++;
      }
    }
    expect(Math.min(free, bound)).toBeGreaterThan(100);
  });

  test('are all those of a layer on which nothing depends, and none of fixed outputs', () => {
    const a = { layers: [fullLayer(3, 4), fullLayer(4, 2)] };
    const matchings = [
      [0, 1, 2, 3],
      [0, 1],
    ];
    expect(found(a, a, matchings, 'matched')).toEqual([
      [1, 1, 1, 1],
      [1, 1],
    ]);
    expect(found(a, a, matchings, 'fixed')).toEqual([
      [1, 1, 1, 1],
      [0, 0],
    ]);
    const chain = { layers: [layerOf(2, [[0], [1]]), fullLayer(2, 1)] };
    expect(found(chain, chain, [[0, 1], [0]], 'matched')).toEqual([[0, 0], [0]]);
  });

  test('are found among thousands without trying every pair', () => {
    const random = seededRandom(9);
    const a = randomNetwork([3000, 3000, 3000], 2, random);
    const { network: b, places } = shuffled(a, random);
    const flags = found(a, b, places as number[][], 'matched');
    // Of two neurons of the last layer that have no inputs each may stand for the other.
    const empty = (neuron: number) => a.layers[1].indptr[neuron] === a.layers[1].indptr[neuron + 1];
    const empties = Array.from({ length: 3000 }, (_, neuron) => empty(neuron));
    expect(empties.filter(Boolean).length).toBeGreaterThan(100);
    empties.forEach((isEmpty, neuron) => {
      if (isEmpty) expect(flags[1][neuron]).toBe(1);
    });
  });
});
