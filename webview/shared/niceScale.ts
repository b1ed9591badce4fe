/** Values below this are drawn as zero. */
const negligible = 1e-12;

/** Ends and grid lines of an axis. */
export interface AxisRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** The smallest of 1, 2, 2.5, 5 times a power of ten that is at least `rough`. */
function niceStep(rough: number, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10;
  const step = factor * power;
  return whole ? Math.max(1, Math.ceil(step)) : step;
}

/**
 * An axis for `values` with about four intervals. It starts at zero unless that hides the story: where the lowest
 * value is above four fifths of the highest, it starts just below the lowest.
 */
export function valueAxis(values: readonly number[], options: { readonly whole?: boolean } = {}): AxisRange {
  const whole = options.whole ?? false;
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return whole ? { min: 0, max: 4, step: 1 } : { min: 0, max: 1, step: 0.25 };
  const least = lowest(finite);
  let high = Math.max(0, highest(finite));
  // Closer together than the axis can tell, they are one value, and its story is its height.
  const distinct = high - least > 1e-6 * high;
  let low = distinct && least > 0.8 * high ? least : Math.min(0, least);
  if (high - low < negligible) {
    low = 0;
    high = whole ? 4 : 1;
  }
  const step = niceStep((high - low) / 4, whole);
  // Division and multiplication by the step leave noise such as 0.30000000000000004.
  return {
    min: clean(Math.floor(low / step + 1e-9) * step),
    max: clean(Math.ceil(high / step - 1e-9) * step),
    step: clean(step),
  };
}

/** An axis with zero in its middle, for what is drawn up and down. */
export function mirroredAxis(
  values: readonly number[],
  options: { readonly whole?: boolean } = {},
): AxisRange {
  const finite = values.filter(Number.isFinite).map(Math.abs);
  const whole = options.whole ?? false;
  const top = finite.length === 0 ? 0 : highest(finite);
  if (top < negligible) return whole ? { min: -2, max: 2, step: 1 } : { min: -1, max: 1, step: 0.5 };
  const step = niceStep(top / 2, whole);
  const end = clean(Math.ceil(top / step - 1e-9) * step);
  return { min: -end, max: end, step: clean(step) };
}

function clean(value: number): number {
  return Number(value.toPrecision(12));
}

// Not Math.min(...values): a series may be longer than an argument list can be.
function lowest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function highest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}
