import type { LayerProblem } from '../../src/nnstd/assignment/layerAssignment';
import type { OrderedNeurons } from '../../src/nnstd/assignment/identical';
import type { SparseLayer } from '../../src/topology/topology';

/** The assignment problem of two layers with the same inputs, ties broken by index. */
export function layerProblem(a: SparseLayer, b: SparseLayer): LayerProblem {
  return { a: byIndex(a), b: byIndex(b), inputs: Math.max(a.inputs, b.inputs) };
}

function byIndex({ outputs, indptr, indices }: SparseLayer): OrderedNeurons {
  return {
    sets: { neurons: outputs, indptr: Int32Array.from(indptr), indices: Int32Array.from(indices) },
    tie: new Float64Array(outputs),
  };
}

/** Normalised edit distance by the definition; 0 where both are empty. */
export function editDistance(x: readonly number[], y: readonly number[]): number {
  const union = new Set([...x, ...y]);
  const shared = x.filter((input) => y.includes(input)).length;
  return union.size === 0 ? 0 : (union.size - shared) / union.size;
}

/** The least total cost by trying every assignment; absent neurons fill the narrower layer at cost 1. */
export function leastCost(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number {
  const width = Math.max(a.length, b.length);
  const costs = Array.from({ length: width }, (_, i) =>
    Array.from({ length: width }, (__, j) => (i < a.length && j < b.length ? editDistance(a[i], b[j]) : 1)),
  );
  const from = (row: number, used: number): number => {
    if (row === width) return 0;
    let least = Infinity;
    for (let column = 0; column < width; column++) {
      if ((used >> column) & 1) continue;
      least = Math.min(least, costs[row][column] + from(row + 1, used | (1 << column)));
    }
    return least;
  };
  return from(0, 0);
}

/** Cost of an assignment of layers of these widths. */
export function totalCost(pairCosts: Float64Array, widthA: number, widthB: number): number {
  return pairCosts.reduce((sum, cost) => sum + cost, 0) + Math.max(0, widthB - widthA);
}
