import { describe, expect, it } from 'vitest';
import { classicalScaling } from '../../../src/arrangement/classicalScaling';
import type { Distances } from '../../../src/arrangement/distances';
import { eigen } from '../../../src/arrangement/eigen';
import { stressScaling } from '../../../src/arrangement/stressScaling';
import { distancesOf, distancesOfPoints, randomDistances, randomPoints } from '../../support/distances';

function symmetric(size: number, seed: number): Float64Array {
  const random = randomPoints(size, size, seed);
  return random.map((entry, k) => entry + random[(k % size) * size + Math.floor(k / size)]);
}

describe('eigenvalues and eigenvectors', () => {
  it('satisfy A v = λ v, at right angles, with the trace of the matrix', () => {
    for (const size of [1, 2, 3, 17, 60]) {
      const matrix = symmetric(size, size);
      const { values, vectors } = eigen(matrix.slice(), size, 3);
      const trace = Array.from({ length: size }, (_, k) => matrix[k * size + k]);
      expect(values.reduce((a, b) => a + b)).toBeCloseTo(
        trace.reduce((a, b) => a + b),
        9,
      );
      expect([...values]).toEqual([...values].toSorted((a, b) => b - a));
      vectors.forEach((vector, k) => {
        for (let row = 0; row < size; row++) {
          const image = vector.reduce((sum, entry, at) => sum + matrix[row * size + at] * entry, 0);
          expect(image).toBeCloseTo(values[k] * vector[row], 9);
        }
        vectors.forEach((other, at) => {
          const product = vector.reduce((sum, entry, i) => sum + entry * other[i], 0);
          expect(product).toBeCloseTo(at === k ? 1 : 0, 9);
        });
      });
    }
  });

  it('are found where one value comes many times, and in a matrix of zeros', () => {
    const identity = Float64Array.from({ length: 36 }, (_, k) => (k % 7 === 0 ? 2 : 0));
    const same = eigen(identity, 6, 3);
    for (const value of same.values) expect(value).toBeCloseTo(2, 12);
    expect(same.vectors[0].reduce((sum, entry, k) => sum + entry * same.vectors[1][k], 0)).toBeCloseTo(0, 12);
    expect([...eigen(new Float64Array(16), 4, 2).values]).toEqual([0, 0, 0, 0]);
  });
});

describe('classical scaling', () => {
  it('gives points back their distances', () => {
    const points = randomPoints(40, 3, 1);
    const distances = distancesOfPoints(points, 3);
    const map = classicalScaling(distances, 3);
    const again = distancesOfPoints(map.points, 3);
    again.values.forEach((distance, k) => {
      expect(distance).toBeCloseTo(distances.values[k], 9);
    });
    for (const rest of map.eigenvalues.subarray(3)) expect(rest).toBeCloseTo(0, 9);
  });

  it('tells of distances that no points have by negative eigenvalues, and maps none of them', () => {
    // One item in the middle of three that are further from each other than over it.
    const star = distancesOf(4, (a) => (a === 0 ? 1 : 3));
    const { eigenvalues, points } = classicalScaling(star, 3);
    expect(eigenvalues.at(-1)).toBeLessThan(-0.1);
    expect(points.every(Number.isFinite)).toBe(true);
    const line = distancesOf(3, (a, b) => b - a);
    expect([...classicalScaling(line, 3).points].filter((_, k) => k % 3 > 0)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe('the map of least stress', () => {
  const errorOf = (distances: Distances, points: Float64Array): number =>
    distancesOfPoints(points, 2).values.reduce((sum, each, k) => sum + (each - distances.values[k]) ** 2, 0);
  const flat = (distances: Distances): Float64Array => classicalScaling(distances, 2).points;

  it('is never worse than where it starts, and says how bad it is', () => {
    for (let seed = 0; seed < 5; seed++) {
      const distances = randomDistances(25, seed);
      const map = stressScaling(distances, flat(distances));
      const error = errorOf(distances, map.points);
      expect(error).toBeLessThan(errorOf(distances, flat(distances)));
      const squares = distances.values.reduce((sum, each) => sum + each * each, 0);
      expect(map.stress).toBeCloseTo(Math.sqrt(error / squares), 9);
    }
  });

  it('is a place from where no small step leads further down', () => {
    const distances = randomDistances(12, 9);
    const { points } = stressScaling(distances, flat(distances));
    const error = errorOf(distances, points);
    points.forEach((_, k) => {
      for (const step of [-0.03, 0.03]) {
        const moved = points.slice();
        moved[k] += step;
        expect(errorOf(distances, moved)).toBeGreaterThan(error);
      }
    });
  });

  it('is true where a flat map can be, its longer extent along the first axis', () => {
    const points = randomPoints(20, 2, 4).map((entry, k) => (k % 2 === 0 ? entry : 3 * entry));
    const distances = distancesOfPoints(points, 2);
    const shaken = flat(distances).map((entry, k) => entry + 0.2 * Math.sin(k));
    const map = stressScaling(distances, shaken);
    expect(map.stress).toBeLessThan(0.01);
    const extent = (axis: number): number =>
      map.points.filter((_, k) => k % 2 === axis).reduce((sum, entry) => sum + entry * entry, 0);
    expect(extent(0)).toBeGreaterThan(extent(1));
  });
});
