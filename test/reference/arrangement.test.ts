/** Clusters and maps against SciPy's linkage and NumPy's eigh. */
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { ensureOracle } from '../../scripts/oracle.mjs';
import { averageLinkage } from '../../src/arrangement/averageLinkage';
import { classicalScaling } from '../../src/arrangement/classicalScaling';
import { distancesOfPoints, randomDistances, randomPoints, squareOf } from '../support/distances';
import { titled } from '../support/titled';
import { feedOracle } from './oracle';

const arrangedSchema = z.array(
  z.object({
    heights: z.array(z.number()),
    cophenetic: z.array(z.array(z.number())),
    eigenvalues: z.array(z.number()),
    points: z.array(z.array(z.number())),
  }),
);

const { python, reason } = await ensureOracle();
describe.skipIf(reason !== null)(titled('arrangements against SciPy and NumPy', reason), async () => {
  const problems = [
    ...[2, 3, 5, 30, 120].map((size) => randomDistances(size, size)),
    ...[4, 80].map((size) => distancesOfPoints(randomPoints(size, 5, size), 5)),
    randomDistances(500, 500),
  ];
  const arranged =
    python === null
      ? []
      : arrangedSchema.parse(await feedOracle(python, 'arrange.py', problems.map(squareOf)));

  test('average linkage: heights, and at which height every two items meet', () => {
    problems.forEach((distances, at) => {
      const { heights, cophenetic } = arranged[at];
      const { merges } = averageLinkage(distances);
      const items = Array.from({ length: distances.size }, (_, item) => [item]);
      merges.forEach(({ first, second, height }, k) => {
        expect(Math.abs(height - heights[k])).toBeLessThan(1e-12);
        const differing = items[first].filter((a) =>
          items[second].some((b) => Math.abs(cophenetic[a][b] - height) > 1e-12),
        );
        expect(differing).toEqual([]);
        items.push([...items[first], ...items[second]]);
      });
    });
  });

  test('classical scaling: all eigenvalues, and points up to the signs of the axes', () => {
    problems.forEach((distances, at) => {
      const { eigenvalues, points } = arranged[at];
      const map = classicalScaling(distances, 3);
      const scale = eigenvalues[0];
      const off = eigenvalues.map((value, k) => Math.abs(value - map.eigenvalues[k]));
      expect(Math.max(...off)).toBeLessThan(1e-12 * Math.max(1, distances.size) * scale);
      for (let axis = 0; axis < Math.min(3, distances.size - 1); axis++) {
        const ours = points.map((_, item) => map.points[item * 3 + axis]);
        const sign = Math.sign(ours.reduce((sum, each, item) => sum + each * points[item][axis], 0));
        const away = ours.map((each, item) => Math.abs(sign * each - points[item][axis]));
        expect(Math.max(...away), `axis ${String(axis)} of ${String(distances.size)}`).toBeLessThan(1e-6);
      }
    });
  });
});
