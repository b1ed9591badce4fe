import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IncomparableError, NetworkTooLargeError } from '../../../src/nnstd/distance';
import { measureOf } from '../../../src/measure/measure';
import { meanDistance } from '../../../src/nnstd/meanDistance';
import { referenceMethod } from '../../../src/nnstd/methods/reference';
import { networkDistance } from '../../../src/nnstd/networkDistance';
import type { SparseLayer, Topology } from '../../../src/topology/topology';
import { arbitraryPair, arbitraryTopology, fullLayer, inputsOf, layerOf } from './layers';

/** Normalised edit distance, by its definition. */
function editDistance(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const union = new Set([...a, ...b]);
  if (union.size === 0) return 0;
  return [...union].filter((input) => a.has(input) !== b.has(input)).length / union.size;
}

/** Least cost of a square assignment by the Hungarian method with potentials (e-maxx form), another algorithm than ours. */
function leastCost(costs: readonly (readonly number[])[]): number {
  const n = costs.length;
  const u = new Array<number>(n + 1).fill(0);
  const v = new Array<number>(n + 1).fill(0);
  const rowOf = new Array<number>(n + 1).fill(0);
  const before = new Array<number>(n + 1).fill(0);
  for (let i = 1; i <= n; i++) {
    rowOf[0] = i;
    const least = new Array<number>(n + 1).fill(Infinity);
    const used = new Array<boolean>(n + 1).fill(false);
    let j0 = 0;
    do {
      used[j0] = true;
      const i0 = rowOf[j0];
      let delta = Infinity;
      let j1 = 0;
      for (let j = 1; j <= n; j++) {
        if (used[j]) continue;
        const reduced = costs[i0 - 1][j - 1] - u[i0] - v[j];
        if (reduced < least[j]) {
          least[j] = reduced;
          before[j] = j0;
        }
        if (least[j] < delta) {
          delta = least[j];
          j1 = j;
        }
      }
      for (let j = 0; j <= n; j++) {
        if (used[j]) {
          u[rowOf[j]] += delta;
          v[j] -= delta;
        } else least[j] -= delta;
      }
      j0 = j1;
    } while (rowOf[j0] !== 0);
    do {
      const j1 = before[j0];
      rowOf[j0] = rowOf[j1];
      j0 = j1;
    } while (j0 !== 0);
  }
  let total = 0;
  for (let j = 1; j <= n; j++) total += costs[rowOf[j] - 1][j - 1];
  return total;
}

/** Row j of the second network's layer takes row `match[j]`: an explicit copy with other indices. */
function permuteInputs(layer: SparseLayer, match: Int32Array): SparseLayer {
  const newIndex = new Map([...match].map((old, j) => [old, j]));
  return layerOf(
    layer.inputs,
    Array.from({ length: layer.outputs }, (_, j) => [...inputsOf(layer, j)].map((p) => newIndex.get(p)!)),
  );
}

/** Checks every layer against the dense definition, taking over only the matching of the layers before. */
function checkByDefinition(a: Topology, b: Topology): void {
  const result = networkDistance(a, b, measureOf('reference'));
  expect(result.layers.map((layer) => layer.layer)).toEqual(a.layers.map((_, k) => k));
  result.layers.forEach((found, k) => {
    const mine = a.layers[k];
    const theirs = k === 0 ? b.layers[0] : permuteInputs(b.layers[k], result.layers[k - 1].matching);
    const n = mine.outputs;
    const costs = Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_unused, j) => editDistance(inputsOf(mine, i), inputsOf(theirs, j))),
    );
    expect([...found.matching].sort((x, y) => x - y)).toEqual([...Array(n).keys()]);
    expect([...found.pairCosts]).toEqual([...found.matching].map((j, i) => costs[i][j]));
    expect(found.cost).toBeCloseTo(leastCost(costs), 9);
    expect(found.distance).toBe(found.cost / n);
    const links = (layer: SparseLayer): number => layer.indices.length;
    expect(found.counts).toBe(links(mine) < mine.inputs * n || links(theirs) < mine.inputs * n);
  });
}

