/** A square cost matrix of which only the cells below its usual cost are listed. */
export interface SparseCosts {
  /** Rows, and columns. */
  readonly n: number;
  /** Length n + 1; the listed cells of row i are `indptr[i] … indptr[i + 1])`. */
  readonly indptr: Uint32Array;
  /** Column of each listed cell, distinct within a row, in any order. */
  readonly columns: Uint32Array;
  /** Cost of each listed cell: finite, and at most `elsewhere`. */
  readonly costs: Float64Array;
  /** Cost of every cell that is not listed. */
  readonly elsewhere: number;
}

/** Bytes a listed cell takes. */
export const BYTES_PER_CELL = Uint32Array.BYTES_PER_ELEMENT + Float64Array.BYTES_PER_ELEMENT;

export function costAt(matrix: SparseCosts, row: number, column: number): number {
  for (let cell = matrix.indptr[row]; cell < matrix.indptr[row + 1]; cell++) {
    if (matrix.columns[cell] === column) return matrix.costs[cell];
  }
  return matrix.elsewhere;
}
