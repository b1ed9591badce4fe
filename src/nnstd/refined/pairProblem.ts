import type { SearchProblem } from '../../kernels/searchKernel';
import { bothFull, type Topology } from '../../topology/topology';
import type { Outputs } from '../../measure/measure';
import { portLayout, type PortLayout, unitLinks } from './ports';

/**
 * Two networks as one problem: which unit of `b` each unit of `a` stands for. A layer that is narrower in one of them is
 * filled with absent neurons, so that units of both have the same numbers. Layers that do not count have no links here.
 */
export interface PairProblem extends SearchProblem {
  readonly layout: PortLayout;
  /** By layer: number of units. */
  readonly widths: readonly number[];
  readonly counts: readonly boolean[];
  /** Whether neurons of a layer may be exchanged. */
  readonly movableLayers: readonly boolean[];
}

/** `a` and `b` have the same inputs and depth (`assertSameInputsAndDepth`). `outputs`: whether the last layer is matched or stands for itself. */
export function pairProblem(a: Topology, b: Topology, outputs: Outputs): PairProblem {
  const counts = a.layers.map((layer, l) => !bothFull(layer, b.layers[l]));
  const wider = a.layers.map((layer, l) => Math.max(layer.outputs, b.layers[l].outputs));
  const layout = portLayout(a, wider, counts);
  const { layerStart, portsPerUnit } = layout;
  const inputs = layerStart[0];
  const ports = layerStart[wider.length];
  const movableLayers = wider.map(
    (width, l) =>
      width > 1 &&
      (counts[l] || (counts[l + 1] ?? false)) &&
      !(outputs === 'fixed' && l === wider.length - 1),
  );

  const weight = new Float64Array(ports);
  const layerFrom = new Int32Array(ports);
  const layerWidth = new Int32Array(ports).fill(inputs, 0, inputs);
  const portsOf = new Int32Array(ports).fill(1, 0, inputs);
  const movable: number[] = [];
  const counted = counts.filter(Boolean).length;
  const neurons = wider.reduce((sum, width, l) => sum + (counts[l] ? width : 0), 0);
  wider.forEach((width, l) => {
    const start = layerStart[l];
    const end = layerStart[l + 1];
    layerFrom.fill(start, start, end);
    layerWidth.fill(width, start, end);
    portsOf.fill(portsPerUnit[l], start, end);
    for (let unit = start; unit < end; unit += portsPerUnit[l]) {
      if (counts[l]) weight[unit] = neurons / (counted * width);
      if (movableLayers[l]) movable.push(unit);
    }
  });
  return {
    ports,
    inputs,
    a: unitLinks(a, layout, counts),
    b: unitLinks(b, layout, counts),
    weight,
    layerFrom,
    layerWidth,
    portsPerUnit: portsOf,
    movable: Int32Array.from(movable),
    layout,
    widths: wider,
    counts,
    movableLayers,
  };
}
