import { Auction } from './auction';
import type { Graph } from './graph';
import type { Overlaps } from './overlaps';
import { Refinement } from './refine';
import { Repair, repairBoth } from './repair';
import { State } from './state';

/** Above this share of free rows the start has no chance to be repaired cheaply. */
const hopefulShare: f64 = 0.25;

export const provenByStart: i32 = 0;
export const provenQuickly: i32 = 1;
export const provenAtLast: i32 = 2;

/**
 * A matching of the largest total weight, each row and column free to stay unmatched, with duals that prove it.
 * Both weight tables are by class, and order the classes as their similarities do.
 */
export class Solver {
  public state: State;
  public provenBy: i32 = 0;

  constructor(
    private graph: Graph,
    private overlaps: Overlaps,
    private exact: F64s,
    private coarse: I32s,
    /** exact / coarse. */
    private factor: f64,
    private largestEpsilon: i32,
    private smallestEpsilon: i32,
  ) {
    this.state = new State(graph, exact);
  }

  run(): void {
    if (this.startOnTightEdges()) {
      this.state.restoreClasses();
      this.provenBy = provenByStart;
      return;
    }
    const state = this.state;
    const byColumn = this.overlaps.byColumn();
    const auction = new Auction(this.graph, this.coarse);
    const refinement = new Refinement(state, byColumn);
    const edges: f64 = this.graph.start[this.graph.rows];
    let epsilon = this.largestEpsilon;
    for (;;) {
      auction.run(epsilon);
      const last = epsilon >> 2 < this.smallestEpsilon;
      this.takeOver(auction, epsilon);
      if (refinement.run(!last, last ? 40 * edges + 1000 : 2 * edges + 1000)) {
        this.provenBy = last ? provenAtLast : provenQuickly;
        break;
      }
      if (last) {
        state.raiseRowDuals();
        state.keepTight();
        this.provenBy = provenAtLast;
        break;
      }
      epsilon >>= 2;
    }
    repairBoth(state, byColumn);
    state.restoreClasses();
  }

  /**
   * Each row takes a best column that is still free; where nearly all find one, the others are placed by shortest
   * paths. Enough where networks are related: there most rows have one best partner.
   */
  private startOnTightEdges(): bool {
    const state = this.state;
    const rows = this.graph.rows;
    const start = this.graph.start;
    const end = this.graph.end;
    const edgeClass = this.graph.edgeClass;
    const allowed: f64 = hopefulShare * rows;
    let free: f64 = 0;
    for (let row: i32 = 0; row < rows; row++) {
      const first = start[row];
      const stop = start[row + 1];
      if (first === stop) continue;
      const best = this.exact[edgeClass[first]];
      state.rowDual[row] = best;
      let edge = first;
      while (edge < stop && this.exact[edgeClass[edge]] === best && state.rowOfColumn[end[edge]] >= 0) edge++;
      if (edge < stop && this.exact[edgeClass[edge]] === best) {
        state.columnOfRow[row] = end[edge];
        state.rowOfColumn[end[edge]] = row;
      } else {
        free += 1;
        if (free > allowed) return false;
      }
    }
    const repair = new Repair(
      this.graph,
      this.exact,
      state.columnOfRow,
      state.rowOfColumn,
      state.rowDual,
      state.columnDual,
    );
    return repair.run(2 * start[rows]);
  }

  /** The auction's state in exact integers: zero-weight pairs dissolved, free columns at price 0, rows feasible. */
  private takeOver(auction: Auction, epsilon: i32): void {
    const state = this.state;
    state.clear();
    let least = auction.price[0];
    for (let column: i32 = 1; column < auction.size; column++) {
      if (auction.price[column] < least) least = auction.price[column];
    }
    const lowered: i32 = least + 8 * epsilon;
    for (let row: i32 = 0; row < this.graph.rows; row++) {
      if (auction.classOfRow[row] < 0) continue;
      const column = auction.columnOfRow[row];
      state.columnOfRow[row] = column;
      state.rowOfColumn[column] = row;
      state.classOfRow[row] = auction.classOfRow[row];
      if (auction.price[column] > lowered) {
        const above: f64 = auction.price[column] - lowered;
        state.columnDual[column] = Math.floor(above * this.factor);
      }
    }
    state.raiseRowDuals();
  }
}
