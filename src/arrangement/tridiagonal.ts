/** A symmetric matrix as Q T Qᵀ, where T has entries only on and beside its diagonal. */
export interface Tridiagonal {
  readonly size: number;
  readonly diagonal: Float64Array;
  /** Length size; entry k stands between k and k + 1, the last is 0. */
  readonly beside: Float64Array;
  /** A vector in the space of T → in that of the matrix: Q times it, in place. */
  turnBack(vector: Float64Array): void;
}

/** By Householder reflections. `matrix` [size × size] is used up. */
export function tridiagonalise(matrix: Float64Array, size: number): Tridiagonal {
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  /** Unit vectors that are reflected at, each from its second-next place on; null where there is nothing to reflect. */
  const mirrors: (Float64Array | null)[] = [];
  const image = new Float64Array(size);
  for (let k = 0; k < size - 1; k++) {
    diagonal[k] = matrix[k * size + k];
    const { mirror, length } = mirrorOf(matrix.subarray(k * size + k + 1, (k + 1) * size));
    beside[k] = length;
    mirrors.push(mirror);
    if (mirror !== null) reflect(matrix, size, k + 1, mirror, image);
  }
  if (size > 0) diagonal[size - 1] = matrix[size * size - 1];
  return {
    size,
    diagonal,
    beside,
    turnBack: (vector) => {
      for (let k = mirrors.length - 1; k >= 0; k--) {
        const mirror = mirrors[k];
        if (mirror !== null) reflectVector(vector.subarray(k + 1), mirror);
      }
    },
  };
}

/** The unit vector at which a reflection turns `column` into (length, 0, …, 0). */
function mirrorOf(column: Float64Array): { readonly mirror: Float64Array | null; readonly length: number } {
  const norm = Math.hypot(...column);
  if (column.subarray(1).every((entry) => entry === 0)) return { mirror: null, length: column[0] };
  const length = column[0] > 0 ? -norm : norm;
  const mirror = column.slice();
  mirror[0] -= length;
  const scale = 1 / Math.hypot(...mirror);
  return { mirror: mirror.map((entry) => entry * scale), length };
}

/** The part of the matrix from row and column `from` on, reflected from both sides: A − 2 v wᵀ − 2 w vᵀ. */
function reflect(
  matrix: Float64Array,
  size: number,
  from: number,
  mirror: Float64Array,
  image: Float64Array,
): void {
  const count = size - from;
  let along = 0;
  for (let i = 0; i < count; i++) {
    const row = (from + i) * size + from;
    let sum = 0;
    for (let j = 0; j < count; j++) sum += matrix[row + j] * mirror[j];
    image[i] = sum;
    along += sum * mirror[i];
  }
  for (let i = 0; i < count; i++) image[i] -= along * mirror[i];
  for (let i = 0; i < count; i++) {
    const row = (from + i) * size + from;
    const [twiceMirror, twiceImage] = [2 * mirror[i], 2 * image[i]];
    for (let j = 0; j < count; j++) matrix[row + j] -= twiceMirror * image[j] + twiceImage * mirror[j];
  }
}

function reflectVector(vector: Float64Array, mirror: Float64Array): void {
  let along = 0;
  for (let k = 0; k < mirror.length; k++) along += vector[k] * mirror[k];
  for (let k = 0; k < mirror.length; k++) vector[k] -= 2 * along * mirror[k];
}
