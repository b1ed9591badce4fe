import type { OverlapGraph } from './overlapGraph';

/** A matching of some rows with some columns, by edges only. Changed in place by the steps that build it. */
export interface Matching {
  /** Length `rows`; −1 where unmatched. */
  readonly columnOfRow: Int32Array;
  /** Length `columns`; −1 where unmatched. */
  readonly rowOfColumn: Int32Array;
  /** Length `rows`: the class of the matched edge, meaningless where unmatched. */
  readonly classOfRow: Int32Array;
}

/** Integer prices: u + p ≥ weight on each edge, all at least 0. Changed in place by the steps that build them. */
export interface Duals {
  /** Length `rows`. */
  readonly ofRow: Float64Array;
  /** Length `columns`. */
  readonly ofColumn: Float64Array;
}

export function emptyMatching({ rows, columns }: OverlapGraph): Matching {
  return {
    columnOfRow: new Int32Array(rows).fill(-1),
    rowOfColumn: new Int32Array(columns).fill(-1),
    classOfRow: new Int32Array(rows).fill(-1),
  };
}

/** The smallest u that is feasible beside these prices. */
export function bestValues(graph: OverlapGraph, weights: Float64Array, price: Float64Array, into: Float64Array): void {
  const { rows, start, end, edgeClass } = graph;
  for (let row = 0; row < rows; row++) {
    let best = 0;
    for (let edge = start[row], stop = start[row + 1]; edge < stop; edge++) {
      const value = weights[edgeClass[edge]] - price[end[edge]];
      if (value > best) best = value;
    }
    into[row] = best;
  }
}
