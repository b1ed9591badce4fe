import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairwiseSum } from '../../../src/nnstd/pairwiseSum';

test('agrees with the exact sum of integers, whatever the length', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 1500 }), (values) => {
      expect(pairwiseSum(Float64Array.from(values)) + 0).toBe(values.reduce((sum, x) => sum + x, 0));
    }),
  );
});

/** `(1 / np.arange(1, n + 1)).sum()`; a plain loop ends in other bits from 127 to 130 and from 784 on. */
const harmonicSums: readonly [number, number][] = [
  [1, 1],
  [7, 2.5928571428571425],
  [8, 2.7178571428571425],
  [9, 2.8289682539682537],
  [127, 5.425334592589172],
  [128, 5.433147092589173],
  [129, 5.440899030573669],
  [130, 5.4485913382659765],
  [255, 6.120438712817281],
  [256, 6.124344962817281],
  [257, 6.128236013400938],
  [784, 7.242262304776814],
  [1000, 7.485470860550345],
  [1029, 7.51404423068236],
  [10000, 9.787606036044382],
];
test.each(harmonicSums)('adds the first %i terms of the harmonic series as NumPy does', (n, expected) => {
  expect(pairwiseSum(Float64Array.from({ length: n }, (_, i) => 1 / (i + 1)))).toBe(expected);
});
