import type { MatchedNeurons } from './matchedNeurons';

export const costBins = 20;

/** Matched pairs by cost, in bins of 0.05; the last holds 1. */
export function costHistogram({ count, a, b, cost }: MatchedNeurons): Uint32Array {
  const bins = new Uint32Array(costBins);
  for (let row = 0; row < count; row++) {
    if (a[row] < 0 || b[row] < 0) continue;
    bins[Math.min(costBins - 1, Math.floor(cost[row] * costBins))]++;
  }
  return bins;
}
