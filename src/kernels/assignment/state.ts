import type { Graph } from './graph';
import { newF64s, newI32s } from './memory';

/** A matching by edges only, and integer prices that may or may not prove it. Changed in place by each step. */
export class State {
  /** Length rows; −1 where unmatched. */
  public columnOfRow: I32s;
  /** Length columns; −1 where unmatched. */
  public rowOfColumn: I32s;
  /** Length rows: class of the matched edge, meaningless where unmatched. */
  public classOfRow: I32s;
  /** u, length rows. Once feasible, u + p ≥ weight on each edge, and all are at least 0. */
  public rowDual: F64s;
  /** p, length columns. */
  public columnDual: F64s;

  constructor(
    public graph: Graph,
    /** By class: integers below 2⁴⁶ in float64, so that sums and differences of a few are exact. */
    public weights: F64s,
  ) {
    this.columnOfRow = newI32s(graph.rows);
    this.classOfRow = newI32s(graph.rows);
    this.rowDual = newF64s(graph.rows);
    this.rowOfColumn = newI32s(graph.columns);
    this.columnDual = newF64s(graph.columns);
    this.clear();
  }

  clear(): void {
    for (let row: i32 = 0; row < this.graph.rows; row++) this.columnOfRow[row] = -1;
    for (let column: i32 = 0; column < this.graph.columns; column++) {
      this.rowOfColumn[column] = -1;
      this.columnDual[column] = 0;
    }
  }

  /** The smallest u that is feasible beside p. */
  raiseRowDuals(): void {
    const weights = this.weights;
    const start = this.graph.start;
    const end = this.graph.end;
    const edgeClass = this.graph.edgeClass;
    const columnDual = this.columnDual;
    for (let row: i32 = 0; row < this.graph.rows; row++) {
      let best: f64 = 0;
      for (let edge = start[row], stop = start[row + 1]; edge < stop; edge++) {
        const weight = weights[edgeClass[edge]];
        if (weight <= best) break;
        const value = weight - columnDual[end[edge]];
        if (value > best) best = value;
      }
      this.rowDual[row] = best;
    }
  }

  /** Dissolves the pairs that are not tight. */
  keepTight(): void {
    for (let row: i32 = 0; row < this.graph.rows; row++) {
      const column = this.columnOfRow[row];
      if (column >= 0 && this.weights[this.classOfRow[row]] !== this.rowDual[row] + this.columnDual[column]) {
        this.columnOfRow[row] = -1;
        this.rowOfColumn[column] = -1;
      }
    }
  }

  /** Finds the classes of the matched edges anew, after a step that did not keep them. */
  restoreClasses(): void {
    const start = this.graph.start;
    const end = this.graph.end;
    for (let row: i32 = 0; row < this.graph.rows; row++) {
      const column = this.columnOfRow[row];
      if (column < 0) continue;
      let edge = start[row];
      while (end[edge] !== column) edge++;
      this.classOfRow[row] = this.graph.edgeClass[edge];
    }
  }
}
