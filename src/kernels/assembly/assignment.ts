// AssemblyScript: what the module exports to `../assignmentWasm.ts`. One problem at a time.
import { Graph } from './graph';
import { newI32s } from './memory';
import { OrderedPaths } from './orderedPaths';
import { InputSets, Overlaps } from './overlaps';
import { Solver } from './solve';

let built: Overlaps | null = null;
let graph: Graph | null = null;
let solver: Solver | null = null;
let paths: OrderedPaths | null = null;

/** Address of `bytes` zero bytes, aligned to 8. */
export function reserve(bytes: i32): usize {
  return changetype<usize>(newI32s((bytes + 3) >> 2));
}

/** Forgets everything reserved and built. */
export function rewind(): void {
  built = null;
  graph = null;
  solver = null;
  paths = null;
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
  const result = new Overlaps(
    new InputSets(rows, rowIndptr, rowIndices),
    new InputSets(columns, columnIndptr, columnIndices),
    inputs,
    WIDE != 0,
  );
  built = result;
  graph = result.byRow();
  return result.fits();
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
  exact: F64s,
  coarse: I32s,
  factor: f64,
  largestEpsilon: i32,
  smallestEpsilon: i32,
): i32 {
  const made = new Solver(graph!, built!, exact, coarse, factor, largestEpsilon, smallestEpsilon);
  solver = made;
  made.run();
  return made.provenBy;
}

export function solveInOrder(costs: F64s, elsewhere: f64): void {
  const made = new OrderedPaths(graph!, costs, elsewhere);
  paths = made;
  made.run();
}

export function orderedColumnOfRow(): I32s {
  return paths!.columnOfRow;
}

export function orderedClassOfRow(): I32s {
  return paths!.classOfRow;
}

export function graphStart(): I32s {
  return graph!.start;
}

export function graphEnd(): I32s {
  return graph!.end;
}

export function graphClass(): ClassNumbers {
  return graph!.edgeClass;
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
