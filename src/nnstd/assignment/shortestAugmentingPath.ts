import { ColumnHeap } from './columnHeap';
import type { SparseCosts } from './sparseCosts';

const FREE = -1;

/**
 * Minimum-cost assignment by shortest augmenting paths, one row after the other, with dual variables: D. F. Crouse, "On
 * implementing 2D rectangular assignment algorithms", IEEE Trans. Aerosp. Electron. Syst. 52(4), 2016. Where several
 * assignments cost the same it gives the one of SciPy's `linear_sum_assignment` for the whole matrix:
 *
 * - columns not yet reached are kept in an order that starts descending, and in which a reached one is replaced by the
 *   last of the list;
 * - of columns at the same least distance a free one comes before a taken one, of the free ones the last in that order, of
 *   the taken ones the first;
 * - a reduced cost is computed as `reached + cost − u − v`, from left to right.
 *
 * A row reaches the columns it does not list at `(reached + elsewhere − u) − v`. Where an earlier row of the same search had
 * a smaller `reached + elsewhere − u`, it reached each of them at least as near (rounding is monotonic, and what it lists
 * costs less), so that only the listed ones are looked at. That, and a heap in place of a scan for the nearest, is all
 * that differs from the dense algorithm; the result does not.
 *
 * Returns the column of each row. Throws `RangeError` for costs that are not finite or above `elsewhere`.
 */
export function shortestAugmentingPathAssignment(matrix: SparseCosts): Int32Array {
  checkCosts(matrix);
  const search = newSearch(matrix.n);
  for (let row = 0; row < matrix.n; row++) {
    const sink = findPath(matrix, row, search);
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
  /** Columns not yet reached: the first `n − reachedCount`; and where each stands in there. */
  readonly remaining: Int32Array;
  readonly position: Int32Array;
  /** Order among columns at the same distance, known while the heap is used. */
  readonly rank: Int32Array;
  readonly nearest: ColumnHeap;
  /** Columns reached, in order: the first `reachedCount`; and for each column whether it is one of them. */
  readonly reached: Int32Array;
  readonly isReached: Uint8Array;
  reachedCount: number;
  /** Length of the path to the sink. */
  total: number;
}

function newSearch(n: number): Search {
  const distance = new Float64Array(n);
  const rank = new Int32Array(n);
  return {
    u: new Float64Array(n),
    v: new Float64Array(n),
    columnOfRow: new Int32Array(n).fill(FREE),
    rowOfColumn: new Int32Array(n).fill(FREE),
    distance,
    rowBefore: new Int32Array(n),
    remaining: new Int32Array(n),
    position: new Int32Array(n),
    rank,
    nearest: new ColumnHeap(n, distance, rank),
    reached: new Int32Array(n),
    isReached: new Uint8Array(n),
    reachedCount: 0,
    total: 0,
  };
}

/** Shortest path from a free row to a free column, in reduced costs. Returns that column. */
function findPath(matrix: SparseCosts, start: number, search: Search): number {
  const { n, elsewhere } = matrix;
  const { u, rowOfColumn, distance, reached, isReached, nearest } = search;
  begin(n, search);

  let row = start;
  let total = 0;
  let leastUsual = Infinity;
  /** Made only when it is needed: most searches end with their first step. */
  let hasHeap = false;
  for (let left = n; ; left--) {
    const usual = total + elsewhere - u[row];
    const looksAtAll = usual < leastUsual;
    if (looksAtAll) {
      leastUsual = usual;
      hasHeap = false;
      relaxAll(usual, row, left, search);
    } else if (!hasHeap) {
      hasHeap = true;
      fillHeap(left, search);
    }
    relaxListed(matrix, row, total, hasHeap, search);
    const column = hasHeap ? nearest.pop() : scanForNearest(left, search);

    total = distance[column];
    reached[n - left] = column;
    isReached[column] = 1;
    closeGap(column, left - 1, hasHeap, search);
    if (rowOfColumn[column] === FREE) {
      search.reachedCount = n - left + 1;
      search.total = total;
      return column;
    }
    row = rowOfColumn[column];
  }
}

function begin(n: number, search: Search): void {
  for (let k = 0; k < n; k++) {
    search.remaining[k] = n - 1 - k;
    search.position[n - 1 - k] = k;
  }
  search.distance.fill(Infinity);
  for (let k = 0; k < search.reachedCount; k++) search.isReached[search.reached[k]] = 0;
}

/** As if no column were listed; those that are, are nearer still. */
function relaxAll(usual: number, row: number, left: number, search: Search): void {
  const { v, distance, rowBefore, remaining } = search;
  for (let k = 0; k < left; k++) {
    const column = remaining[k];
    const through = usual - v[column];
    if (through < distance[column]) {
      distance[column] = through;
      rowBefore[column] = row;
    }
  }
}

function relaxListed(
  matrix: SparseCosts,
  row: number,
  total: number,
  hasHeap: boolean,
  search: Search,
): void {
  const { indptr, columns, costs } = matrix;
  const { v, distance, rowBefore, isReached, nearest } = search;
  const dual = search.u[row];
  for (let cell = indptr[row]; cell < indptr[row + 1]; cell++) {
    const column = columns[cell];
    const through = total + costs[cell] - dual - v[column];
    if (through < distance[column] && isReached[column] === 0) {
      distance[column] = through;
      rowBefore[column] = row;
      if (hasHeap) nearest.moved(column);
    }
  }
}

/** Does what the order of ranks says, without ranks. */
function scanForNearest(left: number, search: Search): number {
  const { distance, rowOfColumn, remaining } = search;
  let least = Infinity;
  let nearest = remaining[0];
  for (let k = 0; k < left; k++) {
    const column = remaining[k];
    const own = distance[column];
    if (own < least || (own === least && rowOfColumn[column] === FREE)) {
      least = own;
      nearest = column;
    }
  }
  return nearest;
}

function fillHeap(left: number, search: Search): void {
  for (let k = 0; k < left; k++) rankColumn(search.remaining[k], search);
  search.nearest.rebuild(search.remaining, left);
}

function rankColumn(column: number, search: Search): void {
  const { rowOfColumn, position, rank } = search;
  rank[column] = rowOfColumn[column] === FREE ? -1 - position[column] : position[column];
}

/** The last of the `left + 1` columns that remained takes the place of the one just reached. */
function closeGap(column: number, left: number, hasHeap: boolean, search: Search): void {
  const { remaining, position, nearest } = search;
  const last = remaining[left];
  if (last === column) return;
  remaining[position[column]] = last;
  position[last] = position[column];
  if (!hasHeap) return;
  rankColumn(last, search);
  nearest.moved(last);
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

function checkCosts({ n, indptr, columns, costs, elsewhere }: SparseCosts): void {
  if (!Number.isFinite(elsewhere)) throw new RangeError('costs of an assignment have to be finite numbers');
  for (let cell = 0; cell < indptr[n]; cell++) {
    if (!(costs[cell] <= elsewhere && costs[cell] > -Infinity)) {
      throw new RangeError(
        `cost ${String(costs[cell])} of column ${String(columns[cell])} is not finite or above ${String(elsewhere)}`,
      );
    }
  }
}
