import { describe, expect, it } from 'vitest';
import { averageLinkage } from '../../../src/arrangement/averageLinkage';
import type { Distances } from '../../../src/arrangement/distances';
import { distancesOf, randomDistances, squareOf } from '../../support/distances';

/** The two clusters of least mean distance become one until one is left, all means computed anew from the items. */
function byBruteForce(distances: Distances): { heights: number[]; clusters: string[] } {
  const square = squareOf(distances);
  let clusters = square.map((_, item) => [item]);
  const heights: number[] = [];
  const made: string[] = [];
  while (clusters.length > 1) {
    let best = { height: Number.POSITIVE_INFINITY, a: clusters[0], b: clusters[1] };
    clusters.forEach((b, at) => {
      for (const a of clusters.slice(0, at)) {
        const height =
          a.flatMap((i) => b.map((j) => square[i][j])).reduce((x, y) => x + y) / (a.length * b.length);
        if (height < best.height) best = { height, a, b };
      }
    });
    const both = [...best.a, ...best.b].sort((x, y) => x - y);
    clusters = [...clusters.filter((each) => each !== best.a && each !== best.b), both];
    heights.push(best.height);
    made.push(both.join());
  }
  return { heights, clusters: made };
}

function clustersOf(distances: Distances): string[] {
  const { merges } = averageLinkage(distances);
  const clusters = Array.from({ length: distances.size }, (_, item) => [item]);
  for (const { first, second } of merges) clusters.push([...clusters[first], ...clusters[second]]);
  return clusters.slice(distances.size).map((each) => each.toSorted((x, y) => x - y).join());
}

describe('average linkage', () => {
  it('makes the clusters that brute force makes', () => {
    for (let seed = 0; seed < 40; seed++) {
      const distances = randomDistances(2 + (seed % 17), seed);
      const expected = byBruteForce(distances);
      expect(clustersOf(distances)).toEqual(expected.clusters);
      averageLinkage(distances).merges.forEach(({ height }, k) => {
        expect(height).toBeCloseTo(expected.heights[k], 12);
      });
    }
  });

  it('lets every cluster stand together among the leaves, its lowest item first', () => {
    const distances = randomDistances(60, 7);
    const { merges, order } = averageLinkage(distances);
    expect(order.toSorted((a, b) => a - b)).toEqual([...order.keys()]);
    const spans = Array.from({ length: 60 }, (_, item) => ({
      from: order.indexOf(item),
      count: 1,
      low: item,
    }));
    for (const { first, second } of merges) {
      const [a, b] = [spans[first], spans[second]];
      expect(b.from).toBe(a.from + a.count);
      expect(a.low).toBeLessThan(b.low);
      spans.push({ from: a.from, count: a.count + b.count, low: a.low });
    }
  });

  it('leaves the order as it is where all are equally far apart', () => {
    expect(averageLinkage(distancesOf(9, () => 0.5)).order).toEqual([...Array(9).keys()]);
  });

  it('does not touch what it is given', () => {
    const distances = randomDistances(12, 3);
    const before = [...distances.values];
    averageLinkage(distances);
    expect([...distances.values]).toEqual(before);
  });
});
