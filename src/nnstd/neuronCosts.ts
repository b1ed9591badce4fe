import type { SparseLayer } from '../topology/topology';
import { fanIn, fanOut } from '../topology/transpose';
import type { SparseCosts } from './assignment/sparseCosts';
import { consumersOf, countOverlaps, overlapCounter } from './overlaps';

/**
 * Normalised edit distances of all pairs of neurons of two layers of the same width: (U−I)/U with U the size of the union
 * and I that of the intersection of their inputs, 0 where both have none. The form matters: 1−I/U differs in the last bit,
 * breaks ties otherwise, and so moves the deeper layers away from the published values. Pairs without a common input
 * cost 1 and are not listed.
 *
 * `relabel[p]` is the input of `b` that input p of `a` stands for; null: itself.
 */
export function neuronCosts(a: SparseLayer, b: SparseLayer, relabel: Int32Array | null): SparseCosts {
  const n = b.outputs;
  const consumers = consumersOf(b);
  const counter = overlapCounter(n);
  const { counts, touched } = counter;
  const fanInB = fanIn(b);
  const emptyB = Uint32Array.from(fanInB.keys()).filter((j) => fanInB[j] === 0);

  const indptr = new Uint32Array(a.outputs + 1);
  for (let i = 0; i < a.outputs; i++) {
    const found = countOverlaps(a, i, consumers, relabel, counter);
    for (let t = 0; t < found; t++) counts[touched[t]] = 0;
    indptr[i + 1] = indptr[i] + (a.indptr[i] === a.indptr[i + 1] ? emptyB.length : found);
  }

  const columns = new Uint32Array(indptr[a.outputs]);
  const costs = new Float64Array(columns.length);
  for (let i = 0; i < a.outputs; i++) {
    const fanInA = a.indptr[i + 1] - a.indptr[i];
    let cell = indptr[i];
    if (fanInA === 0) {
      // Their costs are the zeros they were made with.
      columns.set(emptyB, cell);
      continue;
    }
    const found = countOverlaps(a, i, consumers, relabel, counter);
    for (let t = 0; t < found; t++) {
      const j = touched[t];
      const intersection = counts[j];
      const union = fanInA + fanInB[j] - intersection;
      columns[cell] = j;
      costs[cell++] = (union - intersection) / union;
      counts[j] = 0;
    }
  }
  return { n, indptr, columns, costs, elsewhere: 1 };
}

/**
 * Most cells that `neuronCosts` can list whatever the relabelling: each shared input makes a pair of every two neurons that
 * use it, and most if the inputs used most in both layers are the same; all pairs at most.
 */
export function mostListedCosts(a: SparseLayer, b: SparseLayer): number {
  const usesA = fanOut(a).sort();
  const usesB = fanOut(b).sort();
  let pairs = 0;
  for (let p = 0; p < usesA.length; p++) pairs += usesA[p] * usesB[p];
  return Math.min(pairs + countEmpty(a) * countEmpty(b), a.outputs * b.outputs);
}

function countEmpty(layer: SparseLayer): number {
  return fanIn(layer).reduce((empty, inputs) => empty + (inputs === 0 ? 1 : 0), 0);
}
