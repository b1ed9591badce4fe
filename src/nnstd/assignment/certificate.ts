import type { ProvenAssignment } from '../../kernels/assignmentKernel';

/** A proof of optimality that does not hold: which condition fails, and where. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';

  constructor(
    readonly condition: string,
    readonly row: number,
    readonly column: number,
  ) {
    super(`the assignment is not proven optimal: ${condition} fails (row ${String(row)}, column ${String(column)})`);
  }
}

/**
 * Checks in exact integers that the duals prove the matching optimal: u, p ≥ 0; u + p ≥ weight on every edge, with
 * equality on matched ones; 0 on whatever is unmatched. Then Σ weight = Σu + Σp, and no matching can have more. Time
 * grows with the edges. `exact` is the weight by class.
 */
export function checkCertificate(assignment: ProvenAssignment, exact: Float64Array): void {
  const { columnOfRow, classOfRow, rowDual, columnDual, start, end, edgeClass } = assignment;
  const rowOfColumn = new Int32Array(columnDual.length).fill(-1);
  columnOfRow.forEach((column, row) => {
    if (column < 0) return;
    demand(rowOfColumn[column] < 0, 'a column is matched once', row, column);
    rowOfColumn[column] = row;
  });
  columnDual.forEach((price, column) => {
    demand(isDual(price), 'p is an integer of at least 0', rowOfColumn[column], column);
    demand(rowOfColumn[column] >= 0 || price === 0, 'p is 0 on a free column', -1, column);
  });
  for (let row = 0; row < columnOfRow.length; row++) {
    const matched = columnOfRow[row];
    const u = rowDual[row];
    demand(isDual(u), 'u is an integer of at least 0', row, matched);
    demand(matched >= 0 || u === 0, 'u is 0 on a free row', row, matched);
    let found = matched < 0;
    for (let edge = start[row]; edge < start[row + 1]; edge++) {
      const column = end[edge];
      const slack = u + columnDual[column] - exact[edgeClass[edge]];
      if (slack < 0) throw new CertificateError('u + p is at least the weight of each edge', row, column);
      if (column === matched) {
        demand(slack === 0, 'u + p equals the weight of a matched edge', row, column);
        demand(edgeClass[edge] === classOfRow[row], 'a match has the class of its edge', row, column);
        found = true;
      }
    }
    demand(found, 'a matched pair is an edge', row, matched);
  }
}

function isDual(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function demand(holds: boolean, condition: string, row: number, column: number): void {
  if (!holds) throw new CertificateError(condition, row, column);
}
