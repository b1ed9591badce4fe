import { inputsPerUnit, isFull, shapeOf, type Topology } from '../../topology/topology';
import type { Outputs } from '../../measure/measure';
import { neuronsOf, ownersOf, portLayout, type PortLayout, unitLinks } from './ports';
import { breakTies, colourKey, mix, mixPort, type Partition } from './tieBreaking';

/** A network with its neurons in an order that does not depend on the one in which they were stored. */
export interface CanonicalForm {
  readonly topology: Topology;
  /** For each layer: neuron i of `topology` is neuron `order[i]` of the network as it was stored; i itself of fixed outputs. */
  readonly orders: readonly Int32Array[];
  /** Orders networks; the same for every storage order. */
  readonly fingerprint: readonly number[];
}

/**
 * Colour refinement: each neuron's colour is made of its own, its inputs' and its consumers', until no class splits any
 * more. In classes that remain, neurons with the very same inputs and consumers are told apart in any order, which makes
 * no difference; ties that are left are broken one by one (`breakTies`). Inputs are known by their places; so are the ports
 * of a unit, and outputs where they are `fixed`.
 */
export function canonicalForm(topology: Topology, outputs: Outputs): CanonicalForm {
  // A full layer tells nobody apart.
  const linked = topology.layers.map((layer) => !isFull(layer));
  const widths = topology.layers.map((layer) => layer.outputs);
  const layout = portLayout(topology, widths, linked);
  const network: Network = { links: unitLinks(topology, layout, linked), ...ownersOf(layout) };
  const colours = firstColours(layout, outputs);
  refine(network, colours);
  if (colours.classes < network.neurons.length) {
    separateTwins(network, colours);
    refine(network, colours);
    breakTies({ ...network, high: colours.high, low: colours.low });
  }

  const neurons = topology.layers.map((_, l) => neuronsOf(layout, l));
  const orders = neurons.map((ofLayer, l) =>
    outputs === 'fixed' && l === neurons.length - 1
      ? Int32Array.from(ofLayer, (_, place) => place)
      : orderOf(colours, ofLayer),
  );
  return {
    topology: reordered(topology, orders),
    orders,
    fingerprint: fingerprintOf(topology, colours, neurons),
  };
}

type Network = Pick<Partition, 'links' | 'owner' | 'neurons'>;

/** By unit: 64 bits in two lanes; nothing at other ports. */
interface Colours {
  high: Int32Array;
  low: Int32Array;
  /** Number of different colours of neurons. */
  classes: number;
}

