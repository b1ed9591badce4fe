import { inputsPerUnit, type Topology } from '../topology/topology';
import { fanIn } from '../topology/transpose';
import { commonNames } from './commonNames';
import type { LayerDistance } from './distance';
import { commonInputs } from './pairCosts';

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

/** `layers`: what one distance of `a` and `b` found, from the input on; inputs are called by the matching before. */
export function layerMatchings(
  a: Topology,
  b: Topology,
  layers: readonly Pick<LayerDistance, 'matching' | 'pairCosts'>[],
): LayerMatching[] {
  return layers.map(({ matching, pairCosts }, k) => {
    const named = commonNames(a.layers[k], b.layers[k], k === 0 ? null : layers[k - 1].matching);
    return {
      partners: matching,
      costs: pairCosts,
      shared: commonInputs(named.a, named.b, named.inputs, matching),
      fanInA: fanIn(a.layers[k]),
      fanInB: fanIn(b.layers[k]),
      inputsPerUnit: inputsPerUnit(b.layers[k]),
    };
  });
}
