import { inputsPerUnit, type SparseLayer, type Topology } from '../../../../src/topology/topology';
import type { Outputs } from '../../../../src/measure/measure';
import { erdosRenyi, permutation, rewired } from '../../../support/syntheticLayers';
import { layerOf } from '../layers';

/** Layers of the same fan-in, of which layer k has this many inputs from each unit before it. */
export function blockNetwork(
  widths: readonly number[],
  blocks: readonly number[],
  fanIn: number,
  random: () => number,
): Topology {
  const layers = blocks.map((block, k) => ({
    ...erdosRenyi(widths[k] * block, widths[k + 1], fanIn, random),
    inputsPerUnit: block,
  }));
  return { layers };
}

/** Hidden layers of the same fan-in, none of them full. */
export function randomNetwork(widths: readonly number[], fanIn: number, random: () => number): Topology {
  return {
    layers: widths.slice(1).map((outputs, k) => erdosRenyi(widths[k], outputs, fanIn, random)),
  };
}

export function rewiredNetwork(network: Topology, share: number, random: () => number): Topology {
  return { layers: network.layers.map((layer) => ({ ...layer, ...rewired(layer, share, random) })) };
}

/** The same network with the neurons of every layer (but the last, if these stay) stored in another order. */
export function shuffled(
  network: Topology,
  random: () => number,
  lastToo = true,
): { readonly network: Topology; readonly places: readonly (readonly number[])[] } {
  const places: number[][] = [];
  const layers = network.layers.map((layer, l): SparseLayer => {
    const order =
      lastToo || l + 1 < network.layers.length
        ? permutation(layer.outputs, random)
        : Array.from({ length: layer.outputs }, (_, neuron) => neuron);
    const place: number[] = [];
    order.forEach((neuron, at) => (place[neuron] = at));
    places.push(place);
    const fanIns = order.map((neuron) =>
      [...layer.indices.subarray(layer.indptr[neuron], layer.indptr[neuron + 1])].map((input) =>
        l === 0 ? input : renamed(input, layer, places[l - 1]),
      ),
    );
    return { ...layer, ...layerOf(layer.inputs, fanIns) };
  });
  return { network: { layers }, places };
}

/** The input that this one is called where the units of the layer before are called so; −1 where its unit has no name. */
function renamed(input: number, layer: SparseLayer, names: readonly number[] | Int32Array): number {
  const block = inputsPerUnit(layer);
  const name = names[Math.floor(input / block)];
  return name < 0 ? -1 : name * block + (input % block);
}

/** Sum of the layers' distances that a relabeling of the neurons gives, straight from the definition. */
export function distanceOf(
  a: Topology,
  b: Topology,
  matchings: readonly (readonly number[] | Int32Array)[],
): number {
  let total = 0;
  let counting = 0;
  a.layers.forEach((layer, l) => {
    const other = b.layers[l];
    if (isComplete(layer) && isComplete(other)) return;
    counting++;
    let cost = Math.max(0, other.outputs - layer.outputs);
    for (let neuron = 0; neuron < layer.outputs; neuron++) {
      const partner = matchings[l][neuron];
      if (partner < 0) {
        cost++;
        continue;
      }
      const mine = [...layer.indices.subarray(layer.indptr[neuron], layer.indptr[neuron + 1])].map((input) =>
        l === 0 ? input : renamed(input, layer, matchings[l - 1]),
      );
      const its = new Set(other.indices.subarray(other.indptr[partner], other.indptr[partner + 1]));
      const common = mine.filter((input) => its.has(input)).length;
      const union = mine.length + its.size - common;
      cost += union === 0 ? 0 : (union - common) / union;
    }
    total += cost / Math.max(layer.outputs, other.outputs);
  });
  return total / counting;
}

function isComplete(layer: SparseLayer): boolean {
  return layer.indices.length === layer.inputs * layer.outputs;
}

/** All permutations of 0 … n − 1. */
export function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((shorter) =>
    Array.from({ length: n }, (_, at) => [...shorter.slice(0, at), n - 1, ...shorter.slice(at)]),
  );
}

/** Least mean distance over all relabelings of all layers (but the last, if it is fixed), by trying every one. */
export function exhaustiveDistance(a: Topology, b: Topology, outputs: Outputs = 'matched'): number {
  const choices = a.layers.map(({ outputs: width }, l) => {
    const other = b.layers[l].outputs;
    if (outputs === 'fixed' && l === a.layers.length - 1) {
      return [Array.from({ length: width }, (_, neuron) => neuron)];
    }
    return permutations(Math.max(width, other)).map((partners) =>
      partners.slice(0, width).map((partner) => (partner < other ? partner : -1)),
    );
  });
  let best = Infinity;
  const matchings: number[][] = [];
  const visit = (l: number): void => {
    if (l === a.layers.length) {
      best = Math.min(best, distanceOf(a, b, matchings));
      return;
    }
    for (const choice of choices[l]) {
      matchings[l] = choice;
      visit(l + 1);
    }
  };
  visit(0);
  return best;
}
