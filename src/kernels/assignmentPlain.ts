import type { AssignmentKernel, NeuronSets, OverlapClasses } from './assignmentKernel';
import { checkPairs, coarseScale, largestEpsilon, provenBySteps, smallestEpsilon } from './assignmentKernel';
import type { Graph } from './assignment/graph';
import { OrderedPaths } from './assignment/orderedPaths';
import { InputSets, Overlaps } from './assignment/overlaps';
import { Solver } from './assignment/solve';

/** The kernel as plain TypeScript: oracle of the WebAssembly one, and its stand-in where that is missing. */
export const plainAssignment: AssignmentKernel = {
  name: 'plain',

  solve(rows, columns, inputs, weigh, use) {
    const { overlaps, graph } = build(rows, columns, inputs);
    const weights = weigh(classesOf(overlaps));
    const solver = new Solver(
      graph,
      overlaps,
      weights.exact,
      weights.coarse,
      weights.scale / coarseScale,
      largestEpsilon(weights),
      smallestEpsilon,
    );
    solver.run();
    const { columnOfRow, classOfRow, rowDual, columnDual } = solver.state;
    const edges = graph.start[graph.rows];
    return use({
      columnOfRow,
      classOfRow,
      rowDual,
      columnDual,
      start: graph.start,
      end: graph.end.subarray(0, edges),
      edgeClass: graph.edgeClass.subarray(0, edges),
      provenBy: provenBySteps[solver.provenBy],
    });
  },

  solveInOrder(rows, columns, inputs, costs, use) {
    const { overlaps, graph } = build(rows, columns, inputs);
    const paths = new OrderedPaths(graph, costs(classesOf(overlaps)), 1);
    paths.run();
    return use(paths);
  },
};

function build(
  rows: NeuronSets,
  columns: NeuronSets,
  inputs: number,
): { readonly overlaps: Overlaps; readonly graph: Graph } {
  checkPairs(rows, columns, inputs);
  const rowSets = new InputSets(rows.neurons, rows.indptr, rows.indices);
  const columnSets = new InputSets(columns.neurons, columns.indptr, columns.indices);
  const narrow = new Overlaps(rowSets, columnSets, inputs, false);
  const graph = narrow.byRow();
  if (narrow.fits()) return { overlaps: narrow, graph };
  const overlaps = new Overlaps(rowSets, columnSets, inputs, true);
  return { overlaps, graph: overlaps.byRow() };
}

function classesOf({ classes }: Overlaps): OverlapClasses {
  return {
    count: classes.count,
    shared: classes.shared.subarray(0, classes.count),
    sizeSum: classes.sizeSum.subarray(0, classes.count),
  };
}
