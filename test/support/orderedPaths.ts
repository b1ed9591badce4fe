import { Graph } from '../../src/kernels/assignment/graph';
import { OrderedPaths } from '../../src/kernels/assignment/orderedPaths';

/**
 * The column of each row that the kernel's assignment in order gives for an n × n matrix of costs, row-major. Edges are the
 * cells below the largest cost, or all cells.
 */
export function assignMatrix(costs: Float64Array, n: number, allCells = false): Int32Array {
  const elsewhere = costs.reduce((most, cost) => Math.max(most, cost), -Infinity);
  const classes = Float64Array.from(new Set(costs)).sort();
  const numberOf = new Map([...classes].map((cost, number) => [cost, number]));
  const start = new Int32Array(n + 1);
  const end: number[] = [];
  const edgeClass: number[] = [];
  for (let row = 0; row < n; row++) {
    const cells = [...costs.subarray(row * n, (row + 1) * n).entries()]
      .filter(([, cost]) => allCells || cost < elsewhere)
      .sort(([, x], [, y]) => x - y);
    end.push(...cells.map(([column]) => column));
    edgeClass.push(...cells.map(([, cost]) => numberOf.get(cost)!));
    start[row + 1] = end.length;
  }
  const graph = new Graph(n, n, start, Int32Array.from(end), Uint16Array.from(edgeClass));
  const paths = new OrderedPaths(graph, classes, elsewhere);
  paths.run();
  return paths.columnOfRow;
}
