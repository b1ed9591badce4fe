import type { UnitLinks } from '../../kernels/search/unitLinks';
import { isFull, type Topology } from '../../topology/topology';
import type { Outputs } from '../measure';
import { unitLinks } from './pairProblem';
import { breakTies, colourKey, mix } from './tieBreaking';

/** A network with its neurons in an order that does not depend on the one in which they were stored. */
export interface CanonicalForm {
  readonly topology: Topology;
  /** For each layer: neuron i of `topology` is neuron `order[i]` of the network as it was stored. */
  readonly orders: readonly Int32Array[];
  /** Orders networks; the same for every storage order. */
  readonly fingerprint: readonly number[];
}

/**
 * Colour refinement: each neuron's colour is made of its own, its inputs' and its consumers', until no class splits any
 * more. In classes that remain, neurons with the very same inputs and consumers are told apart in any order, which makes
 * no difference; ties that are left are broken one by one (`breakTies`). Inputs are known by their places; so are outputs where they are `fixed`.
 */
export function canonicalForm(topology: Topology, outputs: Outputs): CanonicalForm {
  const depth = topology.layers.length;
  const layerStart = new Int32Array(depth + 1);
  layerStart[0] = topology.layers[0].inputs;
  topology.layers.forEach((layer, l) => (layerStart[l + 1] = layerStart[l] + layer.outputs));
  // A full layer tells nobody apart.
  const links = unitLinks(
    topology,
    layerStart,
    topology.layers.map((layer) => !isFull(layer)),
  );
  const colours = firstColours(topology, layerStart, outputs);
  const network: Network = { links, first: layerStart[0], units: layerStart[depth] };
  refine(network, colours);
  if (colours.classes < network.units - network.first) {
    separateTwins(network, colours);
    refine(network, colours);
    breakTies({ ...network, high: colours.high, low: colours.low });
  }

  const orders = topology.layers.map((layer, l) => orderOf(colours, layerStart[l], layer.outputs));
  return {
    topology: reordered(topology, orders),
    orders,
    fingerprint: fingerprintOf(topology, colours, layerStart),
  };
}

interface Network {
  readonly links: UnitLinks;
  /** First unit that is a neuron. */
  readonly first: number;
  readonly units: number;
}

/** By unit: 64 bits in two lanes. */
interface Colours {
  high: Int32Array;
  low: Int32Array;
  /** Number of different colours of neurons. */
  classes: number;
}

function firstColours(topology: Topology, layerStart: Int32Array, outputs: Outputs): Colours {
  const depth = topology.layers.length;
  const units = layerStart[depth];
  const colours: Colours = {
    high: new Int32Array(units),
    low: new Int32Array(units),
    classes: 0,
  };
  const give = (unit: number, group: number, place: number) => {
    colours.high[unit] = mix(mix(place, 0x2545f491) + group, 0x5bd1e995);
    colours.low[unit] = mix(mix(place, 0x68e31da4) + group, 0x1b873593);
  };
  for (let unit = 0; unit < layerStart[0]; unit++) give(unit, -1, unit);
  for (let l = 0; l < depth; l++) {
    const known = outputs === 'fixed' && l === depth - 1;
    for (let unit = layerStart[l]; unit < layerStart[l + 1]; unit++) {
      give(unit, l, known ? unit - layerStart[l] : -1);
    }
  }
  return colours;
}

/** Until no class splits any more. */
function refine(network: Network, colours: Colours): void {
  colours.classes = countClasses(network, colours);
  for (;;) {
    step(network, colours);
    const classes = countClasses(network, colours);
    if (classes === colours.classes) return;
    colours.classes = classes;
  }
}

/** One round: every neuron gets a colour made of its own, its inputs' and its consumers'. */
function step({ links, first, units }: Network, colours: Colours): void {
  const { inStart, inputs, outStart, outputs } = links;
  const { high, low } = colours;
  const newHigh = high.slice();
  const newLow = low.slice();
  const mixedHigh = new Int32Array(units);
  const mixedLow = new Int32Array(units);
  for (let unit = 0; unit < units; unit++) {
    mixedHigh[unit] = mix(high[unit] ^ low[unit], 0x7feb352d);
    mixedLow[unit] = mix(low[unit] + Math.imul(high[unit], 0x9e3779b1), 0x846ca68b);
  }
  for (let unit = first; unit < units; unit++) {
    let inHigh = 0;
    let inLow = 0;
    for (let e = inStart[unit]; e < inStart[unit + 1]; e++) {
      inHigh = (inHigh + mixedHigh[inputs[e]]) | 0;
      inLow = (inLow + mixedLow[inputs[e]]) | 0;
    }
    let outHigh = 0;
    let outLow = 0;
    for (let e = outStart[unit]; e < outStart[unit + 1]; e++) {
      outHigh = (outHigh + mixedHigh[outputs[e]]) | 0;
      outLow = (outLow + mixedLow[outputs[e]]) | 0;
    }
    newHigh[unit] = mix(mix(mix(high[unit], 0x2c1b3c6d) + inHigh, 0x297a2d39) + outHigh, 0x3c6ef372);
    newLow[unit] = mix(mix(mix(low[unit], 0x165667b1) + inLow, 0x27d4eb2f) + outLow, 0x1656a4e7);
  }
  colours.high = newHigh;
  colours.low = newLow;
}

