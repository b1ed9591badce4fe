/** Of one value at least. */
export function intervalOf(values: readonly number[]): { least: number; greatest: number } {
  return {
    least: values.reduce((least, value) => Math.min(least, value)),
    greatest: values.reduce((greatest, value) => Math.max(greatest, value)),
  };
}

/** Of the population that `values` are drawn from (divisor: their number less one); 0 for a single value. */
export function standardDeviationOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** Mean of samples, and standard deviation of what they are drawn from. */
export interface Spread {
  readonly mean: number;
  readonly standardDeviation: number;
}

/** Of one value at least. */
export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, standardDeviation: standardDeviationOf(values) };
}
