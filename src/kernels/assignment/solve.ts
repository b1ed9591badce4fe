import { Auction } from './auction';
import type { Graph } from './graph';
import type { Overlaps } from './overlaps';
import { Refinement } from './refine';
import { repairBoth } from './repair';
import { startOnTightEdges } from './start';
import { State } from './state';

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
    exact: F64s,
    private coarse: I32s,
    /** exact / coarse. */
    private factor: f64,
    private largestEpsilon: i32,
    private smallestEpsilon: i32,
  ) {
    this.state = new State(graph, exact);
  }

  run(): void {
    const state = this.state;
    if (startOnTightEdges(state)) {
      state.restoreClasses();
      this.provenBy = provenByStart;
      return;
    }
    const byColumn = this.overlaps.byColumn();
    const auction = new Auction(this.graph, this.coarse);
    const refinement = new Refinement(state, byColumn);
    const edges: f64 = this.graph.start[this.graph.rows];
    let epsilon = this.largestEpsilon;
    for (;;) {
      auction.run(epsilon);
      const last = epsilon >> 2 < this.smallestEpsilon;
      this.takeOver(auction, epsilon);
      // The last limit is there to be safe: what refinement leaves undone, repair does in many times the time.
      if (refinement.run(!last, last ? 400 * edges + 1000 : 2 * edges + 1000)) {
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
