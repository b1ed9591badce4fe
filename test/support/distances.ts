import type { Distances } from '../../src/arrangement/distances';
import { pairCount, pairIndex } from '../../src/measure/pairIndex';
import { randomStream } from '../../src/topology/random';

export function distancesOf(size: number, apart: (a: number, b: number) => number): Distances {
  const values = new Float64Array(pairCount(size));
  for (let b = 1; b < size; b++) for (let a = 0; a < b; a++) values[pairIndex(a, b)] = apart(a, b);
  return { size, values };
}

/** No points of any space need be so far apart. */
export function randomDistances(size: number, seed: number): Distances {
  const random = randomStream(seed, 'distances');
  return distancesOf(size, () => 0.2 + 0.6 * random.uniform());
}

/** [size × axes] row by row. */
export function randomPoints(size: number, axes: number, seed: number): Float64Array {
  const random = randomStream(seed, 'points');
  return Float64Array.from({ length: size * axes }, () => random.normal());
}

export function distancesOfPoints(points: Float64Array, axes: number): Distances {
  return distancesOf(points.length / axes, (a, b) => {
    let sum = 0;
    for (let axis = 0; axis < axes; axis++) sum += (points[a * axes + axis] - points[b * axes + axis]) ** 2;
    return Math.sqrt(sum);
  });
}

/** Row by row, with its diagonal. */
export function squareOf({ size, values }: Distances): number[][] {
  return Array.from({ length: size }, (_, a) =>
    Array.from({ length: size }, (_, b) => (a === b ? 0 : values[pairIndex(a, b)])),
  );
}