/** Number of different colours of neurons, by 53 of their bits. */
function countClasses({ first, units }: Network, colours: Colours): number {
  const keys = keysOf(colours, first, units).sort();
  let classes = keys.length > 0 ? 1 : 0;
  for (let at = 1; at < keys.length; at++) if (keys[at] !== keys[at - 1]) classes++;
  return classes;
}

function keysOf({ high, low }: Colours, from: number, to: number): Float64Array {
  const keys = new Float64Array(to - from);
  for (let unit = from; unit < to; unit++) keys[unit - from] = colourKey(high[unit], low[unit]);
  return keys;
}

/** Neurons of one colour with the very same inputs and consumers get ranks. */
function separateTwins({ links, first, units }: Network, colours: Colours): void {
  const { inStart, inputs, outStart, outputs } = links;
  const keys = keysOf(colours, first, units);
  const tied = new Map<number, number>();
  for (const value of keys) tied.set(value, (tied.get(value) ?? 0) + 1);
  const ranks = new Map<string, number>();
  for (let unit = first; unit < units; unit++) {
    const value = keys[unit - first];
    if (tied.get(value) === 1) continue;
    const name = `${String(value)}:${inputs.subarray(inStart[unit], inStart[unit + 1]).join()}:${outputs
      .subarray(outStart[unit], outStart[unit + 1])
      .join()}`;
    const rank = ranks.get(name) ?? 0;
    ranks.set(name, rank + 1);
    colours.high[unit] = mix(colours.high[unit] + rank, 0x510e527f);
  }
}

/** Neurons of a layer by rising colour; the storage order decides only where `breakTies` gave up. */
function orderOf({ high, low }: Colours, from: number, size: number): Int32Array {
  const keys = new Float64Array(size);
  for (let at = 0; at < size; at++) keys[at] = colourKey(high[from + at], low[from + at]);
  return Int32Array.from(keys, (_, at) => at).sort((x, y) => keys[x] - keys[y] || x - y);
}

function reordered(topology: Topology, orders: readonly Int32Array[]): Topology {
  let places: Int32Array | null = null;
  const layers = topology.layers.map((layer, l) => {
    const order = orders[l];
    const indptr = new Uint32Array(layer.outputs + 1);
    const indices = new Uint32Array(layer.indices.length);
    let at = 0;
    order.forEach((neuron, place) => {
      const start = at;
      for (let e = layer.indptr[neuron]; e < layer.indptr[neuron + 1]; e++) {
        indices[at++] = places === null ? layer.indices[e] : places[layer.indices[e]];
      }
      indices.subarray(start, at).sort();
      indptr[place + 1] = at;
    });
    places = new Int32Array(layer.outputs);
    for (let place = 0; place < layer.outputs; place++) places[order[place]] = place;
    return { inputs: layer.inputs, outputs: layer.outputs, indptr, indices };
  });
  return { layers };
}

function fingerprintOf(topology: Topology, { high, low }: Colours, layerStart: Int32Array): number[] {
  return topology.layers.flatMap((layer, l) => {
    let sumHigh = 0;
    let sumLow = 0;
    for (let unit = layerStart[l]; unit < layerStart[l + 1]; unit++) {
      sumHigh = (sumHigh + mix(high[unit], low[unit])) | 0;
      sumLow = (sumLow + mix(low[unit], 0x3c6ef372)) | 0;
    }
    return [layer.inputs, layer.outputs, layer.indices.length, sumHigh, sumLow];
  });
}

/** Negative, 0 or positive, like the comparator of a sort: by fingerprints, and only between equal ones link by link. */
export function compareForms(a: CanonicalForm, b: CanonicalForm): number {
  for (let at = 0; at < Math.min(a.fingerprint.length, b.fingerprint.length); at++) {
    if (a.fingerprint[at] !== b.fingerprint[at]) return a.fingerprint[at] - b.fingerprint[at];
  }
  for (let l = 0; l < a.topology.layers.length; l++) {
    const layerA = a.topology.layers[l];
    const layerB = b.topology.layers[l];
    for (let at = 0; at < layerA.indptr.length; at++) {
      if (layerA.indptr[at] !== layerB.indptr[at]) return layerA.indptr[at] - layerB.indptr[at];
    }
    for (let at = 0; at < layerA.indices.length; at++) {
      if (layerA.indices[at] !== layerB.indices[at]) return layerA.indices[at] - layerB.indices[at];
    }
  }
  return 0;
}
