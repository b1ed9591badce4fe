import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JobSize } from '../../../src/analysis/jobSize';
import { allPairs, MatrixPlan, type Pair } from '../../../src/analysis/matrixPlan';
import { TimeLeft } from '../../../src/analysis/timeLeft';

const pairsOf = (n: number): Pair[] =>
  Array.from({ length: n }, (_, row) =>
    Array.from({ length: n - row - 1 }, (_unused, k) => ({ row, column: row + 1 + k })),
  ).flat();
const nameOf = ({ row, column }: Pair): string => `${String(row)},${String(column)}`;

describe('the plan of a matrix', () => {
  test('gives each pair once, whoever takes and whatever is looked at', () => {
    const span = fc.tuple(fc.nat(60), fc.nat(60));
    const step = fc.record({
      lane: fc.nat(3),
      count: fc.integer({ min: 1, max: 40 }),
      focus: fc.option(span),
    });
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), fc.array(step, { maxLength: 200 }), (n, steps) => {
        const plan = new MatrixPlan(pairsOf(n));
        const taken: Pair[] = [];
        for (const { lane, count, focus } of steps) {
          if (focus !== null) plan.focus(focus, [0, n]);
          const some = plan.take(lane, count);
          expect(some.length).toBeLessThanOrEqual(count);
          taken.push(...some);
          expect(plan.remaining).toBe((n * (n - 1)) / 2 - taken.length);
        }
        while (plan.remaining > 0) taken.push(...plan.take(0, 1000));
        expect(plan.take(0, 1)).toEqual([]);
        expect(taken.map(nameOf).sort()).toEqual(pairsOf(n).map(nameOf).sort());
      }),
      { numRuns: 40 },
    );
  });

  test('gives what is looked at before anything else, on both sides of the diagonal', () => {
    const plan = new MatrixPlan(pairsOf(100));
    plan.take(0, 5);
    // Below the diagonal: rows 60 … 69 and columns 10 … 19 show the pairs (10 … 19, 60 … 69).
    plan.focus([60, 70], [10, 20]);
    const seen: Pair[] = [];
    for (let lane = 0; seen.length < 100; lane = 1 - lane) seen.push(...plan.take(lane, 7));
    expect(seen.length).toBe(100);
    expect(seen.every(({ row, column }) => row >= 10 && row < 20 && column >= 60 && column < 70)).toBe(true);
    expect(nameOf(plan.take(0, 1)[0])).not.toMatch(/^1\d,6\d$/);
  });

  test('keeps each lane among few checkpoints for a long while', () => {
    const n = 200;
    const plan = new MatrixPlan(pairsOf(n));
    // Each lane holds what it used last, as many as 40 checkpoints, and reads what it does not hold.
    const held = [new Set<number>(), new Set<number>()];
    let reads = 0;
    for (let turn = 0; plan.remaining > 0; turn++) {
      const cache = held[turn % 2];
      for (const { row, column } of plan.take(turn % 2, 5)) {
        for (const index of [row, column]) {
          if (!cache.delete(index)) reads++;
          cache.add(index);
          if (cache.size > 40) cache.delete(cache.values().next().value!);
        }
      }
    }
    // Row after row would read nearly one for each of the 19,900 pairs.
    expect(reads).toBeLessThan(3500);
  });

  test('leaves out what is known, tile after tile', () => {
    const plan = new MatrixPlan(pairsOf(40));
    const asked = [...plan.takeOut(({ row, column }) => (row + column) % 2 === 0)];
    expect(asked.length).toBe(6);
    expect(asked.reduce((sum, count) => sum + count)).toBe((40 * 39) / 2);
    const rest = pairsOf(40).filter(({ row, column }) => (row + column) % 2 === 1);
    expect(plan.remaining).toBe(rest.length);
    const taken: Pair[] = [];
    while (plan.remaining > 0) taken.push(...plan.take(0, 9));
    expect(taken.map(nameOf).sort()).toEqual(rest.map(nameOf).sort());
  });
});

describe('the time left', () => {
  test('is not known at first, then by the speed of late', () => {
    const left = new TimeLeft(100);
    expect(left.secondsFor(10)).toBeNull();
    left.advance(5, 100.5);
    expect(left.secondsFor(10)).toBeNull();
    left.advance(5, 102);
    expect(left.secondsFor(10)).toBeCloseTo(2);
    for (let second = 1; second <= 60; second++) left.advance(1, 102 + second);
    expect(left.secondsFor(10)).toBeGreaterThan(9);
    expect(left.secondsFor(10)).toBeLessThan(10);
    expect(left.secondsFor(0)).toBe(0);
  });

  test('does not jump for one slow cell', () => {
    const left = new TimeLeft(0);
    for (let second = 1; second <= 20; second++) left.advance(10, second);
    expect(left.secondsFor(100)).toBeCloseTo(10);
    left.advance(1, 21);
    expect(left.secondsFor(100)).toBeLessThan(12);
  });
});

test('a job begins with one pair and grows to a tenth of a second', () => {
  const size = new JobSize();
  expect(size.pairs).toBe(1);
  for (let job = 0; job < 20; job++) size.took(size.pairs, size.pairs * 0.005);
  expect(size.pairs).toBe(20);
  for (let job = 0; job < 20; job++) size.took(size.pairs, size.pairs * 3);
  expect(size.pairs).toBe(1);
  for (let job = 0; job < 40; job++) size.took(size.pairs, 0);
  expect(size.pairs).toBe(64);
});

test('pairs of what is known among each other are left out', () => {
  expect(allPairs(4, 3).map(nameOf)).toEqual(['0,3', '1,3', '2,3']);
  expect(allPairs(6).map(nameOf)).toEqual(pairsOf(6).map(nameOf));
  expect(allPairs(6, 2).map(nameOf)).toEqual(
    pairsOf(6)
      .map(nameOf)
      .filter((pair) => pair !== '0,1'),
  );
});
