import type { SparseLayer } from '../topology/topology';
import { fanIn } from '../topology/transpose';
import { consumersOf, countOverlaps, overlapCounter } from './overlaps';

/**
 * Normalised edit distances of all pairs of neurons of two layers: (U−I)/U with U the size of the union and I that of the
 * intersection of their inputs, 0 where both have none. The form matters: 1−I/U differs in the last bit, breaks ties
 * otherwise, and so moves the deeper layers away from the published values.
 *
 * `relabel[p]` is the input of `b` that input p of `a` stands for; null: itself.
 * Returns shape neurons of a × neurons of b, row-major.
 */
export function denseCosts(a: SparseLayer, b: SparseLayer, relabel: Int32Array | null): Float64Array {
  const columns = b.outputs;
  const costs = new Float64Array(a.outputs * columns);
  const consumers = consumersOf(b);
  const counter = overlapCounter(columns);
  const { counts, touched } = counter;
  const fanInB = fanIn(b);

  for (let i = 0; i < a.outputs; i++) {
    const row = i * columns;
    const fanInA = a.indptr[i + 1] - a.indptr[i];
    if (fanInA === 0) {
      for (let j = 0; j < columns; j++) costs[row + j] = fanInB[j] === 0 ? 0 : 1;
      continue;
    }
    costs.fill(1, row, row + columns);
    const found = countOverlaps(a, i, consumers, relabel, counter);
    for (let t = 0; t < found; t++) {
      const j = touched[t];
      const intersection = counts[j];
      const union = fanInA + fanInB[j] - intersection;
      costs[row + j] = (union - intersection) / union;
      counts[j] = 0;
    }
  }
  return costs;
}
