import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainSearch } from '../../../../src/kernels/searchPlain';
import { IncomparableError } from '../../../../src/nnstd/distance';
import { type Budget, measureOf } from '../../../../src/measure/measure';
import { networkDistance } from '../../../../src/nnstd/networkDistance';
import { searchPlan } from '../../../../src/nnstd/refined/budget';
import { noiseOf, noiseRun } from '../../../../src/nnstd/refined/noise';
import { pairProblem } from '../../../../src/nnstd/refined/pairProblem';
import { refinedDistance } from '../../../../src/nnstd/refined/refinedDistance';
import type { Topology } from '../../../../src/topology/topology';
import { erdosRenyi, seededRandom } from '../../../support/syntheticLayers';
import { arbitraryPair, arbitraryTopology, fullLayer, layerOf } from '../layers';
import {
  blockNetwork,
  distanceOf,
  exhaustiveDistance,
  randomNetwork,
  rewiredNetwork,
  shuffled,
} from './networks';

const quick = measureOf('refined', { budget: 'quick' });
const fixed = measureOf('refined', { budget: 'quick', outputs: 'fixed' });

function refined(a: Parameters<typeof refinedDistance>[0], b: Parameters<typeof refinedDistance>[1]) {
  return refinedDistance(a, b, quick);
}

function matchingsOf(result: ReturnType<typeof refined>): number[][] {
  return result.layers.map((layer) => [...layer.matching]);
}

