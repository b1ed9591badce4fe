import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DistanceMethod, measureOf } from '../../../src/measure/measure';
import { networkDistance } from '../../../src/nnstd/networkDistance';
import type { SparseLayer, Topology } from '../../../src/topology/topology';
import { arbitraryLayer, arbitraryTopology, inputsOf, layerOf } from './layers';

/** Sums of a few thirds, fifths and so on end in other last bits when they are added in another order. */
const ROUNDING = 1e-12;

function layerDistance(method: DistanceMethod, a: SparseLayer, b: SparseLayer): number {
  return networkDistance({ layers: [a] }, { layers: [b] }, measureOf(method)).layers[0].distance;
}

function mean(method: DistanceMethod, a: Topology, b: Topology): number {
  return networkDistance(a, b, measureOf(method, { budget: 'quick' })).mean ?? 0;
}

/** Neurons as text, in an order that says nothing of how they are stored. */
function contents(layer: SparseLayer): string[] {
  return Array.from({ length: layer.outputs }, (_, neuron) => [...inputsOf(layer, neuron)].join()).sort();
}

const width = fc.integer({ min: 1, max: 7 });
const layersOf = (widths: readonly number[]) =>
  fc
    .integer({ min: 1, max: 8 })
    .chain((inputs) => fc.tuple(...widths.map((outputs) => arbitraryLayer(inputs, outputs))));
const alike = width.chain((outputs) => layersOf([outputs, outputs, outputs]));
const ofAnyWidths = fc.tuple(width, width, width).chain(layersOf);

describe.each([
  { method: 'reference', widths: 'of one width', layers: alike },
  { method: 'greedy', widths: 'of any widths', layers: ofAnyWidths },
] as const)('one layer is a metric space: $method, $widths', ({ method, layers }) => {
  test('0 between layers of the same neurons, and only there', () => {
    fc.assert(
      fc.property(layers, ([a, b]) => {
        expect(layerDistance(method, a, a)).toBe(0);
        const same = contents(a).join(';') === contents(b).join(';') && a.outputs === b.outputs;
        expect(layerDistance(method, a, b) === 0).toBe(same);
      }),
    );
  });

  test('symmetric', () => {
    fc.assert(
      fc.property(layers, ([a, b]) => {
        expect(layerDistance(method, a, b)).toBeCloseTo(layerDistance(method, b, a), 12);
      }),
    );
  });

  test('no detour is shorter', () => {
    fc.assert(
      fc.property(layers, ([a, b, c]) => {
        const detour = layerDistance(method, a, b) + layerDistance(method, b, c);
        expect(layerDistance(method, a, c)).toBeLessThanOrEqual(detour + ROUNDING);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a mean over layers', () => {
  /** Three networks of two hidden neurons, of which the first alone is used by the output. */
  const network = (...neurons: readonly (readonly number[])[]): Topology => ({
    layers: [layerOf(8, neurons), layerOf(2, [[0]])],
  });
  const a = network([0, 1], [4, 5]);
  const b = network([1, 2], [5, 6]);
  const c = network([2, 3], [6, 0]);

  test('of layers matched one after the other can be shorter by a detour, without any tie', () => {
    // a and c are closest with their neurons exchanged, 5/6 against 1; the output then reads another one.
    for (const method of ['reference', 'greedy'] as const) {
      expect(mean(method, a, b)).toBeCloseTo(1 / 3, 12);
      expect(mean(method, b, c)).toBeCloseTo(1 / 3, 12);
      expect(mean(method, a, c)).toBeCloseTo((5 / 6 + 1) / 2, 12);
    }
  });

  test('of all layers matched at once cannot, where the search finds the least', () => {
    expect(mean('refined', a, c)).toBeCloseTo((1 + 0) / 2, 12);
    // One empty neuron a network, so that no layer is full and all means are over the same layers.
    const small = arbitraryTopology([4, 3, 3]).map(({ layers }) => ({
      layers: layers.map((layer) =>
        layerOf(layer.inputs, [
          ...Array.from({ length: layer.outputs - 1 }, (_, neuron) => [...inputsOf(layer, neuron)]),
          [],
        ]),
      ),
    }));
    fc.assert(
      fc.property(small, small, small, (x, y, z) => {
        const detour = mean('refined', x, y) + mean('refined', y, z);
        expect(mean('refined', x, z)).toBeLessThanOrEqual(detour + ROUNDING);
      }),
      { numRuns: 12 },
    );
  });

  test('by the published procedure depends on which network comes first', () => {
    const first = { layers: [layerOf(2, [[0], [0]]), layerOf(2, [[], [1]])] };
    const second = { layers: [layerOf(2, [[1], [0]]), layerOf(2, [[], [1]])] };
    expect(mean('reference', first, second)).toBe(0.5);
    expect(mean('reference', second, first)).toBe(0.25);
  });
});
