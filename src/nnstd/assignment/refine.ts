import type { Duals, Matching } from './matching';
import type { OverlapGraph } from './overlapGraph';

export interface RefineLimits {
  /** Give up at the first exchange, negative price or long queue: then only a matching that was optimal passes. */
  readonly quick: boolean;
  /** Give up after looking at this many edges. */
  readonly edges: number;
}

/**
 * Exact price refinement: from prices that nearly support a matching to prices that support it exactly, or else to a
 * better matching.
 *
 * Needs u feasible beside p and p = 0 on free columns. A matched pair that is not tight gets its column's price
 * lowered until it is; rows that now prefer that column get theirs lowered in turn. Such a chain either ends, or runs
 * into itself (then exchanging along it is a strict gain), or reaches price 0 (then its first row leaves, or an improving
 * path has been found). Each exchange raises an integer, so there are finitely many.
 *
 * True when it ran to the end: each matched edge is tight, free columns have price 0, and u + p is feasible; a free row
 * may still have u > 0, which is left to `repair`. False when it gave up: then nothing holds any more but that the
 * matching is one.
 */
export function refine(
  graph: OverlapGraph,
  byColumn: OverlapGraph,
  weights: Float64Array,
  matching: Matching,
  duals: Duals,
  limits: RefineLimits,
): boolean {
  return new Refinement(graph, byColumn, weights, matching, duals, limits).run();
}

const checkEvery = 4;

class Refinement {
  /** Ring of the columns whose price has fallen. */
  private readonly queue: Int32Array;
  private readonly queued: Uint8Array;
  private head = 0;
  private waiting = 0;
  private readonly longQueue: number;
  /** Column that the row of this column likes as well as its own; −1 at the root of a chain. */
  private readonly parent: Int32Array;
  /** Class of the edge between the row of this column and the parent. */
  private readonly parentClass: Int32Array;
  private readonly relaxations: Uint8Array;
  /** For walks up a chain: the walk in which a column was last met. */
  private readonly metIn: Int32Array;
  private walk = 0;

  constructor(
    private readonly graph: OverlapGraph,
    private readonly byColumn: OverlapGraph,
    private readonly weights: Float64Array,
    private readonly matching: Matching,
    private readonly duals: Duals,
    private readonly limits: RefineLimits,
  ) {
    const { columns } = graph;
    this.queue = new Int32Array(columns);
    this.queued = new Uint8Array(columns);
    this.parent = new Int32Array(columns).fill(-1);
    this.parentClass = new Int32Array(columns);
    this.relaxations = new Uint8Array(columns);
    this.metIn = new Int32Array(columns);
    this.longQueue = limits.quick ? Math.max(64, columns >> 3) : Infinity;
  }

  run(): boolean {
    if (!this.seed()) return false;
    const { start } = this.byColumn;
    let edges = 0;
    while (this.waiting > 0) {
      if (this.waiting > this.longQueue) return false;
      const column = this.queue[this.head];
      this.head = this.head + 1 === this.queue.length ? 0 : this.head + 1;
      this.waiting--;
      this.queued[column] = 0;
      edges += start[column + 1] - start[column];
      if (edges > this.limits.edges || !this.relax(column)) return false;
    }
    return true;
  }

  /** Queues the column of each matched pair that is not tight. */
  private seed(): boolean {
    const { columnOfRow, classOfRow } = this.matching;
    const { ofRow, ofColumn } = this.duals;
    for (let row = 0; row < columnOfRow.length; row++) {
      const column = columnOfRow[row];
      if (column < 0) continue;
      const price = this.weights[classOfRow[row]] - ofRow[row];
      if (price === ofColumn[column]) continue;
      if (price < 0) {
        if (this.limits.quick) return false;
        this.release(row, column);
      } else {
        ofColumn[column] = price;
        this.enqueue(column);
      }
    }
    return true;
  }

