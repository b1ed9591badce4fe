import type { Duals, Matching } from './matching';
import type { OverlapGraph } from './overlapGraph';

/** How repair ended: finished, or given up because it had looked at more edges than it was allowed. */
export type RepairOutcome = 'done' | 'gaveUp';

/**
 * Makes a matching optimal by shortest augmenting paths. Needs feasible duals, equality on each matched edge, and 0 on
 * each free column; keeps all that, and ends with 0 on each free row too, which proves the optimum.
 *
 * `classOfRow` may be stale on return: paths move matches without it. Call `restoreClasses` once at the end.
 */
export function repairRows(
  graph: OverlapGraph,
  weights: Float64Array,
  columnOfRow: Int32Array,
  rowOfColumn: Int32Array,
  rowDual: Float64Array,
  columnDual: Float64Array,
  edgeLimit = Infinity,
): RepairOutcome {
  const { rows, columns } = graph;
  const search = new PathSearch(graph, weights, columnOfRow, rowOfColumn, rowDual, columnDual, columns);
  for (let row = 0; row < rows; row++) {
    if (columnOfRow[row] >= 0 || rowDual[row] === 0) continue;
    search.free(row);
    if (search.edgesSeen > edgeLimit) return 'gaveUp';
  }
  return 'done';
}

/** Both roles: free rows first, then free columns that still have a price. `byColumn` is the transposed graph. */
export function repair(
  graph: OverlapGraph,
  byColumn: () => OverlapGraph,
  weights: Float64Array,
  matching: Matching,
  duals: Duals,
): void {
  const { columnOfRow, rowOfColumn } = matching;
  repairRows(graph, weights, columnOfRow, rowOfColumn, duals.ofRow, duals.ofColumn);
  if (rowOfColumn.some((row, column) => row < 0 && duals.ofColumn[column] > 0)) {
    repairRows(byColumn(), weights, rowOfColumn, columnOfRow, duals.ofColumn, duals.ofRow);
  }
}

export function restoreClasses(graph: OverlapGraph, { columnOfRow, classOfRow }: Matching): void {
  const { rows, start, end, edgeClass } = graph;
  for (let row = 0; row < rows; row++) {
    const column = columnOfRow[row];
    classOfRow[row] = -1;
    if (column < 0) continue;
    for (let edge = start[row], stop = start[row + 1]; edge < stop; edge++) {
      if (end[edge] === column) {
        classOfRow[row] = edgeClass[edge];
        break;
      }
    }
  }
}

/** Dijkstra on reduced costs from one free row, with the arrays kept between searches. */
class PathSearch {
  edgesSeen = 0;
  /** Distance of each column reached in this search. */
  private readonly distance: Float64Array;
  /** Row from which the column was reached. */
  private readonly from: Int32Array;
  /** Search in which the column was last reached, and in which it was settled. */
  private readonly reached: Int32Array;
  private readonly settledIn: Int32Array;
  private readonly settled: Int32Array;
  private heap: Float64Array;
  private heapColumn: Int32Array;
  private heapSize = 0;
  private run = 0;

  constructor(
    private readonly graph: OverlapGraph,
    private readonly weights: Float64Array,
    private readonly columnOfRow: Int32Array,
    private readonly rowOfColumn: Int32Array,
    private readonly rowDual: Float64Array,
    private readonly columnDual: Float64Array,
    columns: number,
  ) {
    this.distance = new Float64Array(columns);
    this.from = new Int32Array(columns);
    this.reached = new Int32Array(columns);
    this.settledIn = new Int32Array(columns);
    this.settled = new Int32Array(columns);
    this.heap = new Float64Array(64);
    this.heapColumn = new Int32Array(64);
  }

  /** Matches this row, or another in its stead, or leaves it with dual 0. */
  free(root: number): void {
    const { start, end, edgeClass } = this.graph;
    const { weights, columnOfRow, rowOfColumn, rowDual, columnDual, distance, from, reached, settledIn, settled } = this;
    const run = ++this.run;
    this.heapSize = 0;
    let settledCount = 0;
    // The row that drops out if no free column is nearer than this.
    let limit = rowDual[root];
    let dropped = root;
    let row = root;
    let rowDistance = 0;
    let lastColumn = -1;
    for (;;) {
      const offset = rowDistance + rowDual[row];
      const stop = start[row + 1];
      this.edgesSeen += stop - start[row];
      let freeColumn = -1;
      for (let edge = start[row]; edge < stop; edge++) {
        const column = end[edge];
        const to = offset - weights[edgeClass[edge]] + columnDual[column];
        if (to >= limit) continue;
        if (reached[column] === run && distance[column] <= to) continue;
        if (settledIn[column] === run) continue;
        reached[column] = run;
        distance[column] = to;
        from[column] = row;
        if (rowOfColumn[column] < 0 && to === rowDistance) {
          freeColumn = column;
          break;
        }
        this.push(to, column);
      }
      let column = freeColumn;
      if (column < 0) {
        do column = this.pop();
        while (column >= 0 && settledIn[column] === run);
        if (column < 0) break;
      }
      const next = rowOfColumn[column];
      if (next < 0) {
        lastColumn = column;
        limit = distance[column];
        break;
      }
      settledIn[column] = run;
      settled[settledCount++] = column;
      row = next;
      rowDistance = distance[column];
      if (rowDistance + rowDual[row] < limit) {
        limit = rowDistance + rowDual[row];
        dropped = row;
      }
      if (rowDistance >= limit) break;
    }
    // Duals: each settled column and its row move by how much nearer than the end they are.
    rowDual[root] -= limit;
    for (let at = 0; at < settledCount; at++) {
      const column = settled[at];
      const change = limit - distance[column];
      if (change <= 0) continue;
      columnDual[column] += change;
      rowDual[rowOfColumn[column]] -= change;
    }
    if (lastColumn < 0) {
      if (dropped === root) return;
      lastColumn = columnOfRow[dropped];
      columnOfRow[dropped] = -1;
    }
    for (let column = lastColumn; ; ) {
      const taker = from[column];
      const left = columnOfRow[taker];
      rowOfColumn[column] = taker;
      columnOfRow[taker] = column;
      if (taker === root) break;
      column = left;
    }
  }

  private push(key: number, column: number): void {
    if (this.heapSize === this.heap.length) this.growHeap();
    const { heap, heapColumn } = this;
    let at = this.heapSize++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent] <= key) break;
      heap[at] = heap[parent];
      heapColumn[at] = heapColumn[parent];
      at = parent;
    }
    heap[at] = key;
    heapColumn[at] = column;
  }

  /** The nearest column, or −1. A column may come more than once. */
  private pop(): number {
    if (this.heapSize === 0) return -1;
    const { heap, heapColumn } = this;
    const top = heapColumn[0];
    const size = --this.heapSize;
    const key = heap[size];
    const column = heapColumn[size];
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && heap[child + 1] < heap[child]) child++;
      if (heap[child] >= key) break;
      heap[at] = heap[child];
      heapColumn[at] = heapColumn[child];
      at = child;
    }
    heap[at] = key;
    heapColumn[at] = column;
    return top;
  }

  private growHeap(): void {
    const heap = new Float64Array(this.heap.length * 2);
    const heapColumn = new Int32Array(this.heap.length * 2);
    heap.set(this.heap);
    heapColumn.set(this.heapColumn);
    this.heap = heap;
    this.heapColumn = heapColumn;
  }
}
