import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costAt } from '../../../src/nnstd/assignment/sparseCosts';
import { mostListedCosts, neuronCosts } from '../../../src/nnstd/neuronCosts';
import { consumersOf, countOverlaps, overlapCounter } from '../../../src/nnstd/overlaps';
import { arbitraryLayer, inputsOf, layerOf } from './layers';

const shapes = fc.record({
  inputs: fc.integer({ min: 0, max: 20 }),
  outputsA: fc.integer({ min: 0, max: 12 }),
  outputsB: fc.integer({ min: 0, max: 12 }),
});

/** Two layers over the same inputs, and a relabelling of them. */
const arbitraryCase = shapes.chain(({ inputs, outputsA, outputsB }) =>
  fc.record({
    a: arbitraryLayer(inputs, outputsA),
    b: arbitraryLayer(inputs, outputsB),
    relabel: fc
      .shuffledSubarray([...Array(inputs).keys()], { minLength: inputs })
      .map((order) => Int32Array.from(order)),
  }),
);

test('consumers of an input are the neurons that have it, ascending', () => {
  fc.assert(
    fc.property(arbitraryCase, ({ a }) => {
      const consumers = consumersOf(a);
      for (let input = 0; input < a.inputs; input++) {
        const expected = [...Array(a.outputs).keys()].filter((j) => inputsOf(a, j).has(input));
        const found = [...consumers.indices.subarray(consumers.indptr[input], consumers.indptr[input + 1])];
        expect(found).toEqual(expected);
      }
    }),
  );
});

test('overlaps are the sizes of set intersections, relabelled or not', () => {
  fc.assert(
    fc.property(arbitraryCase, fc.boolean(), ({ a, b, relabel }, relabelled) => {
      const consumers = consumersOf(b);
      const counter = overlapCounter(b.outputs);
      for (let i = 0; i < a.outputs; i++) {
        const found = countOverlaps(a, i, consumers, relabelled ? relabel : null, counter);
        const mine = new Set([...inputsOf(a, i)].map((p) => (relabelled ? relabel[p] : p)));
        const expected = [...Array(b.outputs).keys()].map(
          (j) => [...inputsOf(b, j)].filter((p) => mine.has(p)).length,
        );
        expect([...counter.counts]).toEqual(expected);
        const touched = counter.touched.slice(0, found);
        expect([...touched].sort((x, y) => x - y)).toEqual(
          expected.flatMap((count, j) => (count > 0 ? [j] : [])),
        );
        for (const j of touched) counter.counts[j] = 0;
      }
    }),
  );
});

test('costs are (U−I)/U, and 0 for two empty neurons', () => {
  fc.assert(
    fc.property(arbitraryCase, ({ a, b, relabel }) => {
      const costs = neuronCosts(a, b, relabel);
      expect(costs.columns.length).toBe(costs.indptr[a.outputs]);
      expect(costs.columns.length).toBeLessThanOrEqual(mostListedCosts(a, b));
      for (let i = 0; i < a.outputs; i++) {
        const mine = new Set([...inputsOf(a, i)].map((p) => relabel[p]));
        for (let j = 0; j < b.outputs; j++) {
          const theirs = inputsOf(b, j);
          const union = new Set([...mine, ...theirs]).size;
          const intersection = [...mine].filter((p) => theirs.has(p)).length;
          expect(costAt(costs, i, j)).toBe(union === 0 ? 0 : (union - intersection) / union);
        }
      }
    }),
  );
});

test('the form of the cost is the authors’, to the last bit', () => {
  const a = layerOf(3, [[0, 1]]);
  const b = layerOf(3, [[1, 2]]);
  expect(1 - 1 / 3).not.toBe(2 / 3);
  expect([...neuronCosts(a, b, null).costs]).toEqual([2 / 3]);
});
