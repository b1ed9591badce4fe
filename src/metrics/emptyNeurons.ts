import type { SparseLayer } from '../topology/topology';

/**
 * Neurons without any input. They cost nothing against each other in NNSTD and pull it down, so their number belongs beside
 * a distance.
 */
export function emptyNeurons(layer: SparseLayer): number {
  let empty = 0;
  for (let j = 0; j < layer.outputs; j++) if (layer.indptr[j] === layer.indptr[j + 1]) empty++;
  return empty;
}
