import type { SparseLayer } from '../topology/topology';

/** Inverted lists of a layer: for each input the neurons that use it. */
export interface Consumers {
  /** Length `inputs + 1`; the consumers of input p are `neurons[indptr[p] … indptr[p + 1])`. */
  readonly indptr: Uint32Array;
  /** Length as many as links; ascending for each input. */
  readonly neurons: Uint32Array;
}

/** One counting and one filling pass over the links. */
export function consumersOf(layer: SparseLayer): Consumers {
  const links = layer.indptr[layer.outputs];
  const indptr = new Uint32Array(layer.inputs + 1);
  for (let e = 0; e < links; e++) indptr[layer.indices[e] + 1]++;
  for (let p = 0; p < layer.inputs; p++) indptr[p + 1] += indptr[p];

  const next = indptr.slice(0, layer.inputs);
  const neurons = new Uint32Array(links);
  for (let j = 0; j < layer.outputs; j++) {
    for (let e = layer.indptr[j]; e < layer.indptr[j + 1]; e++) neurons[next[layer.indices[e]]++] = j;
  }
  return { indptr, neurons };
}
