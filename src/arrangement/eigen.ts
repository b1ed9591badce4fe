import { type Tridiagonal, tridiagonalise } from './tridiagonal';

export interface Eigen {
  /** All of them, the greatest first. */
  readonly values: Float64Array;
  /** Of the greatest values, as many as were asked for: unit vectors of length size. Their signs mean nothing. */
  readonly vectors: readonly Float64Array[];
}

/** Bisections that narrow an eigenvalue down to the precision of its number. */
const bisections = 64;
/** Each makes the vector purer by as much as its value stands out; two are enough, the third is for neighbours. */
const inverseSteps = 3;

/**
 * All eigenvalues of a symmetric matrix [size × size], and the eigenvectors of the `count` greatest, in O(size³) with a
 * small factor: made tridiagonal, bisected by Sturm's count, vectors by inverse iteration. `matrix` is used up.
 */
export function eigen(matrix: Float64Array, size: number, count: number): Eigen {
  const small = tridiagonalise(matrix, size);
  const values = eigenvalues(small);
  const vectors: Float64Array[] = [];
  for (let k = 0; k < Math.min(count, size); k++) vectors.push(eigenvector(small, values[k], vectors));
  for (const vector of vectors) small.turnBack(vector);
  return { values, vectors };
}

function eigenvalues({ size, diagonal, beside }: Tridiagonal): Float64Array {
  const radius = (k: number): number => Math.abs(beside[k]) + Math.abs(k === 0 ? 0 : beside[k - 1]);
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < size; k++) {
    least = Math.min(least, diagonal[k] - radius(k));
    most = Math.max(most, diagonal[k] + radius(k));
  }
  return Float64Array.from({ length: size }, (_, rank) => {
    let [low, high] = [least, most];
    for (let step = 0; step < bisections && low < high; step++) {
      const middle = low + (high - low) / 2;
      if (countBelow(diagonal, beside, middle) >= size - rank) high = middle;
      else low = middle;
    }
    return low + (high - low) / 2;
  });
}

/** Eigenvalues less than `bound`: the negative pivots of T − bound · I. */
function countBelow(diagonal: Float64Array, beside: Float64Array, bound: number): number {
  let count = 0;
  let pivot = 1;
  for (let k = 0; k < diagonal.length; k++) {
    const above = k === 0 ? 0 : beside[k - 1];
    pivot = diagonal[k] - bound - (above === 0 ? 0 : (above * above) / pivot);
    if (pivot === 0) pivot = Number.MIN_VALUE * 2 ** 60;
    if (pivot < 0) count++;
  }
  return count;
}

/** The vector that (T − value · I)⁻¹ stretches most, at right angles to those `found`. */
function eigenvector(small: Tridiagonal, value: number, found: readonly Float64Array[]): Float64Array {
  const { size } = small;
  // Any start will do that is at right angles to nothing likely.
  let vector: Float64Array = Float64Array.from({ length: size }, (_, k) => Math.cos(k + 1 + found.length));
  for (let step = 0; step < inverseSteps; step++) {
    orthogonalise(vector, found);
    vector = solveShifted(small, value, vector);
  }
  orthogonalise(vector, found);
  return vector;
}

/** Twice: what the first time leaves of it by rounding, the second takes away. */
function orthogonalise(vector: Float64Array, found: readonly Float64Array[]): void {
  for (const other of [...found, ...found]) {
    let along = 0;
    for (let k = 0; k < vector.length; k++) along += vector[k] * other[k];
    for (let k = 0; k < vector.length; k++) vector[k] -= along * other[k];
  }
  let square = 0;
  for (const entry of vector) square += entry * entry;
  const scale = 1 / Math.sqrt(square);
  for (let k = 0; k < vector.length; k++) vector[k] *= scale;
}

/** Solves (T − value · I) x = right by elimination with row exchange; a pivot of 0 becomes a tiny one. */
function solveShifted(
  { size, diagonal, beside }: Tridiagonal,
  value: number,
  right: Float64Array,
): Float64Array {
  const scale = diagonal.reduce((most, entry, k) => Math.max(most, Math.abs(entry), Math.abs(beside[k])), 0);
  const tiny = (scale === 0 ? 1 : scale) * Number.EPSILON;
  // Rows of the triangle: on the diagonal, one beside it, two beside it.
  const pivots = new Float64Array(size);
  const next = new Float64Array(size);
  const afterNext = new Float64Array(size);
  const solution = right.slice();
  let [here, there] = [diagonal[0] - value, beside[0]];
  for (let k = 0; k < size - 1; k++) {
    const [below, belowNext, belowAfter] = [beside[k], diagonal[k + 1] - value, beside[k + 1]];
    if (Math.abs(below) > Math.abs(here)) {
      const factor = here / below;
      [pivots[k], next[k], afterNext[k]] = [below, belowNext, belowAfter];
      [here, there] = [there - factor * belowNext, -factor * belowAfter];
      [solution[k], solution[k + 1]] = [solution[k + 1], solution[k] - factor * solution[k + 1]];
    } else {
      const pivot = here === 0 ? tiny : here;
      const factor = below / pivot;
      [pivots[k], next[k]] = [pivot, there];
      [here, there] = [belowNext - factor * there, belowAfter];
      solution[k + 1] -= factor * solution[k];
    }
  }
  pivots[size - 1] = Math.abs(here) < tiny ? tiny : here;
  for (let k = size - 1; k >= 0; k--) {
    if (k + 1 < size) solution[k] -= next[k] * solution[k + 1];
    if (k + 2 < size) solution[k] -= afterNext[k] * solution[k + 2];
    solution[k] /= pivots[k];
  }
  return solution;
}
