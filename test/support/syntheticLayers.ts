import type { SparseLayer } from '../../src/topology/topology';

/** Seeded random numbers in [0, 1): mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function layerOf(inputs: number, neurons: readonly (readonly number[])[]): SparseLayer {
  const indptr = new Uint32Array(neurons.length + 1);
  neurons.forEach((set, neuron) => (indptr[neuron + 1] = indptr[neuron] + set.length));
  const indices = new Uint32Array(indptr[neurons.length]);
  neurons.forEach((set, neuron) =>
    indices.set(
      [...set].sort((x, y) => x - y),
      indptr[neuron],
    ),
  );
  return { inputs, outputs: neurons.length, indptr, indices };
}

export function neuronsOf(layer: SparseLayer): number[][] {
  return Array.from({ length: layer.outputs }, (_, neuron) => [
    ...layer.indices.subarray(layer.indptr[neuron], layer.indptr[neuron + 1]),
  ]);
}

/** Erdős–Rényi with an exact number of links, round(outputs · fanIn). */
export function erdosRenyi(
  inputs: number,
  outputs: number,
  fanIn: number,
  random: () => number,
): SparseLayer {
  const links = Math.min(Math.round(outputs * fanIn), inputs * outputs);
  const neurons = Array.from({ length: outputs }, () => new Set<number>());
  for (let placed = 0; placed < links;) {
    const neuron = neurons[Math.floor(random() * outputs)];
    const input = Math.floor(random() * inputs);
    if (neuron.has(input)) continue;
    neuron.add(input);
    placed++;
  }
  return layerOf(
    inputs,
    neurons.map((set) => [...set]),
  );
}

/** Each neuron has exactly this many inputs. */
export function fixedFanIn(
  inputs: number,
  outputs: number,
  fanIn: number,
  random: () => number,
): SparseLayer {
  return layerOf(
    inputs,
    Array.from({ length: outputs }, () => {
      const set = new Set<number>();
      while (set.size < fanIn) set.add(Math.floor(random() * inputs));
      return [...set];
    }),
  );
}

/** Inputs are drawn with probability ~ 1/rank^exponent: a few hubs that most neurons share. */
export function zipfHubs(
  inputs: number,
  outputs: number,
  fanIn: number,
  exponent: number,
  random: () => number,
): SparseLayer {
  const cumulative = new Float64Array(inputs);
  let total = 0;
  for (let input = 0; input < inputs; input++) cumulative[input] = total += (input + 1) ** -exponent;
  const draw = () => {
    const at = random() * total;
    let low = 0;
    let high = inputs - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle] < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return layerOf(
    inputs,
    Array.from({ length: outputs }, () => {
      const set = new Set<number>();
      while (set.size < Math.min(fanIn, inputs)) set.add(draw());
      return [...set];
    }),
  );
}

/** Moves this share of the links to other places, within their neuron. */
export function rewired(layer: SparseLayer, share: number, random: () => number): SparseLayer {
  const neurons = neuronsOf(layer).map((inputs) => {
    const set = new Set(inputs);
    for (const input of inputs) {
      if (random() >= share || set.size === layer.inputs) continue;
      set.delete(input);
      let other = input;
      while (other === input || set.has(other)) other = Math.floor(random() * layer.inputs);
      set.add(other);
    }
    return [...set];
  });
  return layerOf(layer.inputs, neurons);
}

export function permutation(length: number, random: () => number): number[] {
  const order = Array.from({ length }, (_, index) => index);
  for (let at = length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}

/** Neuron i of the result is neuron order[i] of the layer. */
export function reordered(layer: SparseLayer, order: readonly number[]): SparseLayer {
  const neurons = neuronsOf(layer);
  return layerOf(
    layer.inputs,
    order.map((neuron) => neurons[neuron]),
  );
}
