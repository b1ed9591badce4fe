const FREE = -1;

/**
 * The published algorithm on the whole matrix, column by column: what the product's sparse form has to equal.
 * `costs`: shape n × n, row-major, finite. Returns the column of each row.
 */
export function denseAssignment(costs: Float64Array, n: number): Int32Array {
  if (costs.length !== n * n) {
    throw new RangeError(`expected ${String(n)} × ${String(n)} costs, found ${String(costs.length)}`);
  }
  const search = newSearch(n);
  for (let row = 0; row < n; row++) {
    const sink = findPath(costs, n, row, search);
    updateDuals(row, search);
    augment(row, sink, search);
  }
  return search.columnOfRow;
}

/** State of the search; all arrays have length n. */
interface Search {
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly columnOfRow: Int32Array;
  readonly rowOfColumn: Int32Array;
  /** Length of the shortest path to each column found so far, and the row before it on that path. */
  readonly distance: Float64Array;
  readonly rowBefore: Int32Array;
  /** Columns not yet reached: the first `n − reachedCount`. */
  readonly remaining: Int32Array;
  /** Columns reached, in order: the first `reachedCount`. */
  readonly reached: Int32Array;
  reachedCount: number;
  /** Length of the path to the sink. */
  total: number;
}

function newSearch(n: number): Search {
  return {
    u: new Float64Array(n),
    v: new Float64Array(n),
    columnOfRow: new Int32Array(n).fill(FREE),
    rowOfColumn: new Int32Array(n).fill(FREE),
    distance: new Float64Array(n),
    rowBefore: new Int32Array(n),
    remaining: new Int32Array(n),
    reached: new Int32Array(n),
    reachedCount: 0,
    total: 0,
  };
}

/** Shortest path from a free row to a free column, in reduced costs. Returns that column. */
function findPath(costs: Float64Array, n: number, start: number, search: Search): number {
  const { u, v, rowOfColumn, distance, rowBefore, remaining, reached } = search;
  for (let k = 0; k < n; k++) remaining[k] = n - 1 - k;
  distance.fill(Infinity);

  let left = n;
  let row = start;
  let total = 0;
  for (;;) {
    const base = row * n;
    const dual = u[row];
    let least = Infinity;
    let at = -1;
    for (let k = 0; k < left; k++) {
      const column = remaining[k];
      const through = total + costs[base + column] - dual - v[column];
      let best = distance[column];
      if (through < best) {
        rowBefore[column] = row;
        distance[column] = through;
        best = through;
      }
      if (best < least || (best === least && rowOfColumn[column] === FREE)) {
        least = best;
        at = k;
      }
    }
    // NaN is never the least, and infinite costs leave no path: both would walk a path that does not exist.
    if (at === -1 || least === Infinity) {
      throw new RangeError('costs of an assignment have to be finite numbers');
    }
    total = least;
    const column = remaining[at];
    reached[n - left] = column;
    remaining[at] = remaining[--left];
    if (rowOfColumn[column] === FREE) {
      search.reachedCount = n - left;
      search.total = total;
      return column;
    }
    row = rowOfColumn[column];
  }
}

/** Keeps reduced costs non-negative, and zero on the path just found. Every scanned row but the first is matched with a reached column. */
function updateDuals(start: number, search: Search): void {
  const { u, v, rowOfColumn, distance, reached, total } = search;
  u[start] += total;
  for (let k = 0; k < search.reachedCount; k++) {
    const column = reached[k];
    const slack = total - distance[column];
    const row = rowOfColumn[column];
    if (row !== FREE) u[row] += slack;
    v[column] -= slack;
  }
}

function augment(start: number, sink: number, search: Search): void {
  const { columnOfRow, rowOfColumn, rowBefore } = search;
  let column = sink;
  for (;;) {
    const row = rowBefore[column];
    rowOfColumn[column] = row;
    const next = columnOfRow[row];
    columnOfRow[row] = column;
    if (row === start) return;
    column = next;
  }
}
