import type { OverlapGraph } from './overlapGraph';
import { PriceHeap } from './priceHeap';

/**
 * The ε-scaling auction (Bertsekas), Gauss–Seidel, first in first out, on the 2²⁸ weights.
 *
 * Staying unmatched is treated as a square problem in which each absent pair has weight 0: beside its edges a row may
 * bid for any column at weight 0, of which only the two cheapest can matter. Hence no slack columns.
 */
export interface Auction {
  /** max(rows, columns): rows and columns without edges fill the smaller side. */
  readonly size: number;
  /** Length `size`, at least 0. */
  readonly price: Int32Array;
  /** Length `size`; −1 while free. */
  readonly columnOfRow: Int32Array;
  /** Length `size`; −1 while free. */
  readonly rowOfColumn: Int32Array;
  /** Length `size`: class of the matched edge, −1 where the pair has weight 0. */
  readonly classOfRow: Int32Array;
  readonly heap: PriceHeap;
  /** Ring of the rows that wait to bid. */
  readonly queue: Int32Array;
}

export function newAuction(graph: OverlapGraph): Auction {
  const size = Math.max(graph.rows, graph.columns);
  const price = new Int32Array(size);
  return {
    size,
    price,
    columnOfRow: new Int32Array(size).fill(-1),
    rowOfColumn: new Int32Array(size).fill(-1),
    classOfRow: new Int32Array(size).fill(-1),
    heap: new PriceHeap(price),
    queue: new Int32Array(size),
  };
}

/**
 * One scale: afterwards each row is matched within ε of its best. `weights` is by class. Matches of the scale before
 * that still hold are kept.
 */
export function runScale(auction: Auction, graph: OverlapGraph, weights: Int32Array, epsilon: number): void {
  lowerPrices(auction);
  const waiting = freeWorseThan(auction, graph, weights, epsilon);
  bid(auction, graph, weights, epsilon, waiting);
}

/** Subtracts the least price, without which 32 bits would overflow after some scales. */
function lowerPrices({ price, heap }: Auction): void {
  let least = price[0];
  for (let column = 1; column < price.length; column++) if (price[column] < least) least = price[column];
  for (let column = 0; column < price.length; column++) price[column] -= least;
  heap.rebuild();
}

/** Frees the rows whose match is not within ε of their best, queues all free rows, and returns how many these are. */
function freeWorseThan(auction: Auction, graph: OverlapGraph, weights: Int32Array, epsilon: number): number {
  const { size, price, columnOfRow, rowOfColumn, classOfRow, queue } = auction;
  const { rows, start, end, edgeClass } = graph;
  let waiting = 0;
  for (let row = 0; row < size; row++) {
    const column = columnOfRow[row];
    if (column >= 0) {
      // The least price is 0 now, so any row can have 0.
      let best = 0;
      if (row < rows) {
        for (let edge = start[row], stop = start[row + 1]; edge < stop; edge++) {
          const value = weights[edgeClass[edge]] - price[end[edge]];
          if (value > best) best = value;
        }
      }
      const weight = classOfRow[row] < 0 ? 0 : weights[classOfRow[row]];
      if (weight - price[column] >= best - epsilon) continue;
      columnOfRow[row] = -1;
      rowOfColumn[column] = -1;
    }
    queue[waiting++] = row;
  }
  return waiting;
}

function bid(auction: Auction, graph: OverlapGraph, weights: Int32Array, epsilon: number, waiting: number): void {
  const { size, price, columnOfRow, rowOfColumn, classOfRow, heap, queue } = auction;
  const { rows, start, end, edgeClass } = graph;
  let head = 0;
  let tail = waiting === size ? 0 : waiting;
  while (waiting > 0) {
    const row = queue[head];
    head = head + 1 === size ? 0 : head + 1;
    waiting--;
    let best = -0x7fffffff;
    let second = -0x7fffffff;
    let bestColumn = -1;
    let bestClass = -1;
    if (row < rows) {
      for (let edge = start[row], stop = start[row + 1]; edge < stop; edge++) {
        const value = (weights[edgeClass[edge]] - price[end[edge]]) | 0;
        if (value > second) {
          if (value > best) {
            second = best;
            best = value;
            bestColumn = end[edge];
            bestClass = edgeClass[edge];
          } else {
            second = value;
          }
        }
      }
    }
    if (second < -heap.lowerBound()) {
      const cheapest = heap.cheapest();
      if (cheapest !== bestColumn) {
        const value = -price[cheapest];
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
        if (next >= 0 && -price[next] > second) second = -price[next];
      }
    }
    const rise = second === -0x7fffffff ? epsilon : best - second + epsilon;
    price[bestColumn] += rise;
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
}
