import type { SearchKernel } from '../../kernels/searchKernel';
import { searchKernel } from '../../kernels/searchChoice';
import type { Topology } from '../../topology/topology';
import type { Measure } from '../../measure/measure';
import { intervalOf, standardDeviationOf } from '../statistics';
import { type RefinedDistance, refinedDistance } from './refinedDistance';

/** How far the optimiser's own chance moves a value of `refined`, of the mean or of a layer. */
export interface SearchNoise {
  readonly least: number;
  readonly greatest: number;
  readonly standardDeviation: number;
}

/** From the values of independent searches, one at least. */
export function noiseOf(values: readonly number[]): SearchNoise {
  return { ...intervalOf(values), standardDeviation: standardDeviationOf(values) };
}

/**
 * Search number `run` = 0, 1, 2 … of those that are independent of each other and of the distance itself, to be made on
 * any thread and in any order. A pair whose distance is 0 by its canonical orders has no noise.
 */
export function noiseRun(
  a: Topology,
  b: Topology,
  measure: Measure,
  run: number,
  kernel: SearchKernel = searchKernel(),
): RefinedDistance {
  return refinedDistance(a, b, measure, 1 + run, kernel);
}
