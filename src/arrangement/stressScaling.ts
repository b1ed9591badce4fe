import { pairIndex } from '../measure/pairIndex';
import type { Distances } from './distances';

export interface StressMap {
  /** [size × 2] row by row, the longer extent along the first axis. */
  readonly points: Float64Array;
  /** Root of the squared errors of all distances over the squared distances: 0 where the map is true. */
  readonly stress: number;
}

const mostSteps = 300;
/** It has settled when a step takes off less than this share of the squared stress. */
const settled = 1e-6;

/**
 * A map in two dimensions whose distances are as near to those given as steps from `start` [size × 2] lead, by SMACOF
 * (J. de Leeuw, Applications of convex analysis to multidimensional scaling, 1977): no step makes it worse.
 */
export function stressScaling(distances: Distances, start: Float64Array): StressMap {
  const squares = distances.values.reduce((sum, each) => sum + each * each, 0);
  let points: Float64Array = start;
  let error = squaredErrors(distances, points);
  for (let step = 0; step < mostSteps && error > 0; step++) {
    const moved = guttman(distances, points);
    const after = squaredErrors(distances, moved);
    const gain = error - after;
    if (gain > 0) [points, error] = [moved, after];
    if (gain <= settled * error) break;
  }
  return { points: alongAxes(points), stress: squares === 0 ? 0 : Math.sqrt(error / squares) };
}

function squaredErrors({ size, values }: Distances, points: Float64Array): number {
  let sum = 0;
  for (let b = 1; b < size; b++) {
    for (let a = 0; a < b; a++) sum += (apart(points, a, b) - values[pairIndex(a, b)]) ** 2;
  }
  return sum;
}

function apart(points: Float64Array, a: number, b: number): number {
  const [x, y] = [points[2 * a] - points[2 * b], points[2 * a + 1] - points[2 * b + 1]];
  return Math.sqrt(x * x + y * y);
}

/** Every point to the mean of where the others would have it. */
function guttman({ size, values }: Distances, points: Float64Array): Float64Array {
  const moved = new Float64Array(2 * size);
  for (let b = 1; b < size; b++) {
    for (let a = 0; a < b; a++) {
      const distance = apart(points, a, b);
      if (distance === 0) continue;
      const pull = values[pairIndex(a, b)] / distance / size;
      for (const axis of [0, 1]) {
        const step = pull * (points[2 * a + axis] - points[2 * b + axis]);
        moved[2 * a + axis] += step;
        moved[2 * b + axis] -= step;
      }
    }
  }
  return moved;
}

/** Turned about its centre, which the steps keep at 0, so that the first axis holds most of the variance. */
function alongAxes(points: Float64Array): Float64Array {
  let [xx, xy, yy] = [0, 0, 0];
  for (let k = 0; k < points.length; k += 2) {
    xx += points[k] * points[k];
    xy += points[k] * points[k + 1];
    yy += points[k + 1] * points[k + 1];
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return points.map((_, k) => {
    const [x, y] = [points[k - (k % 2)], points[k - (k % 2) + 1]];
    return k % 2 === 0 ? cos * x + sin * y : cos * y - sin * x;
  });
}
