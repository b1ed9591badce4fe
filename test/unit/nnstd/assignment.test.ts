import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assignMatrix } from '../../support/orderedPaths';
import { denseAssignment } from './denseAssignment';

function isPermutation(matching: Int32Array): boolean {
  return [...matching].sort((x, y) => x - y).every((column, i) => column === i);
}

function totalCost(costs: Float64Array, n: number, matching: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < n; i++) total += costs[i * n + matching[i]];
  return total;
}

/** Least cost over all permutations. */
function bruteForce(costs: Float64Array, n: number): number {
  const taken = new Array<boolean>(n).fill(false);
  const best = (row: number): number => {
    if (row === n) return 0;
    let least = Infinity;
    for (let j = 0; j < n; j++) {
      if (taken[j]) continue;
      taken[j] = true;
      least = Math.min(least, costs[row * n + j] + best(row + 1));
      taken[j] = false;
    }
    return least;
  };
  return best(0);
}

const squares = (cost: fc.Arbitrary<number>): fc.Arbitrary<{ n: number; costs: Float64Array }> =>
  fc
    .integer({ min: 0, max: 7 })
    .chain((n) =>
      fc
        .array(cost, { minLength: n * n, maxLength: n * n })
        .map((costs) => ({ n, costs: Float64Array.from(costs) })),
    );
const distances = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 20 }))
  .map(([union, common]) => (union - Math.min(union, common)) / union);

describe('least cost, against all permutations (n ≤ 7)', () => {
  test.each([
    ['integers with many ties', fc.integer({ min: 0, max: 3 })],
    ['integers of either sign', fc.integer({ min: -50, max: 50 })],
    ['edit distances', distances],
    ['real numbers', fc.double({ min: -1, max: 1, noNaN: true })],
  ])('%s', (_, cost) => {
    fc.assert(
      fc.property(squares(cost), ({ n, costs }) => {
        const matching = assignMatrix(costs, n);
        expect(matching.length).toBe(n);
        expect(isPermutation(matching)).toBe(true);
        expect(totalCost(costs, n, matching)).toBeCloseTo(bruteForce(costs, n), 10);
      }),
      { numRuns: 150 },
    );
  });
});

test('a constant matrix is assigned by the identity, as SciPy does', () => {
  for (const n of [1, 2, 3, 10, 57]) {
    for (const cost of [0, 1, 0.3]) {
      const matching = assignMatrix(new Float64Array(n * n).fill(cost), n);
      expect([...matching]).toEqual([...Array(n).keys()]);
    }
  }
});

test('a permutation hidden at cost 0 is found', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...Array(40).keys()], { minLength: 40 }), (hidden) => {
      const costs = new Float64Array(1600).fill(1);
      hidden.forEach((j, i) => (costs[i * 40 + j] = 0));
      expect([...assignMatrix(costs, 40)]).toEqual(hidden);
    }),
    { numRuns: 20 },
  );
});

const tieRich = fc.oneof(
  fc.constantFrom(0, 1),
  fc.constantFrom(1, 1, 1, 1, 1, 0.9, 18 / 19, 17 / 18, 2 / 3),
  fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10),
  distances,
);

test('the sparse form is the dense algorithm, matching for matching, whatever is listed', () => {
  const cases = fc
    .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 9 }), fc.boolean())
    .chain(([n, usuals, all]) =>
      fc.record({
        n: fc.constant(n),
        all: fc.constant(all),
        costs: fc.array(
          fc.oneof({ weight: usuals, arbitrary: fc.constant(1) }, { weight: 2, arbitrary: tieRich }),
          { minLength: n * n, maxLength: n * n },
        ),
      }),
    );
  fc.assert(
    fc.property(cases, ({ n, costs, all }) => {
      const matrix = Float64Array.from(costs);
      expect([...assignMatrix(matrix, n, all)]).toEqual([...denseAssignment(matrix, n)]);
    }),
    { numRuns: 400 },
  );
});
