import type { NeuronSets } from '../kernels/assignmentKernel';
import { inputsPerUnit, type SparseLayer, type Topology } from '../topology/topology';
import { networkColours } from './neuronColours';

/** A layer with its neurons in the order of `networkColours`: a neuron is known by its place in that order. */
export interface CanonicalLayer {
  /** By place; the inputs by the places of the units that own them, ascending. */
  readonly sets: NeuronSets;
  /** By place: the neuron as it is stored. */
  readonly order: Int32Array;
  /** By place, ascending: neurons of equal number are paired first where the cost is the same. */
  readonly tie: Float64Array;
}

/** A network as `greedy` sees it: the same however its neurons are stored, as far as colours tell them apart. */
export interface CanonicalNetwork {
  readonly layers: readonly CanonicalLayer[];
  /** Orders networks whatever order their neurons are stored in. */
  readonly fingerprint: readonly number[];
}

/** A network of a matrix takes part in many pairs. Topologies are read-only, so an object stands for its content. */
const known = new WeakMap<Topology, CanonicalNetwork>();

/** Made once for each topology object, and kept as long as that lives. Takes about as much memory as the links. */
export function canonicalNetwork(topology: Topology): CanonicalNetwork {
  let network = known.get(topology);
  if (network === undefined) {
    network = makeCanonical(topology);
    known.set(topology, network);
  }
  return network;
}

function makeCanonical({ layers }: Topology): CanonicalNetwork {
  const { orders, fingerprint } = networkColours({ layers });
  return {
    layers: layers.map((layer, k) => {
      let sets: NeuronSets | undefined;
      return {
        ...orders[k],
        // Where the other network is full too, nobody asks for those of a full layer.
        get sets() {
          return (sets ??= setsByPlace(layer, orders[k].order, k === 0 ? null : orders[k - 1].order));
        },
      };
    }),
    fingerprint,
  };
}

/** Through the list of consumers of each input, in linear time. `unitOrder`: null where inputs keep their numbers. */
function setsByPlace(layer: SparseLayer, order: Int32Array, unitOrder: Int32Array | null): NeuronSets {
  const { inputs, outputs, indptr, indices } = layer;
  const places = inputPlaces(layer, unitOrder);
  const start = new Int32Array(inputs + 1);
  for (const input of indices) start[places[input] + 1]++;
  for (let place = 0; place < inputs; place++) start[place + 1] += start[place];
  const consumers = new Int32Array(indices.length);
  const filled = start.slice(0, inputs);
  const setStart = new Int32Array(outputs + 1);
  for (let at = 0; at < outputs; at++) {
    const end = indptr[order[at] + 1];
    setStart[at + 1] = setStart[at] + end - indptr[order[at]];
    for (let link = indptr[order[at]]; link < end; link++) consumers[filled[places[indices[link]]]++] = at;
  }
  const sorted = new Int32Array(indices.length);
  const next = setStart.slice();
  for (let place = 0; place < inputs; place++) {
    for (let at = start[place]; at < start[place + 1]; at++) sorted[next[consumers[at]]++] = place;
  }
  return { neurons: outputs, indptr: setStart, indices: sorted };
}

/** By input: its own place, which is that of its unit and its place in the unit's block. */
function inputPlaces(layer: SparseLayer, unitOrder: Int32Array | null): Int32Array {
  const places = new Int32Array(layer.inputs);
  const each = unitOrder === null ? layer.inputs : inputsPerUnit(layer);
  for (let unit = 0, to = 0; to < layer.inputs; unit++) {
    const first = unitOrder === null ? 0 : unitOrder[unit] * each;
    for (let place = 0; place < each; place++) places[first + place] = to++;
  }
  return places;
}

/** Below 0 where `a` comes first, 0 where nothing tells them apart. */
export function compareNetworks(a: CanonicalNetwork, b: CanonicalNetwork): number {
  for (let at = 0; at < a.fingerprint.length; at++) {
    const difference = a.fingerprint[at] - b.fingerprint[at];
    if (difference !== 0) return difference;
  }
  return 0;
}
