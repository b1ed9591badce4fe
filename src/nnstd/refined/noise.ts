import type { SearchKernel } from '../../kernels/searchKernel';
import { searchKernel } from '../../kernels/searchChoice';
import type { Topology } from '../../topology/topology';
import { intervalOf, standardDeviationOf } from '../statistics';
import { type RefinedDistance, refinedDistance, type RefinedOptions } from './refinedDistance';

/** How far the optimiser's own chance moves a refined distance: results of independent searches of one pair. */
export interface RefinedNoise {
  readonly runs: number;
  readonly least: number;
  readonly greatest: number;
  readonly standardDeviation: number;
}

/**
 * Searches again with the seeds after that of `options`. Null where no layer counts. A pair whose distance is 0 by its
 * canonical orders has no noise.
 */
export function refinedNoise(
  a: Topology,
  b: Topology,
  options: RefinedOptions,
  runs = 5,
  kernel: SearchKernel = searchKernel(),
): RefinedNoise | null {
  const means: number[] = [];
  for (let run = 0; run < runs; run++) {
    const { mean } = noiseRun(a, b, options, run, kernel);
    if (mean === null) return null;
    means.push(mean);
  }
  return { runs, ...intervalOf(means), standardDeviation: standardDeviationOf(means) };
}

/** The search number `run` = 0, 1, 2 … of those that are independent of the distance itself. */
export function noiseRun(
  a: Topology,
  b: Topology,
  options: RefinedOptions,
  run: number,
  kernel: SearchKernel = searchKernel(),
): RefinedDistance {
  return refinedDistance(a, b, { ...options, seed: (options.seed ?? 0) + 1 + run }, kernel);
}
