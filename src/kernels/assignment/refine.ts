import type { Graph } from './graph';
import { newI32s, newU8s } from './memory';
import type { State } from './state';

/** A column's chain is looked up each time its price has fallen so often. */
const checkEvery: i32 = 4;

/**
 * Exact price refinement: from prices that nearly support a matching to prices that support it exactly, or else to a
 * better matching.
 *
 * Needs u feasible beside p and p = 0 on free columns. A matched pair that is not tight gets its column's price
 * lowered until it is; rows that now prefer that column get theirs lowered in turn. Such a chain either ends, or runs
 * into itself (then exchanging along it is a strict gain), or reaches price 0 (then its first row leaves, or an
 * improving path has been found). Each exchange raises an integer, so there are finitely many.
 */
export class Refinement {
  /** Ring of the columns whose price has fallen. */
  private queue: I32s;
  private queued: U8s;
  private head: i32 = 0;
  private waiting: i32 = 0;
  /** Column that the row of this column likes as well as its own; −1 at the root of a chain. */
  private parent: I32s;
  /** Class of the edge between the row of this column and the parent. */
  private parentClass: I32s;
  private relaxations: U8s;
  /** For walks up a chain: the walk in which a column was last met. */
  private metIn: I32s;
  private walk: i32 = 0;
  private quick: bool = false;

  constructor(
    private state: State,
    private byColumn: Graph,
  ) {
    const columns = state.graph.columns;
    this.queue = newI32s(columns);
    this.queued = newU8s(columns);
    this.parent = newI32s(columns);
    this.parentClass = newI32s(columns);
    this.relaxations = newU8s(columns);
    this.metIn = newI32s(columns);
  }

  /**
   * `quick` gives up at the first exchange or negative price: then only a matching that was optimal passes. Both ways
   * give up after looking at `edgeLimit` edges.
   *
   * True when it ran to the end: each matched edge is tight, free columns have price 0, and u + p is feasible; a free
   * row may still have u > 0, which is left to repair. False when it gave up: then nothing holds any more but that the
   * matching is one.
   */
  run(quick: bool, edgeLimit: f64): bool {
    this.quick = quick;
    this.clear();
    if (!this.seed()) return false;
    const start = this.byColumn.start;
    const columns = this.state.graph.columns;
    let edges: f64 = 0;
    while (this.waiting > 0) {
      const column = this.queue[this.head];
      this.head = this.head + 1 === columns ? 0 : this.head + 1;
      this.waiting--;
      this.queued[column] = 0;
      edges += start[column + 1] - start[column];
      if (edges > edgeLimit || !this.relax(column)) return false;
    }
    return true;
  }

  private clear(): void {
    this.head = 0;
    this.waiting = 0;
    for (let column: i32 = 0; column < this.state.graph.columns; column++) {
      this.queued[column] = 0;
      this.parent[column] = -1;
      this.relaxations[column] = 0;
    }
  }

  /** Queues the column of each matched pair that is not tight. */
  private seed(): bool {
    const state = this.state;
    for (let row: i32 = 0; row < state.graph.rows; row++) {
      const column = state.columnOfRow[row];
      if (column < 0) continue;
      const price = state.weights[state.classOfRow[row]] - state.rowDual[row];
      if (price === state.columnDual[column]) continue;
      if (price < 0) {
        if (this.quick) return false;
        this.release(row, column);
      } else {
        state.columnDual[column] = price;
        this.enqueue(column);
      }
    }
    return true;
  }

  /** Lets the rows that now prefer this column have their say. False to give up. */
  private relax(column: i32): bool {
    const start = this.byColumn.start;
    const end = this.byColumn.end;
    const edgeClass = this.byColumn.edgeClass;
    const state = this.state;
    const weights = state.weights;
    const rowDual = state.rowDual;
    const price = state.columnDual[column];
    for (let edge = start[column], stop = start[column + 1]; edge < stop; edge++) {
      const value = weights[edgeClass[edge]] - price;
      // No u is negative, and the weights only fall from here.
      if (value <= 0) break;
      const row = end[edge];
      if (value <= rowDual[row]) continue;
      const own = state.columnOfRow[row];
      if (own === column) {
        rowDual[row] = value;
        continue;
      }
      const ownPrice: f64 = own < 0 ? -1 : weights[state.classOfRow[row]] - value;
      let look = ownPrice < 0;
      if (!look) {
        const often: i32 = this.relaxations[own] + 1;
        look = often === checkEvery;
        this.relaxations[own] = look ? 0 : often;
      }
      if (look) {
        const root = this.rootOf(column, own);
        if (root < 0 || ownPrice < 0) {
          if (this.quick) return false;
          if (root < 0) {
            const closing = -1 - root;
            if (closing !== own) {
              // An older chain has closed without being noticed; this column may be part of it, so look again later.
              this.shift(
                this.parent[closing],
                state.rowOfColumn[closing],
                this.parentClass[closing],
                closing,
              );
              this.enqueue(column);
              return true;
            }
            rowDual[row] = value;
            this.shift(column, row, edgeClass[edge], own);
            return true;
          }
          rowDual[row] = value;
          if (state.rowOfColumn[root] < 0) {
            this.shift(column, row, edgeClass[edge], root);
            if (own >= 0) this.setFree(own);
            return true;
          }
          if (own >= 0) this.release(row, own);
          continue;
        }
      }
      rowDual[row] = value;
      state.columnDual[own] = ownPrice;
      this.parent[own] = column;
      this.parentClass[own] = edgeClass[edge];
      this.enqueue(own);
    }
    return true;
  }

  /** The end of the chain above `column`; or −1 − c if the chain meets `own` (c = own) or itself (at c). */
  private rootOf(column: i32, own: i32): i32 {
    const walk = ++this.walk;
    let at = column;
    while (at !== own && this.metIn[at] !== walk) {
      this.metIn[at] = walk;
      if (this.parent[at] < 0) return at;
      at = this.parent[at];
    }
    return -1 - at;
  }

  /** Gives `column` to `row`, and each column above it, up to `last`, to the row of the one below. */
  private shift(column: i32, row: i32, rowClass: i32, last: i32): void {
    let taker = row;
    let takerClass = rowClass;
    let at = column;
    for (;;) {
      const next = this.parent[at];
      const nextClass = this.parentClass[at];
      const displaced = this.state.rowOfColumn[at];
      this.match(taker, at, takerClass);
      if (at === last) break;
      taker = displaced;
      takerClass = nextClass;
      at = next;
    }
  }

  private match(row: i32, column: i32, edgeClass: i32): void {
    const state = this.state;
    state.columnOfRow[row] = column;
    state.rowOfColumn[column] = row;
    state.classOfRow[row] = edgeClass;
    const value = state.weights[edgeClass] - state.columnDual[column];
    if (value > state.rowDual[row]) state.rowDual[row] = value;
    this.parent[column] = -1;
    this.enqueue(column);
  }

  private release(row: i32, column: i32): void {
    this.state.columnOfRow[row] = -1;
    this.setFree(column);
  }

  private setFree(column: i32): void {
    this.state.rowOfColumn[column] = -1;
    this.state.columnDual[column] = 0;
    this.parent[column] = -1;
    this.enqueue(column);
  }

  private enqueue(column: i32): void {
    if (this.queued[column] === 1) return;
    this.queued[column] = 1;
    const columns = this.state.graph.columns;
    let at: i32 = this.head + this.waiting;
    if (at >= columns) at -= columns;
    this.queue[at] = column;
    this.waiting++;
  }
}
