import { UnitLinks } from '../../kernels/search/unitLinks';
import type { SearchProblem } from '../../kernels/searchKernel';
import { regroup } from '../../topology/transpose';
import { isFull, type Topology, widths } from '../../topology/topology';
import { IncomparableError } from '../distance';
import type { Outputs } from '../measure';

/**
 * Two networks as one problem: which unit of `b` each unit of `a` stands for. A layer that is narrower in one of them is
 * filled with absent neurons, so that units of both have the same numbers. Layers that do not count have no links here.
 */
export interface PairProblem extends SearchProblem {
  /** Length layers + 1; layer l is units `layerStart[l] … layerStart[l + 1])`. */
  readonly layerStart: Int32Array;
  readonly counts: readonly boolean[];
  /** Whether neurons of a layer may be exchanged. */
  readonly movableLayers: readonly boolean[];
}

/** `a` and `b` agree in inputs and depth. `outputs`: whether the last layer is matched or stands for itself. */
export function pairProblem(a: Topology, b: Topology, outputs: Outputs): PairProblem {
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
    if (counts[l])
      weight.fill(
        neurons / (counted * (layerStart[l + 1] - layerStart[l])),
        layerStart[l],
        layerStart[l + 1],
      );
  }
  const movableLayers = counts.map(
    (own, l) =>
      (own || (counts[l + 1] ?? false)) &&
      !(outputs === 'fixed' && l === depth - 1) &&
      layerStart[l + 1] - layerStart[l] > 1,
  );
  const layerFrom = new Int32Array(units);
  const layerWidth = new Int32Array(units).fill(inputs, 0, inputs);
  const movable: number[] = [];
  for (let l = 0; l < depth; l++) {
    layerFrom.fill(layerStart[l], layerStart[l], layerStart[l + 1]);
    layerWidth.fill(layerStart[l + 1] - layerStart[l], layerStart[l], layerStart[l + 1]);
    if (!movableLayers[l]) continue;
    for (let unit = layerStart[l]; unit < layerStart[l + 1]; unit++) movable.push(unit);
  }
  return {
    units,
    inputs,
    a: unitLinks(a, layerStart, counts),
    b: unitLinks(b, layerStart, counts),
    weight,
    layerFrom,
    layerWidth,
    movable: Int32Array.from(movable),
    layerStart,
    counts,
    movableLayers,
  };
}

/** The links of the layers of which `linked` says so. */
export function unitLinks(topology: Topology, layerStart: Int32Array, linked: readonly boolean[]): UnitLinks {
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
  return new UnitLinks(
    new Int32Array(inStart.buffer),
    new Int32Array(inputs.buffer),
    new Int32Array(indptr.buffer),
    new Int32Array(indices.buffer),
    fanIn,
  );
}

/** Throws `IncomparableError`. Outputs that stand for themselves have to be as many in both. */
export function assertSameInputsAndDepth(a: Topology, b: Topology, outputs: Outputs): void {
  const widthsA = widths(a);
  const widthsB = widths(b);
  let reason: string | null = null;
  if (widthsA.length === 0 || widthsB.length === 0) reason = 'a network without layers';
  else if (widthsA.length !== widthsB.length) reason = 'networks of different depth';
  else if (widthsA[0] !== widthsB[0]) reason = 'networks with a different number of inputs';
  else if (outputs === 'fixed' && widthsA.at(-1) !== widthsB.at(-1)) {
    reason = 'networks with a different number of outputs, which are not to be matched';
  }
  if (reason !== null) throw new IncomparableError(reason, widthsA, widthsB);
}
