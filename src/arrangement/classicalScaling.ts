import { pairIndex } from '../measure/pairIndex';
import type { Distances } from './distances';
import { eigen } from './eigen';

/** Points on a map, [size × axes] row by row. */
export interface ClassicalMap {
  readonly points: Float64Array;
  /**
   * Of all axes, the greatest first. A negative one is of distances that no points at all are apart by: what they tell
   * is on no map.
   */
  readonly eigenvalues: Float64Array;
}

/** Below this share of the greatest, an eigenvalue is a rounded 0. */
const negligible = 1e-12;

/**
 * Classical multidimensional scaling (W. Torgerson, Psychometrika 17, 1952): the points whose scalar products are next
 * to those that the distances ask for. An axis of an eigenvalue that is not positive is 0 for all points. The signs of
 * the axes mean nothing.
 */
export function classicalScaling(distances: Distances, axes: number): ClassicalMap {
  const { size } = distances;
  const { values, vectors } = eigen(scalarProducts(distances), size, axes);
  const points = new Float64Array(size * axes);
  vectors.forEach((vector, axis) => {
    if (values[axis] <= negligible * values[0]) return;
    const length = Math.sqrt(values[axis]);
    for (let item = 0; item < size; item++) points[item * axes + axis] = length * vector[item];
  });
  return { points, eigenvalues: values };
}

/** −½ of the squared distances, centred in rows and columns: [size × size]. */
function scalarProducts({ size, values }: Distances): Float64Array {
  const products = new Float64Array(size * size);
  const means = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (row === column) continue;
      const product = -0.5 * values[pairIndex(row, column)] ** 2;
      products[row * size + column] = product;
      means[row] += product / size;
    }
  }
  const mean = means.reduce((sum, each) => sum + each / size, 0);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      products[row * size + column] += mean - means[row] - means[column];
    }
  }
  return products;
}
