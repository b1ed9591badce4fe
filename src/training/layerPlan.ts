import type { TopologyConfig } from './config';

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
 * Links of each layer at the start, exact: `round(density · inputs · outputs)`.
 *
 * - `erdos-renyi` with ε: density ε(n_in + n_out)/(n_in·n_out) (Mocanu et al. 2018).
 * - `erdos-renyi` with a density: the ε whose sparse layers have that density taken together.
 * - `uniform`: the density of every sparse layer.
 *
 * The output layer is full where `denseOutput` says so.
 */
export function planLayers(
  widths: readonly number[],
  topology: TopologyConfig,
): readonly LayerPlan[] | ImpossibleTopology {
  const shapes = widths.slice(1).map((outputs, k) => ({ inputs: widths[k], outputs }));
  const isSparse = (k: number): boolean => !(topology.denseOutput && k === shapes.length - 1);
  const sparse = shapes.filter((_, k) => isSparse(k));
  const possible = sum(sparse.map(({ inputs, outputs }) => inputs * outputs));
  const units = sum(sparse.map(({ inputs, outputs }) => inputs + outputs));

  if (topology.distribution === 'uniform') {
    return shapes.map(({ inputs, outputs }, k) => ({
      inputs,
      outputs,
      links: isSparse(k) ? Math.round(topology.density * inputs * outputs) : inputs * outputs,
    }));
  }

  const epsilon =
    topology.epsilon !== undefined
      ? topology.epsilon
      : units === 0
        ? 0
        : (topology.density * possible) / units;
  let tightest: ImpossibleTopology | null = null;
  for (const [k, { inputs, outputs }] of shapes.entries()) {
    const largestEpsilon = (inputs * outputs) / (inputs + outputs);
    // A density of 1 in layers of one shape must not fail by a rounding.
    if (!isSparse(k) || Math.round(epsilon * (inputs + outputs)) <= inputs * outputs) continue;
    const largest = topology.epsilon !== undefined ? largestEpsilon : (largestEpsilon * units) / possible;
    if (tightest === null || largest < tightest.largest) {
      tightest = { key: topology.epsilon !== undefined ? 'epsilon' : 'density', largest, layer: k };
    }
  }
  return (
    tightest ??
    shapes.map(({ inputs, outputs }, k) => ({
      inputs,
      outputs,
      links: isSparse(k) ? Math.round(epsilon * (inputs + outputs)) : inputs * outputs,
    }))
  );
}

export function isImpossible(plan: readonly LayerPlan[] | ImpossibleTopology): plan is ImpossibleTopology {
  return !Array.isArray(plan);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
