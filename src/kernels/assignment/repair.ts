import type { Graph } from './graph';
import { newF64s, newI32s } from './memory';
import type { State } from './state';

/**
 * Makes a matching optimal by shortest augmenting paths (Dijkstra on reduced costs). Needs feasible duals, equality on
 * each matched edge, and keeps both; ends with 0 on each free row, which with 0 on each free column proves the optimum.
 *
 * Rows and columns are those of `graph`: given the transposed graph, the roles are exchanged. Classes of matches are
 * not kept: `State.restoreClasses`.
 */
export class Repair {
  edgesSeen: f64 = 0;
  /** Distance of each column reached in this search. */
  private distance: F64s;
  /** Row from which the column was reached. */
  private from: I32s;
  /** Search in which the column was last reached, and in which it was settled. */
  private reached: I32s;
  private settledIn: I32s;
  private settled: I32s;
  /** Columns as near as the row that is looked from: they need no heap, and ties make them many. */
  private asNear: I32s;
  private capacity: i32 = 1024;
  private heapSize: i32 = 0;
  private heapKey: F64s = newF64s(1024);
  private heapColumn: I32s = newI32s(1024);
  private search: i32 = 0;

  constructor(
    private graph: Graph,
    private weights: F64s,
    private columnOfRow: I32s,
    private rowOfColumn: I32s,
    private rowDual: F64s,
    private columnDual: F64s,
  ) {
    this.distance = newF64s(graph.columns);
    this.from = newI32s(graph.columns);
    this.reached = newI32s(graph.columns);
    this.settledIn = newI32s(graph.columns);
    this.settled = newI32s(graph.columns);
    this.asNear = newI32s(graph.columns);
  }

  /** False if it gave up after `edgeLimit` edges; all but the zeros on free rows holds even then. */
  run(edgeLimit: f64): bool {
    for (let row: i32 = 0; row < this.graph.rows; row++) {
      if (this.columnOfRow[row] >= 0 || this.rowDual[row] === 0) continue;
      if (this.edgesSeen > edgeLimit) return false;
      this.place(row);
    }
    return true;
  }

  /** Matches this row, or drops another in its stead, or leaves it with dual 0. */
  private place(root: i32): void {
    const start = this.graph.start;
    const end = this.graph.end;
    const edgeClass = this.graph.edgeClass;
    const weights = this.weights;
    const rowOfColumn = this.rowOfColumn;
    const rowDual = this.rowDual;
    const columnDual = this.columnDual;
    const distance = this.distance;
    const reached = this.reached;
    const search = ++this.search;
    this.heapSize = 0;
    let settledCount: i32 = 0;
    let asNearCount: i32 = 0;
    // Where the path may end: at a free column, or, where that is −1, at the row that drops out instead.
    let last: i32 = -1;
    let dropped = root;
    let limit = rowDual[root];
    let row = root;
    let rowDistance: f64 = 0;
    while (rowDistance < limit) {
      const offset = rowDistance + rowDual[row];
      let edge = start[row];
      for (let stop = start[row + 1]; edge < stop; edge++) {
        const ahead = offset - weights[edgeClass[edge]];
        if (ahead >= limit) break;
        const other = end[edge];
        const to = ahead + columnDual[other];
        if (to >= limit) continue;
        if (reached[other] === search && distance[other] <= to) continue;
        reached[other] = search;
        distance[other] = to;
        this.from[other] = row;
        if (rowOfColumn[other] < 0) {
          last = other;
          limit = to;
        } else if (to === rowDistance) {
          this.asNear[asNearCount++] = other;
        } else {
          this.push(to, other);
        }
      }
      this.edgesSeen += edge - start[row];
      if (rowDistance >= limit) break;
      const column = asNearCount > 0 ? this.asNear[--asNearCount] : this.nearest();
      // The limit may have fallen since the column was reached.
      if (column < 0 || distance[column] >= limit) break;
      this.settledIn[column] = search;
      this.settled[settledCount++] = column;
      row = rowOfColumn[column];
      rowDistance = distance[column];
      if (rowDistance + rowDual[row] < limit) {
        limit = rowDistance + rowDual[row];
        dropped = row;
        last = -1;
      }
    }
    // Each settled column and its row move by how much nearer than the end they are.
    rowDual[root] -= limit;
    for (let at: i32 = 0; at < settledCount; at++) {
      const column = this.settled[at];
      const change = limit - distance[column];
      if (change <= 0) continue;
      columnDual[column] += change;
      rowDual[rowOfColumn[column]] -= change;
    }
    this.augment(root, last, dropped);
  }

  /** Moves the matches along the path that ends in column `last`, or, if that is −1, at the row `dropped`. */
  private augment(root: i32, last: i32, dropped: i32): void {
    let column = last;
    if (column < 0) {
      if (dropped === root) return;
      column = this.columnOfRow[dropped];
      this.columnOfRow[dropped] = -1;
    }
    for (;;) {
      const taker = this.from[column];
      const left = this.columnOfRow[taker];
      this.rowOfColumn[column] = taker;
      this.columnOfRow[taker] = column;
      if (taker === root) return;
      column = left;
    }
  }

  private push(key: f64, column: i32): void {
    if (this.heapSize === this.capacity) this.growHeap();
    const heapKey = this.heapKey;
    const heapColumn = this.heapColumn;
    let at = this.heapSize;
    this.heapSize = at + 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heapKey[parent] <= key) break;
      heapKey[at] = heapKey[parent];
      heapColumn[at] = heapColumn[parent];
      at = parent;
    }
    heapKey[at] = key;
    heapColumn[at] = column;
  }

  /** The nearest column not yet settled, or −1. */
  private nearest(): i32 {
    let column = this.pop();
    while (column >= 0 && this.settledIn[column] === this.search) column = this.pop();
    return column;
  }

  /** The nearest column, or −1. A column may come more than once. */
  private pop(): i32 {
    if (this.heapSize === 0) return -1;
    const heapKey = this.heapKey;
    const heapColumn = this.heapColumn;
    const top = heapColumn[0];
    const size: i32 = this.heapSize - 1;
    this.heapSize = size;
    const key = heapKey[size];
    const column = heapColumn[size];
    let at: i32 = 0;
    for (;;) {
      let child: i32 = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && heapKey[child + 1] < heapKey[child]) child++;
      if (heapKey[child] >= key) break;
      heapKey[at] = heapKey[child];
      heapColumn[at] = heapColumn[child];
      at = child;
    }
    heapKey[at] = key;
    heapColumn[at] = column;
    return top;
  }

  private growHeap(): void {
    const oldKey = this.heapKey;
    const oldColumn = this.heapColumn;
    this.capacity *= 2;
    this.heapKey = newF64s(this.capacity);
    this.heapColumn = newI32s(this.capacity);
    for (let at: i32 = 0; at < this.heapSize; at++) {
      this.heapKey[at] = oldKey[at];
      this.heapColumn[at] = oldColumn[at];
    }
  }
}

/** Free rows first, then free columns that still have a price. */
export function repairBoth(state: State, byColumn: Graph): void {
  const rows = new Repair(
    state.graph,
    state.weights,
    state.columnOfRow,
    state.rowOfColumn,
    state.rowDual,
    state.columnDual,
  );
  rows.run(Infinity);
  for (let column: i32 = 0; column < state.graph.columns; column++) {
    if (state.rowOfColumn[column] >= 0 || state.columnDual[column] === 0) continue;
    const columns = new Repair(
      byColumn,
      state.weights,
      state.rowOfColumn,
      state.columnOfRow,
      state.columnDual,
      state.rowDual,
    );
    columns.run(Infinity);
    return;
  }
}
