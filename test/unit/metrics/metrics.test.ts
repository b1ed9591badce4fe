import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyNeurons } from '../../../src/metrics/emptyNeurons';
import { layerFacts } from '../../../src/metrics/layerFacts';
import { matchedAtCostOne, matchedPairs, matchedWithSelf } from '../../../src/metrics/matching';
import { turnover } from '../../../src/metrics/turnover';
import { arbitraryLayer, fullLayer, inputsOf, layerOf } from '../nnstd/layers';

const twoStates = fc
  .tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 15 }))
  .chain(([inputs, outputs]) => fc.tuple(arbitraryLayer(inputs, outputs), arbitraryLayer(inputs, outputs)));

describe('turnover', () => {
  test('is the difference of the link sets', () => {
    fc.assert(
      fc.property(twoStates, ([earlier, later]) => {
        let gained = 0;
        let lost = 0;
        for (let j = 0; j < earlier.outputs; j++) {
          const before = inputsOf(earlier, j);
          const after = inputsOf(later, j);
          gained += [...after].filter((input) => !before.has(input)).length;
          lost += [...before].filter((input) => !after.has(input)).length;
        }
        expect(turnover(earlier, later)).toEqual({ gained, lost });
      }),
    );
  });

  test('refuses layers of different widths', () => {
    expect(() => turnover(fullLayer(2, 3), fullLayer(3, 2))).toThrow(/2 × 3 and 3 × 2/);
  });
});

describe('layer facts', () => {
  test('of a small layer', () => {
    expect(layerFacts(layerOf(4, [[0], [], [1, 2, 3], [0, 2]]))).toEqual({
      inputs: 4,
      outputs: 4,
      links: 6,
      density: 6 / 16,
      full: false,
      emptyNeurons: 1,
      fanInMin: 0,
      fanInMedian: 1.5,
      fanInMax: 3,
    });
  });

  test('of a full layer and of one without neurons', () => {
    expect(layerFacts(fullLayer(5, 3))).toMatchObject({
      density: 1,
      full: true,
      fanInMin: 5,
      fanInMedian: 5,
    });
    expect(layerFacts(layerOf(4, []))).toMatchObject({ links: 0, density: 0, fanInMax: 0 });
  });

  test('agree with counting neuron by neuron', () => {
    fc.assert(
      fc.property(twoStates, ([layer]) => {
        const sizes = Array.from({ length: layer.outputs }, (_, j) => inputsOf(layer, j).size);
        const sorted = sizes.sort((x, y) => x - y);
        const facts = layerFacts(layer);
        expect(facts.emptyNeurons).toBe(sizes.filter((size) => size === 0).length);
        expect(emptyNeurons(layer)).toBe(facts.emptyNeurons);
        expect(facts.links).toBe(sizes.reduce((sum, size) => sum + size, 0));
        if (sizes.length > 0) {
          expect(facts.fanInMin).toBe(sorted[0]);
          expect(facts.fanInMax).toBe(sorted[sorted.length - 1]);
          const below = sorted.filter((size) => size < facts.fanInMedian).length;
          const above = sorted.filter((size) => size > facts.fanInMedian).length;
          expect(Math.max(below, above)).toBeLessThanOrEqual(sorted.length / 2);
        }
      }),
    );
  });
});

test('counts neurons matched with themselves, and pairs without a common input', () => {
  expect(matchedWithSelf(Int32Array.of(0, 2, 1, 3))).toBe(2);
  expect(matchedAtCostOne(Float64Array.of(1, 0, 1 - 2 ** -53, 1), Int32Array.of(0, 2, 1, 3))).toBe(2);
});

test('a neuron without a partner is no pair', () => {
  const matching = Int32Array.of(-1, 1, 0, -1);
  expect(matchedPairs(matching)).toBe(2);
  expect(matchedWithSelf(matching)).toBe(1);
  expect(matchedAtCostOne(Float64Array.of(1, 1, 0.5, 1), matching)).toBe(1);
});
