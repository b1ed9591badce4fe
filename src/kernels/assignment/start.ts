import { newI32s } from './memory';
import { Repair } from './repair';
import type { State } from './state';

/** Bids for each row that found no partner at once. */
const bidsPerRow: i32 = 8;

/**
 * Each row takes a best column, those that find theirs taken bid for it, and the few that are left are placed by shortest
 * paths. Enough where networks are related, since most rows have one best partner there, and where layers are small or
 * most pairs share an input. False where the paths grow so long that an auction takes less time.
 */
export function startOnTightEdges(state: State): bool {
  const graph = state.graph;
  bidForBest(state, takeBest(state));
  const repair = new Repair(
    graph,
    state.weights,
    state.columnOfRow,
    state.rowOfColumn,
    state.rowDual,
    state.columnDual,
  );
  const edges: f64 = graph.start[graph.rows];
  // An auction costs a small problem more than its edges tell.
  return repair.run(1.5 * edges + Math.min(3 * edges, 60_000));
}

/** Rows in a ring, first in first out. */
class Waiting {
  length: i32 = 0;
  private rows: I32s;
  private head: i32 = 0;

  constructor(private room: i32) {
    this.rows = newI32s(room);
  }

  add(row: i32): void {
    let at = this.head + this.length;
    if (at >= this.room) at -= this.room;
    this.rows[at] = row;
    this.length++;
  }

  next(): i32 {
    const row = this.rows[this.head];
    this.head = this.head + 1 === this.room ? 0 : this.head + 1;
    this.length--;
    return row;
  }
}

/** Each row takes a best column that is still free. Returns those that find none. */
function takeBest(state: State): Waiting {
  const start = state.graph.start;
  const end = state.graph.end;
  const edgeClass = state.graph.edgeClass;
  const weights = state.weights;
  const waiting = new Waiting(state.graph.rows);
  for (let row: i32 = 0; row < state.graph.rows; row++) {
    let edge = start[row];
    const stop = start[row + 1];
    if (edge === stop) continue;
    const best = weights[edgeClass[edge]];
    state.rowDual[row] = best;
    while (edge < stop && weights[edgeClass[edge]] === best && state.rowOfColumn[end[edge]] >= 0) edge++;
    if (edge < stop && weights[edgeClass[edge]] === best) {
      state.columnOfRow[row] = end[edge];
      state.rowOfColumn[end[edge]] = row;
    } else {
      waiting.add(row);
    }
  }
  return waiting;
}

/**
 * An auction at ε = 0 (the "augmenting row reduction" of Jonker and Volgenant): a row raises the price of its best
 * column until its second best, or no partner at all, is as good. Keeps the duals feasible and matched edges tight.
 */
function bidForBest(state: State, waiting: Waiting): void {
  const start = state.graph.start;
  const end = state.graph.end;
  const edgeClass = state.graph.edgeClass;
  const weights = state.weights;
  const price = state.columnDual;
  const rowOfColumn = state.rowOfColumn;
  for (let bids = bidsPerRow * waiting.length; bids > 0 && waiting.length > 0; bids--) {
    const row = waiting.next();
    let best: f64 = 0;
    let second: f64 = 0;
    let bestColumn: i32 = -1;
    for (let edge = start[row], stop = start[row + 1]; edge < stop; edge++) {
      const weight = weights[edgeClass[edge]];
      if (weight <= second) break;
      const column = end[edge];
      const value = weight - price[column];
      const isFreeTie =
        value === best && bestColumn >= 0 && rowOfColumn[column] < 0 && rowOfColumn[bestColumn] >= 0;
      if (value > best || isFreeTie) {
        second = best;
        best = value;
        bestColumn = column;
      } else if (value > second) {
        second = value;
      }
    }
    state.rowDual[row] = second;
    if (bestColumn < 0) continue;
    const displaced = rowOfColumn[bestColumn];
    // Taking it from a row that likes it as well gains nothing.
    if (displaced >= 0 && best === second) continue;
    price[bestColumn] += best - second;
    state.columnOfRow[row] = bestColumn;
    rowOfColumn[bestColumn] = row;
    if (displaced >= 0) {
      state.columnOfRow[displaced] = -1;
      waiting.add(displaced);
    }
  }
}