describe('refined distance', () => {
  test('is 0 for every shuffled copy', () => {
    const random = seededRandom(11);
    for (const fanIn of [0.5, 1, 2, 4, 8]) {
      for (let copy = 0; copy < 4; copy++) {
        const network = randomNetwork([30, 40, 40, 25, 6], fanIn, random);
        expect(refined(network, shuffled(network, random).network).mean).toBe(0);
      }
    }
    fc.assert(
      fc.property(arbitraryTopology([5, 6, 5, 4]), fc.integer(), (network, seed) => {
        const { mean } = refined(network, shuffled(network, seededRandom(seed)).network);
        expect(mean ?? 0).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  test('is what its matching costs, from the definition', () => {
    fc.assert(
      fc.property(arbitraryPair(6), ([a, b]) => {
        const result = refined(a, b);
        if (result.mean === null) return;
        expect(result.mean).toBeCloseTo(distanceOf(a, b, matchingsOf(result)), 12);
        result.layers.forEach((layer, l) => {
          expect([...layer.matching].sort((x, y) => x - y)).toEqual(
            Array.from({ length: a.layers[l].outputs }, (_, neuron) => neuron),
          );
        });
      }),
      { numRuns: 30 },
    );
  });

  test('is the least of all relabelings of small networks', () => {
    const random = seededRandom(5);
    for (let at = 0; at < 24; at++) {
      const widths = at % 2 === 0 ? [5, 5, 4, 3] : [6, 4, 5];
      const a = randomNetwork(widths, 1 + (at % 3), random);
      const b = at % 4 < 2 ? randomNetwork(widths, 2, random) : rewiredNetwork(a, 0.5, random);
      expect(refined(a, b).mean).toBeCloseTo(exhaustiveDistance(a, b), 10);
    }
  });

  /** Networks and how far apart they are in truth: not at all related, or copies with some links moved. */
  describe.each([
    ['unrelated', 1],
    ['of one origin', 0.4],
    ['nearly alike', 0.1],
  ])('of networks that are %s', (_, share) => {
    test.each([
      ['small ones', [6, 7, 6, 5], [0.7, 1.5, 3], 6],
      ['of some size', [40, 50, 50, 30], [2, 4], 3],
      ['of unequal layers', [12, 30, 8, 20, 10], [1, 3], 2],
    ])('is never above greedy nor reference in any order of storage: %s', (name, widths, fanIns, pairs) => {
      const random = seededRandom(23 + name.length + share);
      for (const fanIn of fanIns) {
        for (let at = 0; at < pairs; at++) {
          const a = randomNetwork(widths, fanIn, random);
          const b = share === 1 ? randomNetwork(widths, fanIn + 1, random) : rewiredNetwork(a, share, random);
          notAboveLayerwise(a, b, random);
        }
      }
    });
  });

  /** With more links moved only the order of storage could tell who is who (docs/nnstd.md). */
  test.each([1, 0.2, 0.1])(
    'is never above them where the first layer is full and says nothing, with a share of %d of the links moved',
    (share) => {
      const random = seededRandom(29);
      const first = fullLayer(10, 80);
      for (let at = 0; at < 3; at++) {
        const rest = randomNetwork([80, 80, 60], 4, random);
        const others =
          share === 1 ? randomNetwork([80, 80, 60], 3, random) : rewiredNetwork(rest, share, random);
        notAboveLayerwise({ layers: [first, ...rest.layers] }, { layers: [first, ...others.layers] }, random);
      }
    },
  );

  function notAboveLayerwise(a: Topology, b: Topology, random: () => number): void {
    const { mean } = refined(a, b);
    for (let order = 0; order < 4; order++) {
      const stored = order === 0 ? [a, b] : [shuffled(a, random).network, shuffled(b, random).network];
      for (const method of ['greedy', 'reference'] as const) {
        const layerwise = networkDistance(stored[0], stored[1], measureOf(method)).mean;
        if (mean !== null) expect(mean).toBeLessThanOrEqual(layerwise! + 1e-12);
      }
    }
  }

  test('is symmetric, with the matching turned round', () => {
    const random = seededRandom(31);
    for (let at = 0; at < 6; at++) {
      const a = randomNetwork([30, 40, 40, 20], 3, random);
      const b = at % 2 === 0 ? randomNetwork([30, 40, 40, 20], 3, random) : rewiredNetwork(a, 0.4, random);
      const there = refined(a, b);
      const back = refined(b, a);
      expect(back.mean).toBe(there.mean);
      there.layers.forEach((layer, l) => {
        expect([...layer.matching].map((other) => back.layers[l].matching[other])).toEqual(
          Array.from({ length: a.layers[l].outputs }, (_, neuron) => neuron),
        );
        expect(back.layers[l].cost).toBe(layer.cost);
      });
    }
  });

  test('does not change when either network is shuffled', () => {
    const random = seededRandom(41);
    for (let at = 0; at < 6; at++) {
      const a = randomNetwork([30, 40, 40, 20], 3, random);
      const b = at % 2 === 0 ? randomNetwork([30, 40, 40, 20], 2, random) : rewiredNetwork(a, 0.4, random);
      const distances = refined(a, b).layers.map((layer) => layer.distance);
      for (let copy = 0; copy < 3; copy++) {
        const other = refined(shuffled(a, random).network, shuffled(b, random).network);
        expect(other.layers.map((layer) => layer.distance)).toEqual(distances);
      }
    }
  });

  test('gives the same matching each time, another search with another seed, and tells its budget', () => {
    const random = seededRandom(43);
    const a = randomNetwork([60, 80, 80, 60], 4, random);
    const b = randomNetwork([60, 80, 80, 60], 4, random);
    const once = refined(a, b);
    expect(matchingsOf(refined(a, b))).toEqual(matchingsOf(once));
    expect(matchingsOf(refinedDistance(a, b, quick, 7))).not.toEqual(matchingsOf(once));
    expect(once).toMatchObject({ measure: quick, seed: 0 });
  });

  test.each<Budget>(['quick', 'standard', 'thorough', { seconds: 0.01 }])(
    'searches alike each time and with both kernels at the budget %j, which it tells',
    (budget) => {
      const random = seededRandom(97);
      const a = randomNetwork([15, 20, 18, 10], 3, random);
      const b = rewiredNetwork(a, 0.6, random);
      const measure = measureOf('refined', { budget });
      const once = refinedDistance(a, b, measure, 5);
      expect(once.measure).toEqual(measure);
      expect(refinedDistance(a, b, measure, 5)).toEqual(once);
      expect(refinedDistance(a, b, measure, 5, plainSearch)).toEqual(once);
    },
  );

  test('proposes more with a larger budget, and in proportion to nominal seconds', () => {
    const random = seededRandom(98);
    const problem = pairProblem(
      randomNetwork([300, 300, 300], 6, random),
      randomNetwork([300, 300, 300], 6, random),
      'matched',
    );
    const proposals = (['quick', 'standard', 'thorough'] as const).map((budget) => {
      const plan = searchPlan(problem, budget);
      return plan.proposals * plan.runs;
    });
    expect(proposals).toEqual([...proposals].sort((x, y) => x - y));
    expect(new Set(proposals).size).toBe(3);
    const inSeconds = [2, 4].map((seconds) => searchPlan(problem, { seconds }).proposals);
    expect(inSeconds[1] / inSeconds[0]).toBeCloseTo(2, 5);
  });

  test('refuses a measure without a budget', () => {
    const a = { layers: [layerOf(2, [[0], []])] };
    const b = { layers: [layerOf(2, [[0], [1]])] };
    expect(() => refinedDistance(a, b, measureOf('greedy'))).toThrow(RangeError);
  });

  test('tells its noise', () => {
    const random = seededRandom(83);
    const a = randomNetwork([60, 80, 80, 60], 4, random);
    const b = randomNetwork([60, 80, 80, 60], 4, random);
    const runs = [0, 1, 2, 3].map((run) => noiseRun(a, b, quick, run));
    expect(runs[0].seed).not.toBe(refined(a, b).seed);
    for (const values of [runs.map(({ mean }) => mean!), runs.map(({ layers }) => layers[1].distance)]) {
      const noise = noiseOf(values);
      expect(noise.least).toBeLessThan(noise.greatest);
      expect(noise.standardDeviation).toBeGreaterThan(0);
      expect(noise.standardDeviation).toBeLessThanOrEqual(noise.greatest - noise.least);
    }
    expect(noiseRun(a, shuffled(a, random).network, quick, 1).mean).toBe(0);
  });

  test('gives the same with the plain kernel', () => {
    const random = seededRandom(47);
    const a = randomNetwork([60, 80, 80, 60], 4, random);
    const b = rewiredNetwork(a, 0.5, random);
    const plain = refinedDistance(a, b, quick, 0, plainSearch);
    expect(matchingsOf(plain)).toEqual(matchingsOf(refined(a, b)));
    expect(plain.mean).toBe(refined(a, b).mean);
  });

  test('leaves out layers that are full in both, whose neurons it relabels for the layers after them', () => {
    const random = seededRandom(53);
    const after = erdosRenyi(12, 30, 4, random);
    const a = { layers: [fullLayer(20, 12), after, fullLayer(30, 5)] };
    const { network: b } = shuffled(a, random);
    const result = refined(a, b);
    expect(result.mean).toBe(0);
    expect(result.layers.map((layer) => layer.counts)).toEqual([false, true, false]);
    const full = { layers: [fullLayer(4, 3), fullLayer(3, 2)] };
    expect(refined(full, full).mean).toBeNull();
  });

  test('can leave outputs where they are', () => {
    const a = { layers: [layerOf(4, [[0], [1], [2]]), layerOf(3, [[0], [1, 2]])] };
    const b = { layers: [layerOf(4, [[0], [1], [2]]), layerOf(3, [[1, 2], [0]])] };
    expect(refined(a, b).mean).toBe(0);
    const distance = refinedDistance(a, b, fixed);
    expect([...distance.layers[1].matching]).toEqual([0, 1]);
    expect(distance.mean).toBeGreaterThan(0.3);
    const random = seededRandom(59);
    const network = randomNetwork([20, 30, 10], 3, random);
    const copy = shuffled(network, random, false).network;
    expect(refinedDistance(network, copy, fixed).mean).toBe(0);
    for (const [widths, others] of [
      [
        [6, 5, 4, 6],
        [6, 5, 4, 6],
      ],
      [
        [6, 5, 4, 6],
        [6, 4, 5, 6],
      ],
    ]) {
      const [first, second] = [randomNetwork(widths, 2, random), randomNetwork(others, 2, random)];
      const result = refinedDistance(first, second, fixed);
      expect([...result.layers[2].matching]).toEqual([0, 1, 2, 3, 4, 5]);
      expect(result.mean).toBeCloseTo(exhaustiveDistance(first, second, 'fixed'), 10);
      const turned = refinedDistance(shuffled(second, random, false).network, first, fixed);
      expect(turned.mean).toBe(result.mean);
    }
  });

  test('fills narrower layers with absent neurons at cost 1', () => {
    const random = seededRandom(61);
    const wide = randomNetwork([20, 12, 9, 4], 3, random);
    const narrow = randomNetwork([20, 9, 10, 4], 3, random);
    const there = refined(wide, narrow);
    const back = refined(narrow, wide);
    expect(back.mean).toBe(there.mean);
    expect([...there.layers[0].matching].filter((other) => other < 0).length).toBe(3);
    expect(there.mean).toBeCloseTo(distanceOf(wide, narrow, matchingsOf(there)), 12);
    expect(back.mean).toBeCloseTo(distanceOf(narrow, wide, matchingsOf(back)), 12);
    expect(there.mean).toBeLessThanOrEqual(networkDistance(wide, narrow, measureOf('greedy')).mean! + 1e-12);

    // A neuron taken away with all its links costs what it must and no more.
    const [first, second] = [
      layerOf(6, [
        [0, 1],
        [2, 3],
        [4, 5],
      ]),
      layerOf(3, [[0, 1], [1]]),
    ];
    const less = {
      layers: [
        layerOf(6, [
          [2, 3],
          [0, 1],
        ]),
        layerOf(2, [[1, 0], [0]]),
      ],
    };
    const result = refined({ layers: [first, second] }, less);
    expect(result.layers.map((layer) => layer.cost)).toEqual([1, 0]);
    expect([...result.layers[0].matching]).toEqual([1, 0, -1]);
  });

  describe('of convolutions', () => {
    test('is 0 where channels are stored in another order, through the flatten too', () => {
      const random = seededRandom(67);
      for (let copy = 0; copy < 4; copy++) {
        const network = blockNetwork([3, 16, 24, 20, 10], [9, 9, 4, 1], 6, random);
        for (const lastToo of [true, false]) {
          const other = shuffled(network, random, lastToo).network;
          const outputs = lastToo ? 'matched' : 'fixed';
          expect(
            refinedDistance(network, other, measureOf('refined', { budget: 'quick', outputs })).mean,
          ).toBe(0);
        }
      }
    });

    test('is the least of all relabelings, each of which moves whole channels', () => {
      const random = seededRandom(69);
      for (let at = 0; at < 12; at++) {
        const [widths, blocks] =
          at % 2 === 0
            ? [
                [2, 5, 4, 3],
                [4, 4, 2],
              ]
            : [
                [3, 4, 5],
                [1, 6],
              ];
        const a = blockNetwork(widths, blocks, 3 + (at % 3), random);
        const b = at % 4 < 2 ? blockNetwork(widths, blocks, 4, random) : rewiredNetwork(a, 0.5, random);
        expect(refined(a, b).mean).toBeCloseTo(exhaustiveDistance(a, b), 10);
      }
    });

    test('is symmetric and the same for every order of storage, with unequal numbers of channels too', () => {
      const random = seededRandom(79);
      for (const channels of [20, 17]) {
        const a = blockNetwork([3, 20, 24, 10], [9, 9, 6], 8, random);
        const b =
          channels === 20
            ? rewiredNetwork(a, 0.3, random)
            : blockNetwork([3, channels, 24, 10], [9, 9, 6], 8, random);
        const there = refined(a, b);
        expect(there.mean).toBeCloseTo(distanceOf(a, b, matchingsOf(there)), 12);
        const back = refined(shuffled(b, random).network, shuffled(a, random).network);
        expect(back.layers.map((layer) => layer.distance)).toEqual(
          there.layers.map((layer) => layer.distance),
        );
        expect(matchingsOf(refinedDistance(a, b, quick, 0, plainSearch))).toEqual(matchingsOf(there));
      }
    });

    test('finds the channels of a copy with a fifth of its links moved', () => {
      const random = seededRandom(89);
      const a = blockNetwork([3, 32, 48, 40], [9, 9, 16], 24, random);
      const { network: b, places } = shuffled(rewiredNetwork(a, 0.2, random), random);
      expect(matchingsOf(refined(a, b))).toEqual(places);
    });

    test('is not defined where a unit has more inputs in one than in the other', () => {
      const random = seededRandom(71);
      const a = blockNetwork([3, 4, 5], [1, 9], 3, random);
      const b = blockNetwork([3, 12, 5], [1, 3], 3, random);
      expect(() => refined(a, b)).toThrow(/layer 1 reads 9 and 3 inputs of each unit/);
    });
  });

  test('refuses networks of different inputs or depth', () => {
    const a = { layers: [fullLayer(4, 3), fullLayer(3, 2)] };
    expect(() => refined(a, { layers: [fullLayer(5, 3), fullLayer(3, 2)] })).toThrow(IncomparableError);
    expect(() => refined(a, { layers: [fullLayer(4, 3)] })).toThrow(IncomparableError);
    expect(() => refined({ layers: [] }, { layers: [] })).toThrow(IncomparableError);
    const wider = { layers: [fullLayer(4, 3), fullLayer(3, 5)] };
    expect(() => refinedDistance(a, wider, fixed)).toThrow(IncomparableError);
  });
});
