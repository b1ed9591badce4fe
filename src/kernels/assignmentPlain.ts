import type { AssignmentKernel } from './assignmentKernel';
import { checkPairs, coarseScale, largestEpsilon, provenBySteps, smallestEpsilon } from './assignmentKernel';
import { InputSets, Overlaps } from './assignment/overlaps';
import { Solver } from './assignment/solve';

/** The kernel as plain TypeScript: oracle of the WebAssembly one, and its stand-in where that is missing. */
export const plainAssignment: AssignmentKernel = {
  name: 'plain',
  solve(rows, columns, inputs, weigh, use) {
    checkPairs(rows, columns, inputs);
    const rowSets = new InputSets(rows.neurons, rows.indptr, rows.indices);
    const columnSets = new InputSets(columns.neurons, columns.indptr, columns.indices);
    let overlaps = new Overlaps(rowSets, columnSets, inputs, false);
    let graph = overlaps.byRow();
    if (!overlaps.fits()) {
      overlaps = new Overlaps(rowSets, columnSets, inputs, true);
      graph = overlaps.byRow();
    }
    const { classes } = overlaps;
    const weights = weigh({
      count: classes.count,
      shared: classes.shared.subarray(0, classes.count),
      sizeSum: classes.sizeSum.subarray(0, classes.count),
    });
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
};