  /** Lets the rows that now prefer this column have their say. False to give up. */
  private relax(column: number): boolean {
    const { start, end, edgeClass } = this.byColumn;
    const { columnOfRow, rowOfColumn, classOfRow } = this.matching;
    const { ofRow, ofColumn } = this.duals;
    const { weights, parent, parentClass, relaxations } = this;
    const price = ofColumn[column];
    for (let edge = start[column], stop = start[column + 1]; edge < stop; edge++) {
      const row = end[edge];
      const value = weights[edgeClass[edge]] - price;
      if (value <= ofRow[row]) continue;
      const own = columnOfRow[row];
      if (own === column) {
        ofRow[row] = value;
        continue;
      }
      const ownPrice = own < 0 ? -1 : weights[classOfRow[row]] - value;
      if (ownPrice < 0 || ++relaxations[own] % checkEvery === 0) {
        const root = this.rootOf(column, own);
        const cyclic = root < 0;
        const path = !cyclic && ownPrice < 0 && rowOfColumn[root] < 0;
        if (cyclic || path || ownPrice < 0) {
          if (this.limits.quick) return false;
          if (cyclic && ~root !== own) {
            // An older chain had closed without being noticed; this column may be part of it, so look again later.
            this.exchange(~root, ~root);
            this.enqueue(column);
            return true;
          }
          ofRow[row] = value;
          if (cyclic) {
            this.shift(column, row, edgeClass[edge], own);
            return true;
          }
          if (path) {
            this.shift(column, row, edgeClass[edge], root);
            if (own >= 0) this.setFree(own);
            return true;
          }
          if (own >= 0) this.release(row, own);
          continue;
        }
      }
      ofRow[row] = value;
      ofColumn[own] = ownPrice;
      parent[own] = column;
      parentClass[own] = edgeClass[edge];
      this.enqueue(own);
    }
    return true;
  }

  /** The end of the chain above `column`; or ~c if the chain meets `own` (then c = own) or itself (at c). */
  private rootOf(column: number, own: number): number {
    const { parent, metIn } = this;
    const walk = ++this.walk;
    for (let at = column; ; at = parent[at]) {
      if (at === own) return ~own;
      if (metIn[at] === walk) return ~at;
      metIn[at] = walk;
      if (parent[at] < 0) return at;
    }
  }

  /** Gives `column` to `row`, and each column above it, up to `last`, to the row of the one below. */
  private shift(column: number, row: number, rowClass: number, last: number): void {
    const { rowOfColumn } = this.matching;
    let taker = row;
    let takerClass = rowClass;
    for (let at = column; ; ) {
      const next = this.parent[at];
      const nextClass = this.parentClass[at];
      const displaced = rowOfColumn[at];
      this.match(taker, at, takerClass);
      if (at === last) break;
      taker = displaced;
      takerClass = nextClass;
      at = next;
    }
  }

  /** Along a closed chain of parents, each row moves to the parent of its column. */
  private exchange(first: number, last: number): void {
    const { rowOfColumn } = this.matching;
    const row = rowOfColumn[first];
    const rowClass = this.parentClass[first];
    this.shift(this.parent[first], row, rowClass, last);
  }

  private match(row: number, column: number, edgeClass: number): void {
    const { columnOfRow, rowOfColumn, classOfRow } = this.matching;
    columnOfRow[row] = column;
    rowOfColumn[column] = row;
    classOfRow[row] = edgeClass;
    const value = this.weights[edgeClass] - this.duals.ofColumn[column];
    if (value > this.duals.ofRow[row]) this.duals.ofRow[row] = value;
    this.parent[column] = -1;
    this.enqueue(column);
  }

  private release(row: number, column: number): void {
    this.matching.columnOfRow[row] = -1;
    this.setFree(column);
  }

  private setFree(column: number): void {
    this.matching.rowOfColumn[column] = -1;
    this.duals.ofColumn[column] = 0;
    this.parent[column] = -1;
    this.enqueue(column);
  }

  private enqueue(column: number): void {
    if (this.queued[column] === 1) return;
    this.queued[column] = 1;
    let at = this.head + this.waiting;
    if (at >= this.queue.length) at -= this.queue.length;
    this.queue[at] = column;
    this.waiting++;
  }
}