describe('reference', () => {
  test('is the dense definition on small networks', () => {
    fc.assert(
      fc.property(arbitraryPair(9), ([a, b]) => {
        checkByDefinition(a, b);
      }),
      { numRuns: 100 },
    );
  });

  test('is the dense definition up to 60 neurons a layer', () => {
    fc.assert(
      fc.property(arbitraryPair(60), ([a, b]) => {
        checkByDefinition(a, b);
      }),
      { numRuns: 15 },
    );
  });

  test('is 0 from a network to itself', () => {
    fc.assert(
      fc.property(arbitraryTopology([20, 15, 30, 4]), (network) => {
        const { layers } = networkDistance(network, network, measureOf('reference'));
        expect(layers[0].distance).toBe(0);
        const distinct = network.layers.every((layer) => {
          const neurons = Array.from({ length: layer.outputs }, (_, j) => [...inputsOf(layer, j)].join());
          return new Set(neurons).size === neurons.length;
        });
        // Neurons with equal inputs may be exchanged, and the layer above then reads differently.
        if (distinct) expect(layers.map((layer) => layer.distance)).toEqual([0, 0, 0]);
      }),
    );
  });

  test('layer 0 does not depend on the order in which neurons are stored', () => {
    const networks = fc.tuple(
      arbitraryTopology([15, 12]),
      arbitraryTopology([15, 12]),
      fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 }),
    );
    fc.assert(
      fc.property(networks, ([a, b, order]) => {
        const shuffled = layerOf(
          15,
          order.map((j) => [...inputsOf(b.layers[0], j)]),
        );
        expect(networkDistance(a, { layers: [shuffled] }, measureOf('reference')).layers[0].cost).toBeCloseTo(
          networkDistance(a, b, measureOf('reference')).layers[0].cost,
          10,
        );
      }),
    );
  });

  test('a layer full in both networks costs nothing, matches by index and does not count', () => {
    const sparse = layerOf(3, [[0], [1, 2], []]);
    const other = layerOf(3, [[1, 2], [0, 1], [2]]);
    const full = fullLayer(3, 2);
    const both = networkDistance(
      { layers: [sparse, full] },
      { layers: [other, full] },
      measureOf('reference'),
    );
    expect(both.layers[1]).toMatchObject({ distance: 0, cost: 0, counts: false });
    expect([...both.layers[1].matching]).toEqual([0, 1]);
    expect(both.mean).toBe(both.layers[0].distance);

    const one = networkDistance(
      { layers: [sparse, full] },
      { layers: [other, layerOf(3, [[0], [1]])] },
      measureOf('reference'),
    );
    expect(one.layers[1].counts).toBe(true);
    expect(one.layers[1].distance).toBeCloseTo(2 / 3);
    expect(one.mean).toBeCloseTo((one.layers[0].distance + one.layers[1].distance) / 2);
  });

  test('two dense networks have no mean', () => {
    const dense = { layers: [fullLayer(3, 4), fullLayer(4, 2)] };
    expect(networkDistance(dense, dense, measureOf('reference')).mean).toBeNull();
    expect(meanDistance([])).toBeNull();
  });

  test.each([
    [
      'depth',
      [
        [3, 2],
        [2, 2],
      ],
      [[3, 2]],
      /different depth: 3·2·2 and 3·2$/,
    ],
    ['inputs', [[3, 2]], [[4, 2]], /different number of inputs: 3·2 and 4·2$/],
    [
      'width',
      [
        [3, 2],
        [2, 5],
        [5, 2],
      ],
      [
        [3, 2],
        [2, 4],
        [4, 2],
      ],
      /neurons in layer 1: 3·2·5·2 and 3·2·4·2$/,
    ],
    ['nothing to compare', [], [], /without layers/],
  ])('refuses networks that differ in %s, naming both', (_, shapesA, shapesB, message) => {
    const network = (shapes: number[][]): Topology => ({
      layers: shapes.map(([inputs, outputs]) =>
        layerOf(
          inputs,
          Array.from({ length: outputs }, () => [0]),
        ),
      ),
    });
    const start = (): unknown =>
      referenceMethod.layers(network(shapesA), network(shapesB), measureOf('reference')).next();
    expect(start).toThrow(IncomparableError);
    expect(start).toThrow(message);
  });

  test('refuses a layer that may need too much memory before computing anything, unless it is full', () => {
    const n = 12_000;
    const wide = layerOf(
      1,
      Array.from({ length: n }, (_, j) => (j > 0 ? [0] : [])),
    );
    const narrow = layerOf(1, [[0]]);
    const network = { layers: [narrow, wide] };
    const start = (): unknown => referenceMethod.layers(network, network, measureOf('reference')).next();
    expect(start).toThrow(NetworkTooLargeError);
    // 11,999² pairs that share the input and one of two empty neurons, 8 bytes each.
    expect(start).toThrow(/layer 1 has 12000 neurons.*may need 1099 MiB.*at most 1024 MiB/);

    const full = { layers: [fullLayer(1, n)] };
    expect(networkDistance(full, full, measureOf('reference')).mean).toBeNull();
  });
});
