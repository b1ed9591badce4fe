// AssemblyScript: what the module exports to `../assignmentWasm.ts`. One problem at a time.
import { Graph, sortByClass } from './graph';
import { newI32s } from './memory';
import { InputSets, Overlaps, overlaps } from './overlaps';
import { Solver } from './solve';

let built: Overlaps | null = null;
let solver: Solver | null = null;

/** Address of `bytes` zero bytes, aligned to 8. */
export function reserve(bytes: i32): usize {
  return changetype<usize>(newI32s((bytes + 3) >> 2));
}

/** Forgets everything reserved and built. */
export function rewind(): void {
  built = null;
  solver = null;
  heap.reset();
}

/** Whether two bytes were enough for the class numbers. */
export function build(
  rows: i32,
  rowIndptr: I32s,
  rowIndices: I32s,
  columns: i32,
  columnIndptr: I32s,
  columnIndices: I32s,
  inputs: i32,
): bool {
  const result = overlaps(
    new InputSets(rows, rowIndptr, rowIndices),
    new InputSets(columns, columnIndptr, columnIndices),
    inputs,
    WIDE != 0,
  );
  built = result;
  return result.complete;
}

export function classCount(): i32 {
  return built!.classes.count;
}

export function classShared(): I32s {
  return built!.classes.shared;
}

export function classSizeSum(): I32s {
  return built!.classes.sizeSum;
}

/** Which step proved the optimum. */
export function solve(
  rank: I32s,
  sameRank: I32s,
  exact: F64s,
  coarse: I32s,
  factor: f64,
  largestEpsilon: i32,
  smallestEpsilon: i32,
): i32 {
  const graph = built!.graph;
  const classes = built!.classes.count;
  sortByClass(graph, rank, classes);
  const made = new Solver(graph, exact, coarse, classes, factor, largestEpsilon, smallestEpsilon, sameRank);
  solver = made;
  made.run();
  return made.provenBy;
}

export function graphStart(): I32s {
  return built!.graph.start;
}

export function graphEnd(): I32s {
  return built!.graph.end;
}

export function graphClass(): ClassNumbers {
  return built!.graph.edgeClass;
}

export function columnOfRow(): I32s {
  return solver!.state.columnOfRow;
}

export function classOfRow(): I32s {
  return solver!.state.classOfRow;
}

export function rowDual(): F64s {
  return solver!.state.rowDual;
}

export function columnDual(): F64s {
  return solver!.state.columnDual;
}
