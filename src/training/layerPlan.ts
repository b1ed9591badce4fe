import { apportion } from '../topology/apportion';
import type { LinkDensity } from './topologyConfig';

/** Shape of a layer and the links it starts with. */
export interface LayerPlan {
  readonly inputs: number;
  readonly outputs: number;
  readonly links: number;
}

/** Why no such topology exists, and the largest value that does. */
export interface ImpossibleTopology {
  readonly key: 'epsilon' | 'density';
  readonly largest: number;
  /** Index of the layer that it exceeds, from 0 at the input. */
  readonly layer: number;
}

/** More links than this in one layer do not fit the typed arrays of every supported runtime. */
export const maxLayerLinks = 2 ** 30;

/**
 * Links of each layer at the start, exact.
 *
 * - `erdos-renyi` with ε: ε(inputs + outputs), to the nearest (Mocanu et al. 2018).
 * - with a density: as many as the sparse layers then have taken together, to the nearest, divided among them by largest
 *   remainders: in proportion to inputs + outputs (`erdos-renyi`), or to inputs · outputs (`uniform`).
 * - `erk` (Evci et al. 2020) is `erdos-renyi` in which layers that would be more than full are full, and the others have
 *   the rest.
 *
 * The output layer is full where `denseOutput` says so.
 */
export function planLayers(
  widths: readonly number[],
  topology: LinkDensity,
): readonly LayerPlan[] | ImpossibleTopology {
  const shapes = widths.slice(1).map((outputs, k) => ({ inputs: widths[k], outputs }));
  const links = shapes.map(({ inputs, outputs }) => inputs * outputs);
  const sparse = shapes.map((_, k) => k).filter((k) => !(topology.denseOutput && k === shapes.length - 1));
  const units = sparse.map((k) => shapes[k].inputs + shapes[k].outputs);
  const cells = sparse.map((k) => links[k]);
  const share = topology.distribution === 'uniform' ? cells : units;
  const wanted =
    topology.epsilon !== undefined
      ? units.map((count) => Math.round(topology.epsilon * count))
      : divide(share, cells, Math.round(topology.density * sum(cells)), topology.distribution === 'erk');
  const tooMany = sparse.findIndex((_, at) => wanted[at] > cells[at]);
  if (tooMany >= 0) {
    const room = cells.map((count, at) => count / share[at]);
    const tightest = room.indexOf(Math.min(...room));
    return topology.epsilon !== undefined
      ? { key: 'epsilon', largest: room[tightest], layer: sparse[tightest] }
      : { key: 'density', largest: (room[tightest] * sum(share)) / sum(cells), layer: sparse[tightest] };
  }
  sparse.forEach((k, at) => (links[k] = wanted[at]));
  return shapes.map((shape, k) => ({ ...shape, links: links[k] }));
}

/** `total` in proportion to `share`; with `fillUp` no part gets more than its cells while another has room. */
function divide(
  share: readonly number[],
  cells: readonly number[],
  total: number,
  fillUp: boolean,
): readonly number[] {
  const parts = apportion(share, total);
  const over = parts.map((part, at) => fillUp && part > cells[at]);
  if (!over.includes(true)) return parts;
  // A part that is full takes no more, so the others are divided anew without it.
  const full = cells.map((count, at) => (over[at] ? count : 0));
  const open = over.flatMap((isOver, at) => (isOver ? [] : [at]));
  const rest = divide(
    open.map((at) => share[at]),
    open.map((at) => cells[at]),
    total - sum(full),
    true,
  );
  open.forEach((at, k) => (full[at] = rest[k]));
  return full;
}

export function isImpossible(plan: readonly LayerPlan[] | ImpossibleTopology): plan is ImpossibleTopology {
  return !Array.isArray(plan);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
