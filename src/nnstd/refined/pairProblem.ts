import { regroup } from '../../topology/transpose';
import { isFull, type Topology } from '../../topology/topology';

/** Links of one network between units that are numbered through: the inputs first, then layer after layer. */
export interface UnitLinks {
  /** Length units + 1; the inputs of unit u are `inputs[inStart[u] … inStart[u + 1])`, ascending. */
  readonly inStart: Int32Array;
  readonly inputs: Int32Array;
  /** Length units + 1; the neurons that unit u feeds, ascending. */
  readonly outStart: Int32Array;
  readonly outputs: Int32Array;
  /** Length units: number of inputs; 1 for an absent neuron, which so is like no other. */
  readonly fanIn: Int32Array;
}

/**
 * Two networks as one problem: which unit of `b` each unit of `a` stands for. A layer that is narrower in one of them is
 * filled with absent neurons, so that units of both have the same numbers. Layers that do not count have no links here.
 */
export interface PairProblem {
  readonly units: number;
  /** Number of network inputs: units 0 … inputs − 1, which stand for themselves. */
  readonly inputs: number;
  /** Length layers + 1; layer l is units `layerStart[l] … layerStart[l + 1])`. */
  readonly layerStart: Int32Array;
  readonly counts: readonly boolean[];
  /** Whether neurons of a layer may be exchanged. */
  readonly movable: readonly boolean[];
  /** Length units: what the similarity of a neuron weighs; all layers that count weigh alike, the mean weight is 1. */
  readonly weight: Float64Array;
  readonly a: UnitLinks;
  readonly b: UnitLinks;
}

/** `a` and `b` agree in inputs and depth. `outputs`: whether the last layer is matched or stands for itself. */
export function pairProblem(a: Topology, b: Topology, outputs: 'matched' | 'fixed'): PairProblem {
  const depth = a.layers.length;
  const inputs = a.layers[0].inputs;
  const counts = a.layers.map((layer, l) => !(isFull(layer) && isFull(b.layers[l])));
  const layerStart = new Int32Array(depth + 1);
  layerStart[0] = inputs;
  a.layers.forEach((layer, l) => {
    layerStart[l + 1] = layerStart[l] + Math.max(layer.outputs, b.layers[l].outputs);
  });
  const units = layerStart[depth];

  const weight = new Float64Array(units);
  const counted = counts.filter(Boolean).length;
  let neurons = 0;
  for (let l = 0; l < depth; l++) if (counts[l]) neurons += layerStart[l + 1] - layerStart[l];
  for (let l = 0; l < depth; l++) {
    if (counts[l]) weight.fill(neurons / (counted * (layerStart[l + 1] - layerStart[l])), layerStart[l], layerStart[l + 1]);
  }
  const movable = counts.map(
    (own, l) => (own || (counts[l + 1] ?? false)) && !(outputs === 'fixed' && l === depth - 1),
  );
  return {
    units,
    inputs,
    layerStart,
    counts,
    movable,
    weight,
    a: unitLinks(a, layerStart, counts),
    b: unitLinks(b, layerStart, counts),
  };
}

/** The links of the layers of which `linked` says so. */
export function unitLinks(
  topology: Topology,
  layerStart: Int32Array,
  linked: readonly boolean[],
): UnitLinks {
  const depth = topology.layers.length;
  const units = layerStart[depth];
  let links = 0;
  topology.layers.forEach((layer, l) => {
    if (linked[l]) links += layer.indices.length;
  });
  const inStart = new Uint32Array(units + 1);
  const inputs = new Uint32Array(links);
  const fanIn = new Int32Array(units);
  let at = 0;
  topology.layers.forEach((layer, l) => {
    const unitsBefore = l === 0 ? 0 : layerStart[l - 1];
    for (let unit = layerStart[l]; unit < layerStart[l + 1]; unit++) {
      const neuron = unit - layerStart[l];
      inStart[unit] = at;
      if (neuron >= layer.outputs) fanIn[unit] = 1;
      else if (linked[l]) {
        for (let e = layer.indptr[neuron]; e < layer.indptr[neuron + 1]; e++) {
          inputs[at++] = unitsBefore + layer.indices[e];
        }
        fanIn[unit] = at - inStart[unit];
      }
    }
  });
  inStart[units] = at;
  const { indptr, indices } = regroup(inStart, inputs, units);
  return {
    inStart: new Int32Array(inStart.buffer),
    inputs: new Int32Array(inputs.buffer),
    outStart: new Int32Array(indptr.buffer),
    outputs: new Int32Array(indices.buffer),
    fanIn,
  };
}
