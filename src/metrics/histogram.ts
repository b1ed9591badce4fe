/** How often each value occurs. */
export interface Histogram {
  /** Ascending. */
  readonly values: readonly number[];
  /** Alike to `values`, each at least 1. */
  readonly counts: readonly number[];
}

/** Of the values above 0. */
export function positiveHistogram(values: Iterable<number>): Histogram {
  const found = new Map<number, number>();
  for (const value of values) if (value > 0) found.set(value, (found.get(value) ?? 0) + 1);
  const sorted = [...found].sort(([a], [b]) => a - b);
  return { values: sorted.map(([value]) => value), counts: sorted.map(([, count]) => count) };
}
