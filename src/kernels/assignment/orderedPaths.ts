import type { Graph } from './graph';
import { newF64s, newI32s, newU8s } from './memory';
import { RankedHeap } from './rankedHeap';

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
 * Only edges are looked at; a pair without one costs `elsewhere`, and no edge costs more. A row reaches the columns beyond
 * its edges at `(reached + elsewhere − u) − v`. The v of free columns is 0, so they are all reached at the least of
 * `reached + elsewhere − u` (*the horizon*); the others not before, as their v is at most 0, but for a few that rounding
 * has *lifted* above. Whatever is not nearer than the horizon can therefore be left out: a search that gets there ends,
 * with the free column that the order says. Rounding is monotonic, which makes this true of floating-point numbers too:
 * the result is that of the dense algorithm to the last bit.
 */
export class OrderedPaths {
  /** Length n; complete after `run`. */
  columnOfRow: I32s;
  /** Length n: class of the edge to that column, −1 where there is none. Known after `run`. */
  classOfRow: I32s;
  private n: i32;
  private rowDual: F64s;
  private columnDual: F64s;
  /** −1 while free. */
  private rowOfColumn: I32s;
  /** Free columns, ascending: each column's neighbours in the list, which begins and ends at n. */
  private nextFree: I32s;
  private previousFree: I32s;
  /** In this search: least distance found so far, infinite before; and the row before the column on that path. */
  private distance: F64s;
  private rowBefore: I32s;
  private near: RankedHeap;
  /** Columns reached in this search, in order. */
  private reached: I32s;
  private reachedCount: i32 = 0;
  /** The order of the columns not yet reached, and the place of each in it. Restored after each search. */
  private columnAt: I32s;
  private place: I32s;
  /** Places that were filled anew in this search, and the columns that filled them. */
  private filled: I32s;
  private moved: I32s;
  private movedCount: i32 = 0;
  /** Columns whose v is, or was, above 0, and which they are; no v is above `highest`. */
  private lifted: I32s;
  private isLifted: U8s;
  private liftedCount: i32 = 0;
  private highest: f64 = 0;
  /** How far the search has come; in the end the length of its path. */
  private total: f64 = 0;
  /** Distance of the free columns without an edge, and the row before them. */
  private horizon: f64 = 0;
  private horizonRow: i32 = 0;
  /** Least distance of a free column with an edge: nothing beyond it matters. */
  private nearestFree: f64 = 0;

  /** As many rows as columns. Costs by class: finite, at most `elsewhere`, rising along a row. */
  constructor(
    private graph: Graph,
    private costs: F64s,
    private elsewhere: f64,
  ) {
    const n = graph.rows;
    const distance = newF64s(n);
    this.n = n;
    this.distance = distance;
    this.columnOfRow = newI32s(n);
    this.classOfRow = newI32s(n);
    this.rowDual = newF64s(n);
    this.columnDual = newF64s(n);
    this.rowOfColumn = newI32s(n);
    this.nextFree = newI32s(n + 1);
    this.previousFree = newI32s(n + 1);
    this.rowBefore = newI32s(n);
    this.near = new RankedHeap(n, distance);
    this.reached = newI32s(n);
    this.columnAt = newI32s(n);
    this.place = newI32s(n);
    this.filled = newI32s(n);
    this.moved = newI32s(n);
    this.lifted = newI32s(n);
    this.isLifted = newU8s(n);
  }

  run(): void {
    const n = this.n;
    for (let column: i32 = 0; column < n; column++) {
      this.rowOfColumn[column] = -1;
      this.distance[column] = Infinity;
      this.columnAt[n - 1 - column] = column;
      this.place[column] = n - 1 - column;
    }
    for (let column: i32 = 0; column <= n; column++) {
      this.nextFree[column] = column === n ? 0 : column + 1;
      this.previousFree[column] = column === 0 ? n : column - 1;
    }
    for (let row: i32 = 0; row < n; row++) {
      const sink = this.findPath(row);
      this.updateDuals(row);
      this.forget(sink);
      this.augment(row, sink);
    }
    this.findClasses();
  }

  /** Shortest path from a free row to a free column, in reduced costs. Returns that column. */
  private findPath(root: i32): i32 {
    const near = this.near;
    this.total = 0;
    this.horizon = Infinity;
    this.nearestFree = Infinity;
    this.lookFrom(root);
    while (!near.isEmpty() && near.least() < this.horizon) {
      const column = near.pop();
      this.total = this.distance[column];
      this.reached[this.reachedCount++] = column;
      const row = this.rowOfColumn[column];
      if (row < 0) return column;
      this.closeGap(column);
      this.lookFrom(row);
    }
    const sink = this.lastFree();
    if (this.distance[sink] > this.horizon) this.rowBefore[sink] = this.horizonRow;
    this.total = this.horizon;
    return sink;
  }

