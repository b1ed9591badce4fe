import { describe, expect, test } from 'vitest';
import { IncomparableError } from '../../../src/nnstd/distance';
import { measureOf } from '../../../src/measure/measure';
import { greedyLayers } from '../../../src/nnstd/greedyLayers';
import { certifyLayer } from '../../../src/nnstd/assignment/layerCertificate';
import { greedyMethod, provenGreedyLayers } from '../../../src/nnstd/methods/greedy';
import { referenceMethod } from '../../../src/nnstd/methods/reference';
import type { SparseLayer, Topology } from '../../../src/topology/topology';
import { bothKernels } from '../../support/kernels';
import { leastCost } from '../../support/layerProblems';
import {
  erdosRenyi,
  layerOf,
  neuronsOf,
  permutation,
  reordered,
  rewired,
  seededRandom,
} from '../../support/syntheticLayers';

const kernels = await bothKernels();

function network(widths: readonly number[], fanIn: number, random: () => number): Topology {
  return {
    layers: widths
      .slice(1)
      .map((width, k) => erdosRenyi(widths[k], width, Math.min(fanIn, widths[k]), random)),
  };
}

/** The same network with the neurons of its hidden layers (and outputs, if asked) stored in another order. */
function shuffled({ layers }: Topology, random: () => number, outputsToo = false): Topology {
  let names: readonly number[] | undefined;
  return {
    layers: layers.map((layer, k) => {
      const renamed: SparseLayer =
        names === undefined
          ? layer
          : layerOf(
              layer.inputs,
              neuronsOf(layer).map((inputs) => inputs.map((input) => names!.indexOf(input))),
            );
      const last = k === layers.length - 1;
      const order =
        last && !outputsToo ? [...Array(layer.outputs).keys()] : permutation(layer.outputs, random);
      names = order;
      return reordered(renamed, order);
    }),
  };
}

const costs = (a: Topology, b: Topology) =>
  [...greedyMethod.layers(a, b, measureOf('greedy'))].map(({ cost }) => cost);

describe('greedy', () => {
  test('is 0 between a network and its shuffled copy', () => {
    const random = seededRandom(1);
    for (let run = 0; run < 30; run++) {
      const net = network([40, 60, 50, 30, 10], 1 + (run % 6), random);
      expect(costs(net, shuffled(net, random, true))).toEqual([0, 0, 0, 0]);
    }
  });

  test('is the same, to the last bit, however the neurons are stored and whichever network comes first', () => {
    const random = seededRandom(2);
    for (let run = 0; run < 30; run++) {
      const a = network([40, 60, 50, 10], 3 + (run % 4), random);
      const b =
        run % 2 === 0
          ? network([40, 60, 50, 10], 4, random)
          : { layers: a.layers.map((layer) => rewired(layer, 0.3, random)) };
      const expected = costs(a, b);
      expect(costs(shuffled(a, random), shuffled(b, random))).toEqual(expected);
      expect(costs(b, a)).toEqual(expected);
    }
  });

  test('the first layer costs what `reference` finds; each layer is proven beside the matches before', () => {
    const random = seededRandom(3);
    for (let run = 0; run < 10; run++) {
      const a = network([50, 40, 40, 10], 1 + (run % 6), random);
      const b = network([50, 40, 40, 10], 1 + (run % 6), random);
      const [first] = referenceMethod.layers(a, b, measureOf('reference'));
      expect(costs(a, b)[0]).toBeCloseTo(first.cost, 10);
      for (const { solved } of greedyLayers(a, b, 'matched', kernels[run % 2])) {
        certifyLayer(solved!.problem, solved!.solution);
      }
      expect([...provenGreedyLayers(a, b, measureOf('greedy'))]).toEqual([
        ...greedyMethod.layers(a, b, measureOf('greedy')),
      ]);
    }
  });

  test('matching and pair costs tell of the pair as asked for, also when the networks were exchanged inside', () => {
    const random = seededRandom(4);
    for (let run = 0; run < 10; run++) {
      const a = network([30, 20, 25], 4, random);
      const b = network([30, 24, 22], 4, random);
      const layers = [...greedyMethod.layers(a, b, measureOf('greedy'))];
      const turned = [...greedyMethod.layers(b, a, measureOf('greedy'))];
      layers.forEach(({ matching, pairCosts, cost, distance }, k) => {
        const widthA = a.layers[k].outputs;
        const widthB = b.layers[k].outputs;
        expect(matching.length).toBe(widthA);
        expect(new Set(matching.filter((other) => other >= 0)).size).toBe(Math.min(widthA, widthB));
        expect(cost).toBeCloseTo(
          pairCosts.reduce((sum, pairCost) => sum + pairCost, 0) + Math.max(0, widthB - widthA),
          10,
        );
        expect(distance).toBe(cost / Math.max(widthA, widthB));
        matching.forEach((other, neuron) => {
          if (other >= 0) expect(turned[k].matching[other]).toBe(neuron);
        });
      });
    }
  });

  test('unequal widths: an absent neuron costs 1, and its links are nobody else’s', () => {
    const random = seededRandom(5);
    for (let run = 0; run < 60; run++) {
      const a = network([6, 1 + (run % 5), 4], 2, random);
      const b = network([6, 1 + ((run * 3) % 6), 5], 2, random);
      const [first, second] = greedyMethod.layers(a, b, measureOf('greedy'));
      expect(first.cost).toBeCloseTo(leastCost(neuronsOf(a.layers[0]), neuronsOf(b.layers[0])), 9);
      const names = new Map([...first.matching].map((other, neuron) => [other, neuron]));
      const renamed = neuronsOf(b.layers[1]).map((inputs) =>
        inputs.map((input) => names.get(input) ?? 100 + input),
      );
      expect(second.cost).toBeCloseTo(leastCost(neuronsOf(a.layers[1]), renamed), 9);
    }
  });

  test('refuses other inputs and other depths', () => {
    const random = seededRandom(6);
    const net = network([10, 8, 4], 2, random);
    for (const other of [network([11, 8, 4], 2, random), network([10, 8, 8, 4], 2, random), { layers: [] }]) {
      expect(() => [...greedyMethod.layers(net, other, measureOf('greedy'))]).toThrow(IncomparableError);
    }
  });
});