function firstColours(layout: PortLayout, outputs: Outputs): Colours {
  const { layerStart } = layout;
  const depth = layerStart.length - 1;
  const ports = layerStart[depth];
  const colours: Colours = {
    high: new Int32Array(ports),
    low: new Int32Array(ports),
    classes: 0,
  };
  const give = (unit: number, group: number, place: number) => {
    colours.high[unit] = mix(mix(place, 0x2545f491) + group, 0x5bd1e995);
    colours.low[unit] = mix(mix(place, 0x68e31da4) + group, 0x1b873593);
  };
  for (let unit = 0; unit < layerStart[0]; unit++) give(unit, -1, unit);
  for (let l = 0; l < depth; l++) {
    const known = outputs === 'fixed' && l === depth - 1;
    neuronsOf(layout, l).forEach((unit, place) => {
      give(unit, l, known ? place : -1);
    });
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
function step({ links, owner, neurons }: Network, colours: Colours): void {
  const { inStart, inputs, outStart, outputs } = links;
  const { high, low } = colours;
  const newHigh = high.slice();
  const newLow = low.slice();
  const mixedHigh = new Int32Array(owner.length);
  const mixedLow = new Int32Array(owner.length);
  owner.forEach((unit, port) => {
    mixedHigh[port] = mixPort(mix(high[unit] ^ low[unit], 0x7feb352d), port - unit);
    mixedLow[port] = mixPort(mix(low[unit] + Math.imul(high[unit], 0x9e3779b1), 0x846ca68b), port - unit);
  });
  for (const unit of neurons) {
    let inHigh = 0;
    let inLow = 0;
    for (let e = inStart[unit]; e < inStart[unit + 1]; e++) {
      inHigh = (inHigh + mixedHigh[inputs[e]]) | 0;
      inLow = (inLow + mixedLow[inputs[e]]) | 0;
    }
    let outHigh = 0;
    let outLow = 0;
    for (let port = unit; owner[port] === unit; port++) {
      let portHigh = 0;
      let portLow = 0;
      for (let e = outStart[port]; e < outStart[port + 1]; e++) {
        portHigh = (portHigh + mixedHigh[outputs[e]]) | 0;
        portLow = (portLow + mixedLow[outputs[e]]) | 0;
      }
      outHigh = (outHigh + mixPort(portHigh, port - unit)) | 0;
      outLow = (outLow + mixPort(portLow, port - unit)) | 0;
    }
    newHigh[unit] = mix(mix(mix(high[unit], 0x2c1b3c6d) + inHigh, 0x297a2d39) + outHigh, 0x3c6ef372);
    newLow[unit] = mix(mix(mix(low[unit], 0x165667b1) + inLow, 0x27d4eb2f) + outLow, 0x1656a4e7);
  }
  colours.high = newHigh;
  colours.low = newLow;
}

/** Number of different colours of neurons, by 53 of their bits. */
function countClasses({ neurons }: Network, colours: Colours): number {
  const keys = keysOf(colours, neurons).sort();
  let classes = keys.length > 0 ? 1 : 0;
  for (let at = 1; at < keys.length; at++) if (keys[at] !== keys[at - 1]) classes++;
  return classes;
}

function keysOf({ high, low }: Colours, neurons: Int32Array): Float64Array {
  const keys = new Float64Array(neurons.length);
  neurons.forEach((unit, at) => (keys[at] = colourKey(high[unit], low[unit])));
  return keys;
}

/** Neurons of one colour with the very same inputs and consumers get ranks. */
function separateTwins({ links, owner, neurons }: Network, colours: Colours): void {
  const { inStart, inputs, outStart, outputs } = links;
  const keys = keysOf(colours, neurons);
  const tied = new Map<number, number>();
  for (const value of keys) tied.set(value, (tied.get(value) ?? 0) + 1);
  const ranks = new Map<string, number>();
  neurons.forEach((unit, at) => {
    if (tied.get(keys[at]) === 1) return;
    let name = `${String(keys[at])}:${inputs.subarray(inStart[unit], inStart[unit + 1]).join()}`;
    for (let port = unit; owner[port] === unit; port++) {
      name += `:${outputs.subarray(outStart[port], outStart[port + 1]).join()}`;
    }
    const rank = ranks.get(name) ?? 0;
    ranks.set(name, rank + 1);
    colours.high[unit] = mix(colours.high[unit] + rank, 0x510e527f);
  });
}

/** Places of a layer's neurons by rising colour; the storage order decides only where `breakTies` gave up. */
function orderOf(colours: Colours, neurons: Int32Array): Int32Array {
  const keys = keysOf(colours, neurons);
  return Int32Array.from(keys, (_, at) => at).sort((x, y) => keys[x] - keys[y] || x - y);
}

function reordered(topology: Topology, orders: readonly Int32Array[]): Topology {
  let places: Int32Array | null = null;
  const layers = topology.layers.map((layer, l) => {
    const order = orders[l];
    const each = inputsPerUnit(layer);
    const indptr = new Uint32Array(layer.outputs + 1);
    const indices = new Uint32Array(layer.indices.length);
    let at = 0;
    order.forEach((neuron, place) => {
      const start = at;
      for (let e = layer.indptr[neuron]; e < layer.indptr[neuron + 1]; e++) {
        const input = layer.indices[e];
        indices[at++] = places === null ? input : places[Math.floor(input / each)] * each + (input % each);
      }
      indices.subarray(start, at).sort();
      indptr[place + 1] = at;
    });
    places = new Int32Array(layer.outputs);
    for (let place = 0; place < layer.outputs; place++) places[order[place]] = place;
    return { ...shapeOf(layer), indptr, indices };
  });
  return { layers };
}

function fingerprintOf(topology: Topology, { high, low }: Colours, neurons: readonly Int32Array[]): number[] {
  return topology.layers.flatMap((layer, l) => {
    let sumHigh = 0;
    let sumLow = 0;
    for (const unit of neurons[l]) {
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
