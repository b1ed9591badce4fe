import { describe, expect, test } from 'vitest';
import type { MeanRule } from '../../../src/measure/meanRule';
import { meanDistance } from '../../../src/nnstd/meanDistance';

const layers = [
  { distance: 0.5, links: 30, counts: true },
  { distance: 0.2, links: 10, counts: true },
  { distance: 0, links: 60, counts: false },
];

describe('the mean over layers', () => {
  test.each<[MeanRule['counting'], MeanRule['weighting'], number]>([
    ['sparse', 'layers', 0.35],
    ['sparse', 'links', 0.425],
    ['all', 'layers', 0.7 / 3],
    ['all', 'links', 0.17],
    [[1], 'layers', 0.2],
    [[0, 2], 'layers', 0.25],
    [[0, 2], 'links', 15 / 90],
  ])('counting %j, weighting by %s', (counting, weighting, mean) => {
    expect(meanDistance(layers, { counting, weighting })).toBeCloseTo(mean, 12);
  });

  test('as published where nothing is said: layers full in both apart, all others alike', () => {
    expect(meanDistance(layers)).toBeCloseTo(0.35, 12);
  });

  test('there is none where no layer counts, or none that counts has a link', () => {
    expect(meanDistance([])).toBeNull();
    expect(meanDistance([layers[2]])).toBeNull();
    expect(meanDistance(layers, { counting: [7], weighting: 'layers' })).toBeNull();
    const unlinked = [{ distance: 0, links: 0, counts: true }];
    expect(meanDistance(unlinked, { counting: 'sparse', weighting: 'links' })).toBeNull();
  });
});
