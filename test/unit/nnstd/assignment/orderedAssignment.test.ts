import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignInOrder, mostPairs } from '../../../../src/nnstd/assignment/orderedAssignment';
import { bothKernels } from '../../../support/kernels';
import { editDistance } from '../../../support/layerProblems';
import { denseAssignment } from '../denseAssignment';
import { arbitraryLayer, inputsOf, layerOf } from '../layers';

const kernels = await bothKernels();

/** Two layers of the same width over the same inputs, and a relabelling of them. */
const arbitraryCase = fc
  .record({ inputs: fc.integer({ min: 0, max: 20 }), outputs: fc.integer({ min: 0, max: 30 }) })
  .chain(({ inputs, outputs }) =>
    fc.record({
      a: arbitraryLayer(inputs, outputs),
      b: arbitraryLayer(inputs, outputs),
      relabel: fc
        .shuffledSubarray([...Array(inputs).keys()], { minLength: inputs })
        .map((order) => Int32Array.from(order)),
    }),
  );

test('in both kernels it is the dense algorithm on the matrix of distances, matching for matching', () => {
  fc.assert(
    fc.property(arbitraryCase, fc.boolean(), ({ a, b, relabel }, relabelled) => {
      const n = a.outputs;
      const mine = Array.from({ length: n }, (_, i) =>
        [...inputsOf(a, i)].map((input) => (relabelled ? relabel[input] : input)),
      );
      const costs = Float64Array.from({ length: n * n }, (_, cell) =>
        editDistance(mine[Math.floor(cell / n)], [...inputsOf(b, cell % n)]),
      );
      const expected = denseAssignment(costs, n);
      for (const kernel of kernels) {
        const { matching, pairCosts } = assignInOrder(kernel, a, b, relabelled ? relabel : null);
        expect([...matching]).toEqual([...expected]);
        expect([...pairCosts]).toEqual([...matching].map((other, i) => costs[i * n + other]));
      }
      expect(mostPairs(a, b)).toBeGreaterThanOrEqual(costs.filter((cost) => cost < 1).length);
    }),
    { numRuns: 300 },
  );
});

test('the form of the cost is the authors’, to the last bit', () => {
  const a = layerOf(3, [[0, 1]]);
  const b = layerOf(3, [[1, 2]]);
  expect(1 - 1 / 3).not.toBe(2 / 3);
  for (const kernel of kernels) expect([...assignInOrder(kernel, a, b, null).pairCosts]).toEqual([2 / 3]);
});
