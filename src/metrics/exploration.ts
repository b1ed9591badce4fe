import { type LinkPlaces, type LinkSet, linkSetOf, withLinks } from '../topology/linkSet';
import type { SparseLayer } from '../topology/topology';

/**
 * The links that were ever active, after one more state of the layer; `before` is null at the first. Their number as a
 * share of the possible links is the exploration rate R_s of ITOP (Liu et al. 2021, arXiv 2102.02887). `before` may be
 * changed: it is to be used no more.
 */
export function exploredAfter(before: LinkSet | null, layer: SparseLayer): LinkSet {
  return before === null ? linkSetOf(layer) : withLinks(before, placesOf(layer));
}

function placesOf({ outputs, indptr, indices }: SparseLayer): LinkPlaces {
  const neurons = new Uint32Array(indices.length);
  for (let j = 0; j < outputs; j++) neurons.fill(j, indptr[j], indptr[j + 1]);
  return { neurons, inputs: indices };
}
