import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exploredAfter } from '../../../src/metrics/exploration';
import { survival } from '../../../src/metrics/survival';
import { type LinkSet, setSize } from '../../../src/topology/linkSet';
import { linkCount, type SparseLayer } from '../../../src/topology/topology';
import { arbitraryLayer, inputsOf, layerOf } from '../nnstd/layers';

/** A layer at several moments. */
const course = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }))
  .chain(([inputs, outputs]) => fc.array(arbitraryLayer(inputs, outputs), { minLength: 1, maxLength: 5 }));

function linksOf(layer: SparseLayer): string[] {
  return Array.from({ length: layer.outputs }, (_, j) =>
    [...inputsOf(layer, j)].map((input) => `${String(input)} ${String(j)}`),
  ).flat();
}

test('survival is the share of the initial links that are there', () => {
  fc.assert(
    fc.property(course, (layers) => {
      const [initial] = layers;
      const later = layers.at(-1)!;
      const there = new Set(linksOf(later));
      const before = linksOf(initial);
      const expected =
        before.length === 0 ? null : before.filter((link) => there.has(link)).length / before.length;
      const found = survival(initial, later);
      if (expected === null) expect(found).toBeNull();
      else expect(found).toBeCloseTo(expected, 12);
      expect(survival(initial, initial)).toBe(before.length === 0 ? null : 1);
    }),
  );
});

test('exploration counts each link that was ever there once', () => {
  fc.assert(
    fc.property(course, (layers) => {
      const seen = new Set<string>();
      let set: LinkSet | null = null;
      for (const layer of layers) {
        for (const link of linksOf(layer)) seen.add(link);
        set = exploredAfter(set, layer);
        expect(setSize(set)).toBe(seen.size);
      }
    }),
  );
});

test('exploration leaves the layers it is told of alone', () => {
  const first = layerOf(40, [[1, 7], [3]]);
  const copy = first.indices.slice();
  exploredAfter(exploredAfter(null, first), layerOf(40, [[2], [3, 4]]));
  expect(first.indices).toEqual(copy);
  expect(linkCount(first)).toBe(3);
});
