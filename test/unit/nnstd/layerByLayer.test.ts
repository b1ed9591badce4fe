import { describe, expect, test } from 'vitest';
import { IncomparableError, type LayerDistance } from '../../../src/nnstd/distance';
import { measureOf } from '../../../src/measure/measure';
import { distanceMethods } from '../../../src/nnstd/methods/registry';
import { randomStream } from '../../../src/topology/random';
import { shuffleHidden } from '../../../src/topology/shuffle';
import { inputsPerUnit, type SparseLayer, type Topology } from '../../../src/topology/topology';
import { editDistance, leastCost } from '../../support/layerProblems';
import { erdosRenyi, neuronsOf, seededRandom } from '../../support/syntheticLayers';

interface Shape {
  readonly neurons: number;
  /** Inputs that each unit before owns. */
  readonly each: number;
}

function blockNetwork(
  inputs: number,
  shapes: readonly Shape[],
  fanIn: number,
  random: () => number,
): Topology {
  let units = inputs;
  return {
    layers: shapes.map(({ neurons, each }) => {
      const layer = erdosRenyi(units * each, neurons, Math.min(fanIn, units * each), random);
      units = neurons;
      return { ...layer, inputsPerUnit: each };
    }),
  };
}

const compare = (method: 'reference' | 'greedy', a: Topology, b: Topology, outputs?: 'fixed') => [
  ...distanceMethods[method].layers(a, b, measureOf(method, outputs && { outputs })),
];

/** The inputs of each neuron of the second network by their numbers in the first; others by numbers of their own. */
function renamed(layer: SparseLayer, before: LayerDistance | undefined): number[][] {
  const each = inputsPerUnit(layer);
  const names = before && new Map([...before.matching].map((other, unit) => [other, unit]));
  return neuronsOf(layer).map((inputs) =>
    inputs.map((input) => {
      const unit = Math.floor(input / each);
      return (names === undefined ? unit : (names.get(unit) ?? 1000 + unit)) * each + (input % each);
    }),
  );
}

describe('units that own blocks of inputs', () => {
  const convolutional: readonly Shape[] = [
    { neurons: 5, each: 4 },
    { neurons: 6, each: 4 },
    { neurons: 4, each: 3 },
    { neurons: 3, each: 1 },
  ];

  test.each(['reference', 'greedy'] as const)(
    '%s: each layer costs the least of all assignments, blocks moved whole',
    (method) => {
      const random = seededRandom(31);
      for (let run = 0; run < 40; run++) {
        const [a, b] = [0, 1].map(() => blockNetwork(2, convolutional, 1 + (run % 5), random));
        const layers = compare(method, a, b);
        layers.forEach(({ cost, matching, pairCosts }, k) => {
          const mine = neuronsOf(a.layers[k]);
          const theirs = renamed(b.layers[k], layers[k - 1]);
          expect(cost).toBeCloseTo(leastCost(mine, theirs), 9);
          expect([...pairCosts]).toEqual(mine.map((inputs, i) => editDistance(inputs, theirs[matching[i]])));
        });
      }
    },
  );

  test('greedy is 0 between a network and itself with channels in another order', () => {
    const wide = [
      { neurons: 20, each: 9 },
      { neurons: 30, each: 9 },
      { neurons: 12, each: 16 },
      { neurons: 10, each: 1 },
    ];
    for (let run = 0; run < 20; run++) {
      const net = blockNetwork(3, wide, 3 + (run % 8), seededRandom(run));
      const shuffled = shuffleHidden(net, randomStream(run, 'shuffle'));
      expect(compare('greedy', net, shuffled).map(({ cost }) => cost)).toEqual([0, 0, 0, 0]);
      const other = blockNetwork(3, wide, 6, seededRandom(100 + run));
      const costs = compare('greedy', net, other).map(({ cost }) => cost);
      expect(compare('greedy', other, shuffled).map(({ cost }) => cost)).toEqual(costs);
    }
  });

  test.each(['reference', 'greedy'] as const)('%s refuses blocks of other sizes', (method) => {
    const net = (each: number) =>
      blockNetwork(
        4,
        [
          { neurons: 4, each: 1 },
          { neurons: 4, each },
        ],
        2,
        seededRandom(1),
      );
    expect(() => compare(method, net(1), net(2))).toThrow(IncomparableError);
    expect(() => compare(method, net(1), net(2))).toThrow(/layer 1 reads 1 and 2 inputs of each unit/);
  });
});

describe('outputs that stand for themselves', () => {
  test.each(['reference', 'greedy'] as const)(
    '%s matches them with themselves, hidden layers as ever',
    (method) => {
      const random = seededRandom(9);
      for (let run = 0; run < 20; run++) {
        const [a, b] = [0, 1].map(() =>
          blockNetwork(
            12,
            [
              { neurons: 9, each: 1 },
              { neurons: 5, each: 2 },
            ],
            1 + (run % 4),
            random,
          ),
        );
        const fixed = compare(method, a, b, 'fixed');
        const [hidden] = compare(method, a, b);
        expect(fixed[0]).toEqual(hidden);
        const theirs = renamed(b.layers[1], hidden);
        const costs = neuronsOf(a.layers[1]).map((inputs, i) => editDistance(inputs, theirs[i]));
        expect([...fixed[1].matching]).toEqual([0, 1, 2, 3, 4]);
        expect([...fixed[1].pairCosts]).toEqual(costs);
        expect(fixed[1].cost).toBeCloseTo(
          costs.reduce((sum, cost) => sum + cost, 0),
          12,
        );
      }
    },
  );

  test.each(['reference', 'greedy'] as const)('%s refuses another number of them', (method) => {
    const net = (neurons: number) => blockNetwork(4, [{ neurons, each: 1 }], 2, seededRandom(1));
    expect(() => compare(method, net(3), net(4), 'fixed')).toThrow(IncomparableError);
  });
});
