import type { Series } from './chartPicture';

/**
 * Indices of the points worth drawing where there are more than pixels: of each stretch of the x axis the lowest and
 * highest of every series, and its first and last point. Shared by all series, so that a hover finds them together.
 * All indices where `xs` is no longer than `most`.
 */
export function worthDrawing(
  xs: readonly number[],
  series: readonly Pick<Series, 'values'>[],
  most: number,
): readonly number[] {
  const count = xs.length;
  if (count <= most) return xs.map((_, k) => k);
  const stretches = Math.max(1, Math.floor(most / (2 * series.length + 2)));
  const kept = new Set<number>();
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * count) / stretches);
    const to = Math.floor(((stretch + 1) * count) / stretches);
    kept.add(from);
    kept.add(to - 1);
    for (const { values } of series) {
      let low = -1;
      let high = -1;
      for (let k = from; k < to; k++) {
        const value = values[k];
        if (value === null) continue;
        if (low === -1 || value < values[low]!) low = k;
        if (high === -1 || value > values[high]!) high = k;
      }
      if (low !== -1) kept.add(low).add(high);
    }
  }
  return [...kept].sort((a, b) => a - b);
}
