import type { Graph } from './graph';
import { newI32s } from './memory';
import { PriceHeap } from './priceHeap';

/** Below every value that a bid can have. */
const nothing: i32 = -2147483647;

/**
 * The ε-scaling auction (Bertsekas), Gauss–Seidel, first in first out, on the coarse weights.
 *
 * Staying unmatched is treated as a square problem in which each absent pair has weight 0: beside its edges a row may
 * bid for any column at weight 0, of which only the two cheapest can matter. Hence no slack columns. Rows or columns
 * without edges fill the smaller side.
 */
export class Auction {
  /** Of rows and of columns: the larger of both. */
  public size: i32;
  /** At least 0. */
  public price: I32s;
  /** −1 while free. */
  public columnOfRow: I32s;
  /** −1 while free. */
  public rowOfColumn: I32s;
  /** Class of the matched edge, −1 where the pair has weight 0. */
  public classOfRow: I32s;
  private heap: PriceHeap;
  /** Ring of the rows that wait to bid. */
  private queue: I32s;
  private waiting: i32 = 0;

  constructor(
    private graph: Graph,
    /** By class. */
    private weights: I32s,
  ) {
    const size = graph.rows > graph.columns ? graph.rows : graph.columns;
    const price = newI32s(size);
    this.heap = new PriceHeap(price, size);
    this.size = size;
    this.price = price;
    this.columnOfRow = newI32s(size);
    this.rowOfColumn = newI32s(size);
    this.classOfRow = newI32s(size);
    this.queue = newI32s(size);
    for (let at: i32 = 0; at < size; at++) {
      this.columnOfRow[at] = -1;
      this.rowOfColumn[at] = -1;
      this.classOfRow[at] = -1;
    }
  }

  /** One scale: afterwards each row is matched within ε of its best. Matches that still hold are kept. */
  run(epsilon: i32): void {
    this.lowerPrices();
    this.freeWorseThan(epsilon);
    this.bid(epsilon);
  }

  /** Subtracts the least price, without which 32 bits would overflow after some scales. */
  private lowerPrices(): void {
    const price = this.price;
    let least = price[0];
    for (let column: i32 = 1; column < this.size; column++) if (price[column] < least) least = price[column];
    for (let column: i32 = 0; column < this.size; column++) price[column] -= least;
    this.heap.rebuild();
  }

  /** Frees the rows whose match is not within ε of their best, and queues all free rows. */
  private freeWorseThan(epsilon: i32): void {
    const price = this.price;
    const weights = this.weights;
    const rows = this.graph.rows;
    const start = this.graph.start;
    const end = this.graph.end;
    const edgeClass = this.graph.edgeClass;
    let waiting: i32 = 0;
    for (let row: i32 = 0; row < this.size; row++) {
      const column = this.columnOfRow[row];
      if (column >= 0) {
        // The least price is 0 now, so any row can have 0.
        let best: i32 = 0;
        if (row < rows) {
          for (let edge = start[row], stop = start[row + 1]; edge < stop; edge++) {
            const weight = weights[edgeClass[edge]];
            if (weight <= best) break;
            const value = (weight - price[end[edge]]) | 0;
            if (value > best) best = value;
          }
        }
        const own: i32 = this.classOfRow[row] < 0 ? 0 : weights[this.classOfRow[row]];
        if (own - price[column] >= best - epsilon) continue;
        this.columnOfRow[row] = -1;
        this.rowOfColumn[column] = -1;
      }
      this.queue[waiting++] = row;
    }
    this.waiting = waiting;
  }

  private bid(epsilon: i32): void {
    const size = this.size;
    const price = this.price;
    const columnOfRow = this.columnOfRow;
    const rowOfColumn = this.rowOfColumn;
    const classOfRow = this.classOfRow;
    const heap = this.heap;
    const queue = this.queue;
    const weights = this.weights;
    const rows = this.graph.rows;
    const start = this.graph.start;
    const end = this.graph.end;
    const edgeClass = this.graph.edgeClass;
    let waiting = this.waiting;
    let head: i32 = 0;
    let tail: i32 = waiting === size ? 0 : waiting;
    while (waiting > 0) {
      const row = queue[head];
      head = head + 1 === size ? 0 : head + 1;
      waiting--;
      let best = nothing;
      let second = nothing;
      let bestColumn: i32 = -1;
      let bestClass: i32 = -1;
      if (row < rows) {
        // No price is below it, so no edge beyond this weight can matter.
        const floor = heap.lowerBound();
        for (let edge = start[row], stop = start[row + 1]; edge < stop; edge++) {
          const number: i32 = edgeClass[edge];
          const weight = weights[number];
          if (weight - floor <= second) break;
          const column = end[edge];
          const value = (weight - price[column]) | 0;
          if (value > second) {
            if (value > best) {
              second = best;
              best = value;
              bestColumn = column;
              bestClass = number;
            } else {
              second = value;
            }
          }
        }
      }
      if (second < ((0 - heap.lowerBound()) | 0)) {
        const cheapest = heap.cheapest();
        if (cheapest !== bestColumn) {
          const value = (0 - price[cheapest]) | 0;
          if (value > best) {
            second = best;
            best = value;
            bestColumn = cheapest;
            bestClass = -1;
          } else if (value > second) {
            second = value;
          }
        }
        if (cheapest === bestColumn) {
          const next = heap.secondCheapest();
          if (next >= 0 && ((0 - price[next]) | 0) > second) second = (0 - price[next]) | 0;
        }
      }
      price[bestColumn] += second === nothing ? epsilon : (best - second + epsilon) | 0;
      const displaced = rowOfColumn[bestColumn];
      rowOfColumn[bestColumn] = row;
      columnOfRow[row] = bestColumn;
      classOfRow[row] = bestClass;
      if (displaced >= 0) {
        columnOfRow[displaced] = -1;
        queue[tail] = displaced;
        tail = tail + 1 === size ? 0 : tail + 1;
        waiting++;
      }
    }
    this.waiting = 0;
  }
}
