import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inputStrength } from '../../../src/metrics/inputStrength';
import { pathsFromInputs } from '../../../src/metrics/pathsFromInputs';
import type { SparseLayer } from '../../../src/topology/topology';
import { arbitraryTopology, inputsOf, layerOf } from '../nnstd/layers';

/** Every path on its own. */
function countPaths(layers: readonly SparseLayer[], neuron: number, input: number): number {
  const last = layers.length - 1;
  if (last < 0) return neuron === input ? 1 : 0;
  const each = layers[last].inputsPerUnit ?? 1;
  return [...inputsOf(layers[last], neuron)].reduce(
    (sum, below) =>
      sum + countPaths(layers.slice(0, last), last === 0 ? below : Math.floor(below / each), input),
    0,
  );
}

describe('paths from the inputs to a neuron', () => {
  test('are those that one finds by walking them', () => {
    fc.assert(
      fc.property(arbitraryTopology([6, 5, 4, 5]), fc.nat(4), ({ layers }, neuron) => {
        const expected = Array.from({ length: 6 }, (_, input) => countPaths(layers, neuron, input));
        expect([...pathsFromInputs(layers, neuron)]).toEqual(expected);
      }),
    );
  });

  test('pass through the unit that owns an input', () => {
    const layers = [layerOf(3, [[0], [1, 2]]), { ...layerOf(4, [[0, 1, 3]]), inputsPerUnit: 2 }];
    expect([...pathsFromInputs(layers, 0)]).toEqual([2, 1, 1]);
    expect([0, 1, 2].map((input) => countPaths(layers, 0, input))).toEqual([2, 1, 1]);
  });
});

test('the strength of an input is the sum of the absolute weights of its links', () => {
  const layer = { ...layerOf(3, [[0, 2], [2], []]), values: Float32Array.of(0.5, -1, 0.25) };
  expect([...inputStrength(layer)!]).toEqual([0.5, 0, 1.25]);
  expect(inputStrength(layerOf(3, [[0]]))).toBeNull();
});
