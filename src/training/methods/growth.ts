import { drawDistinct } from '../../topology/drawDistinct';
import type { RandomSource } from '../../topology/random';
import type { SparseLayer } from '../../topology/topology';

/** Links by neuron and then by input. */
export interface LinkPlaces {
  readonly neurons: Uint32Array;
  readonly inputs: Uint32Array;
}

/**
 * `count` places, every set of them equally likely, among those where `layer` without its `dropped` links (positions,
 * ascending) has none. Places are drawn by their rank among the free ones, so that a dense layer costs no more than a
 * sparse one: O(links + neurons + count log count).
 */
export function chooseAbsentLinks(
  layer: SparseLayer,
  dropped: Uint32Array,
  count: number,
  random: RandomSource,
): LinkPlaces {
  const { inputs, outputs, indptr, indices } = layer;
  const free = inputs * outputs - (indices.length - dropped.length);
  const ranks = drawDistinct(free, count, random);
  const places = { neurons: new Uint32Array(count), inputs: new Uint32Array(count) };
  let nextDropped = 0;
  let next = 0;
  let rankOfNeuron = 0;
  for (let neuron = 0; neuron < outputs && next < count; neuron++) {
    // Walks the kept inputs of the neuron; `skipped` of them lie before the free place that is looked for.
    let k = indptr[neuron];
    const end = indptr[neuron + 1];
    let skipped = 0;
    const advance = (): void => {
      while (k < end && nextDropped < dropped.length && dropped[nextDropped] === k) {
        nextDropped++;
        k++;
      }
    };
    advance();
    for (; next < count; next++) {
      const within = ranks[next] - rankOfNeuron;
      while (k < end && indices[k] <= within + skipped) {
        skipped++;
        k++;
        advance();
      }
      if (within + skipped >= inputs) break;
      places.neurons[next] = neuron;
      places.inputs[next] = within + skipped;
    }
    while (k < end) {
      skipped++;
      k++;
      advance();
    }
    rankOfNeuron += inputs - skipped;
  }
  return places;
}
