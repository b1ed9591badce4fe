import type { Series } from './chartPicture';

/** Indices from `first` up to `end`, without it. */
export interface Window {
  readonly first: number;
  readonly end: number;
}

/**
 * Indices of the points worth drawing where there are more than pixels: of each stretch of the window the lowest and
 * highest of every series and its first gap, and its own first and last point. Shared by all series, so that a hover
 * finds them together. All indices of a window that is no longer than `most`.
 */
export function worthDrawing(
  { first, end }: Window,
  series: readonly Pick<Series, 'values'>[],
  most: number,
): readonly number[] {
  const count = end - first;
  if (count <= most) return Array.from({ length: Math.max(0, count) }, (_, k) => first + k);
  const stretches = Math.max(1, Math.floor(most / (3 * series.length + 2)));
  const kept = new Set<number>();
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = first + Math.floor((stretch * count) / stretches);
    const to = first + Math.floor(((stretch + 1) * count) / stretches);
    kept.add(from);
    kept.add(to - 1);
    for (const { values } of series) {
      let low = -1;
      let high = -1;
      let gap = -1;
      for (let k = from; k < to; k++) {
        const value = values[k];
        if (value === null) {
          if (gap === -1) gap = k;
          continue;
        }
        if (low === -1 || value < values[low]!) low = k;
        if (high === -1 || value > values[high]!) high = k;
      }
      if (low !== -1) kept.add(low).add(high);
      // Without it a line would be drawn across.
      if (gap !== -1) kept.add(gap);
    }
  }
  return [...kept].sort((a, b) => a - b);
}
