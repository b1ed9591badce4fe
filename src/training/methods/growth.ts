import { drawDistinct } from '../../topology/drawDistinct';
import type { LinkPlaces } from '../../topology/linkSet';
import type { RandomSource } from '../../topology/random';
import type { SparseLayer } from '../../topology/topology';
import { roomForKept, takeKept } from '../keptLinks';

/**
 * `count` places, every set of them equally likely, among those where `layer` without its `dropped` links (positions,
 * ascending) has none. Places are drawn by their rank among the free ones, so that a dense layer costs no more than a
 * sparse one: O(links + neurons + count).
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
  const kept = roomForKept(layer);
  let nextDropped = 0;
  let next = 0;
  let rankOfNeuron = 0;
  for (let neuron = 0; neuron < outputs && next < count; neuron++) {
    const [begin, end] = [indptr[neuron], indptr[neuron + 1]];
    const keptCount = takeKept(begin, end, dropped, nextDropped, kept);
    nextDropped += end - begin - keptCount;
    const first = next;
    const rankAfter = rankOfNeuron + inputs - keptCount;
    next = takePlaces(ranks, next, rankOfNeuron, rankAfter, indices, kept, keptCount, places.inputs);
    places.neurons.fill(neuron, first, next);
    rankOfNeuron = rankAfter;
  }
  return places;
}

/** Turns the ranks, from `next` on, of the free places of a neuron into inputs; the first rank beyond them. */
function takePlaces(
  ranks: Float64Array,
  next: number,
  rankOfNeuron: number,
  rankAfter: number,
  indices: Uint32Array,
  kept: Uint32Array,
  keptCount: number,
  inputs: Uint32Array,
): number {
  let skipped = 0;
  let k = next;
  for (; k < ranks.length && ranks[k] < rankAfter; k++) {
    const within = (ranks[k] - rankOfNeuron) | 0;
    // As many kept inputs as lie before a free place are not counted in its rank.
    while (skipped < keptCount && indices[kept[skipped]] <= within + skipped) skipped++;
    inputs[k] = within + skipped;
  }
  return k;
}
