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

/** Ends and grid lines of a logarithmic axis: at 1, 2 and 5 times powers of ten, or at these alone where that is dense. */
export interface LogRange {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
}

/** Null where no value is above zero. */
export function logAxis(values: readonly number[]): LogRange | null {
  const positive = values.filter((value) => Number.isFinite(value) && value > 0);
  if (positive.length === 0) return null;
  const [least, most] = [lowest(positive), highest(positive)];
  const round: number[] = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power++) {
    round.push(...[1, 2, 5].map((factor) => clean(factor * 10 ** power)));
  }
  const min = round.findLast((tick) => tick <= least) ?? least;
  const above = round.find((tick) => tick >= most) ?? most;
  const max = above > min ? above : 2 * min;
  const inside = round.filter((tick) => tick >= min && tick <= max);
  const decades = inside.filter((tick) => Number.isInteger(clean(Math.log10(tick))));
  return { min, max, ticks: inside.length > 7 ? decades : inside };
}

/** Round numbers within a range, at most about `most` of them. */
export function ticksWithin(
  { min, max }: { readonly min: number; readonly max: number },
  most: number,
  steps: (rough: number) => number = (rough) => niceStep(rough, true),
): readonly number[] {
  const step = steps((max - min) / Math.max(1, most));
  const first = Math.ceil(min / step - 1e-9);
  const count = Math.floor(max / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, k) => clean((first + k) * step));
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
