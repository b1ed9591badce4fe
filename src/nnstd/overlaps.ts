import type { SparseLayer } from '../topology/topology';
import { regroup } from '../topology/transpose';

/** Inverted lists of a layer: for each input the neurons that use it, as `regroup` makes them. */
export interface Consumers {
  /** Length `inputs + 1`; the consumers of input p are `indices[indptr[p] … indptr[p + 1])`. */
  readonly indptr: Uint32Array;
  readonly indices: Uint32Array;
}

export function consumersOf(layer: SparseLayer): Consumers {
  return regroup(layer.indptr, layer.indices, layer.inputs);
}

/** Overlaps of one neuron with the neurons of another layer, reused from neuron to neuron. */
export interface OverlapCounter {
  /** Length neurons of the other layer; common inputs with each, 0 for those not in `touched`. */
  readonly counts: Uint32Array;
  /** Length neurons of the other layer; the first `count` results are the neurons with a common input. */
  readonly touched: Uint32Array;
}

export function overlapCounter(neurons: number): OverlapCounter {
  return { counts: new Uint32Array(neurons), touched: new Uint32Array(neurons) };
}

/**
 * Counts the inputs that neuron `i` of `a` shares with each neuron of the layer behind `consumers`, where input p of `a`
 * stands for input `relabel[p]` of the other (null: for itself). Visits only links that exist.
 *
 * `counter.counts` has to be all zeros; the caller clears what `touched` names before the next neuron.
 * Returns how many neurons share an input.
 */
export function countOverlaps(
  a: SparseLayer,
  i: number,
  consumers: Consumers,
  relabel: Int32Array | null,
  counter: OverlapCounter,
): number {
  const { counts, touched } = counter;
  const { indptr, indices: neurons } = consumers;
  let found = 0;
  for (let e = a.indptr[i]; e < a.indptr[i + 1]; e++) {
    const input = relabel === null ? a.indices[e] : relabel[a.indices[e]];
    for (let c = indptr[input]; c < indptr[input + 1]; c++) {
      const j = neurons[c];
      if (counts[j]++ === 0) touched[found++] = j;
    }
  }
  return found;
}
