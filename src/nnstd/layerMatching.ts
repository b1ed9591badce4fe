import { inputsPerUnit, type Topology } from '../topology/topology';
import { fanIn } from '../topology/transpose';
import { commonNames } from './commonNames';
import { commonInputs, costsOf } from './pairCosts';

/** What a distance says of the neurons of a layer, one by one. */
export interface LayerMatching {
  /** By neuron of `a`: its partner in `b`, or −1. */
  readonly partners: Int32Array;
  /** By neuron of `a`: normalised edit distance to its partner; 1 where it has none. */
  readonly costs: Float64Array;
  /** By neuron of `a`: inputs that it and its partner have in common. */
  readonly shared: Uint32Array;
  /** Number of inputs, by neuron of `a` and by neuron of `b`. */
  readonly fanInA: Uint32Array;
  readonly fanInB: Uint32Array;
  readonly inputsPerUnit: number;
}

/** `matchings`: what one distance of `a` and `b` found, from the input on; inputs are called by the matching before. */
export function layerMatchings(a: Topology, b: Topology, matchings: readonly Int32Array[]): LayerMatching[] {
  return matchings.map((matching, k) => {
    const named = commonNames(a.layers[k], b.layers[k], k === 0 ? null : matchings[k - 1]);
    const shared = commonInputs(named.a, named.b, named.inputs, matching);
    return {
      partners: matching,
      costs: costsOf(shared, named.a, named.b, matching),
      shared,
      fanInA: fanIn(a.layers[k]),
      fanInB: fanIn(b.layers[k]),
      inputsPerUnit: inputsPerUnit(b.layers[k]),
    };
  });
}

/** Whether this may be the matching of two networks, by layer: a partner of its own for each neuron that has one. */
export function fitsNetworks(a: Topology, b: Topology, matchings: readonly Int32Array[]): boolean {
  return (
    matchings.length === a.layers.length &&
    matchings.length === b.layers.length &&
    matchings.every((matching, k) => fitsLayers(a.layers[k].outputs, b.layers[k].outputs, matching))
  );
}

function fitsLayers(neuronsA: number, neuronsB: number, matching: Int32Array): boolean {
  const taken = new Uint8Array(neuronsB);
  return (
    matching.length === neuronsA &&
    matching.every((partner) => partner === -1 || (partner in taken && ++taken[partner] === 1))
  );
}
