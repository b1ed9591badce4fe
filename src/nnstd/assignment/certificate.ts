import type { Duals, Matching } from './matching';
import type { OverlapGraph } from './overlapGraph';

/** A proof of optimality that does not hold: which condition fails, and where. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';

  constructor(
    readonly condition: string,
    readonly row: number,
    readonly column: number,
  ) {
    super(`the assignment is not proven optimal: ${condition} (row ${String(row)}, column ${String(column)})`);
  }
}

/**
 * Checks in exact integers that `duals` prove `matching` optimal: u, p ≥ 0; u + p ≥ weight on every edge, with equality
 * on matched ones; 0 on whatever is unmatched. Then Σ weight = Σu + Σp, and no matching can have more. Time grows with
 * the edges.
 */
export function checkCertificate(
  graph: OverlapGraph,
  weights: Float64Array,
  { columnOfRow, rowOfColumn }: Matching,
  { ofRow, ofColumn }: Duals,
): void {
  const { rows, columns, start, end, edgeClass } = graph;
  for (let column = 0; column < columns; column++) {
    const row = rowOfColumn[column];
    require(isDual(ofColumn[column]), 'p is an integer of at least 0', row, column);
    if (row < 0) require(ofColumn[column] === 0, 'p is 0 on a free column', row, column);
    else require(columnOfRow[row] === column, 'each matched column is matched once', row, column);
  }
  for (let row = 0; row < rows; row++) {
    const matched = columnOfRow[row];
    const u = ofRow[row];
    require(isDual(u), 'u is an integer of at least 0', row, matched);
    if (matched < 0) require(u === 0, 'u is 0 on a free row', row, matched);
    else require(rowOfColumn[matched] === row, 'each matched row is matched once', row, matched);
    let found = matched < 0;
    for (let edge = start[row]; edge < start[row + 1]; edge++) {
      const column = end[edge];
      const slack = u + ofColumn[column] - weights[edgeClass[edge]];
      require(slack >= 0, 'u + p is at least the weight of each edge', row, column);
      if (column === matched) {
        require(slack === 0, 'u + p equals the weight of a matched edge', row, column);
        found = true;
      }
    }
    require(found, 'a matched pair is an edge', row, matched);
  }
}

function isDual(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function require(holds: boolean, condition: string, row: number, column: number): void {
  if (!holds) throw new CertificateError(condition, row, column);
}
