import type { SparseLayer } from '../topology/topology';
import { fanIn } from '../topology/transpose';

export interface FanInRange {
  readonly min: number;
  /** Of an even number of neurons the mean of the middle two. */
  readonly median: number;
  readonly max: number;
}

/** All 0 for a layer without neurons. */
export function fanInRange(layer: SparseLayer): FanInRange {
  const sorted = fanIn(layer).sort();
  const n = sorted.length;
  if (n === 0) return { min: 0, median: 0, max: 0 };
  const upper = Math.floor(n / 2);
  const median = n % 2 === 1 ? sorted[upper] : (sorted[upper - 1] + sorted[upper]) / 2;
  return { min: sorted[0], median, max: sorted[n - 1] };
}