  /** Reaches out from a row that is `total` away. */
  private lookFrom(row: i32): void {
    const end = this.graph.end;
    const edgeClass = this.graph.edgeClass;
    const costs = this.costs;
    const columnDual = this.columnDual;
    const total = this.total;
    const dual = this.rowDual[row];
    const beyond = total + this.elsewhere - dual;
    if (beyond < this.horizon) {
      this.horizon = beyond;
      this.horizonRow = row;
      for (let at: i32 = 0; at < this.liftedCount; at++) {
        this.reach(this.lifted[at], row, beyond - columnDual[this.lifted[at]]);
      }
    }
    const highest = this.highest;
    for (let edge = this.graph.start[row], stop = this.graph.start[row + 1]; edge < stop; edge++) {
      const ahead = total + costs[edgeClass[edge]] - dual;
      const least = ahead - highest;
      if (least >= this.horizon || least > this.nearestFree) break;
      this.reach(end[edge], row, ahead - columnDual[end[edge]]);
    }
  }

  private reach(column: i32, row: i32, through: f64): void {
    if (through >= this.horizon || through > this.nearestFree) return;
    if (through >= this.distance[column] || this.near.isGone(column)) return;
    // Of columns at the same distance a free one comes first.
    if (this.rowOfColumn[column] < 0) this.nearestFree = through;
    else if (through === this.nearestFree) return;
    this.distance[column] = through;
    this.rowBefore[column] = row;
    this.near.add(column, this.rankOf(column));
  }

  /** Free columns come before taken ones, the last of them first; of the taken ones the first. */
  private rankOf(column: i32): i32 {
    return this.rowOfColumn[column] < 0 ? -1 - this.place[column] : this.place[column];
  }

  /** The last column of the order takes the place of the one just reached. */
  private closeGap(column: i32): void {
    const last = this.columnAt[this.n - this.reachedCount];
    if (last === column) return;
    const gap = this.place[column];
    this.columnAt[gap] = last;
    this.place[last] = gap;
    this.filled[this.movedCount] = gap;
    this.moved[this.movedCount++] = last;
    this.near.rerank(last, this.rankOf(last));
  }

  /** The last free column of the order: the least that has not been moved, or one that has. Those moved are lesser. */
  private lastFree(): i32 {
    const n = this.n;
    let last: i32 = -1;
    for (let column = this.nextFree[n]; column < n; column = this.nextFree[column]) {
      if (last < 0 || this.place[column] > this.place[last]) last = column;
      if (this.place[column] === n - 1 - column) break;
    }
    return last;
  }

  /** Keeps reduced costs non-negative, and zero on the path just found. Every scanned row but the first is matched with a reached column. */
  private updateDuals(root: i32): void {
    this.rowDual[root] += this.total;
    for (let at: i32 = 0; at < this.reachedCount; at++) {
      const column = this.reached[at];
      const slack = this.total - this.distance[column];
      const row = this.rowOfColumn[column];
      if (row >= 0) this.rowDual[row] += slack;
      this.columnDual[column] -= slack;
      if (this.columnDual[column] > 0) this.lift(column);
    }
  }

  private lift(column: i32): void {
    if (this.columnDual[column] > this.highest) this.highest = this.columnDual[column];
    if (this.isLifted[column] === 1) return;
    this.isLifted[column] = 1;
    this.lifted[this.liftedCount++] = column;
  }

  /** Undoes what a search leaves behind, so that the next one need not look at all columns. */
  private forget(sink: i32): void {
    const n = this.n;
    this.distance[sink] = Infinity;
    for (let at: i32 = 0; at < this.reachedCount; at++) {
      this.distance[this.reached[at]] = Infinity;
      this.near.restore(this.reached[at]);
    }
    this.near.clear();
    for (let at: i32 = 0; at < this.movedCount; at++) {
      this.columnAt[this.filled[at]] = n - 1 - this.filled[at];
      this.place[this.moved[at]] = n - 1 - this.moved[at];
    }
    this.reachedCount = 0;
    this.movedCount = 0;
  }

  private augment(root: i32, sink: i32): void {
    this.nextFree[this.previousFree[sink]] = this.nextFree[sink];
    this.previousFree[this.nextFree[sink]] = this.previousFree[sink];
    let column = sink;
    for (;;) {
      const row = this.rowBefore[column];
      // `root` has no column before its path is laid.
      const next = this.columnOfRow[row];
      this.rowOfColumn[column] = row;
      this.columnOfRow[row] = column;
      if (row === root) return;
      column = next;
    }
  }

  private findClasses(): void {
    const end = this.graph.end;
    for (let row: i32 = 0; row < this.n; row++) {
      const column = this.columnOfRow[row];
      const stop = this.graph.start[row + 1];
      let edge = this.graph.start[row];
      while (edge < stop && end[edge] !== column) edge++;
      this.classOfRow[row] = edge === stop ? -1 : this.graph.edgeClass[edge];
    }
  }
}
