/** Numbers as all panels write them: thousands separators, units, a fixed number of decimals for each measure. */

const space = '\u00a0';
const integer = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 2 });
const atMostTwo = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** What stands where there is no value. */
export const noValue = '–';

/** By number of decimals: to make a format costs far more than to use it. */
const fixedFormats = new Map<number, Intl.NumberFormat>();

function fixed(value: number, decimals: number): string {
  let format = fixedFormats.get(decimals);
  if (format === undefined) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    fixedFormats.set(decimals, format);
  }
  return withMinus(format.format(value));
}

/** A typographic minus, and none before a zero. */
function withMinus(text: string): string {
  return /^-[0.,]*$/.test(text) ? text.slice(1) : text.replace('-', '−');
}

/** A count: 3,660. */
export function formatCount(value: number | null): string {
  return value === null ? noValue : withMinus(integer.format(value));
}

/** A distance between 0 and 1, or a loss: three decimals. */
export function formatThree(value: number | null): string {
  return value === null ? noValue : fixed(value, 3);
}

/** An epoch, with its fraction where it has one: 12, 12.5. */
export function formatEpoch(value: number): string {
  return withMinus(atMostTwo.format(value));
}

/** A share as per cent with a fixed number of decimals: 0.8741 → 87.4 %. */
export function formatPercent(share: number | null, decimals = 1): string {
  return share === null ? noValue : `${fixed(share * 100, decimals)}${space}%`;
}

/**
 * A density or sparsity. Two decimals, more for the very sparse, none for exactly 0 % and 100 %; what is not quite
 * empty or full never rounds to it. No value for 0 of 0; a little beyond either end, by rounding, is written as it is.
 */
export function formatDensity(share: number): string {
  if (Number.isNaN(share)) return noValue;
  if (share === 0 || share === 1) return formatPercent(share, 0);
  const toEnd = Math.min(share, 1 - share) * 100;
  const isClose = toEnd > 0 && toEnd < 0.005;
  return formatPercent(share, isClose ? Math.min(8, Math.ceil(-Math.log10(toEnd)) + 1) : 2);
}

/** A number on an axis whose grid lines are `step` apart: no more decimals than the step needs. */
export function formatTick(value: number, step: number, unit: 'count' | 'share' | 'plain'): string {
  const scaled = unit === 'share' ? step * 100 : step;
  const whole = (decimals: number): boolean => {
    const shifted = scaled * 10 ** decimals;
    return Math.abs(shifted - Math.round(shifted)) < 1e-6 * shifted;
  };
  let decimals = 0;
  while (decimals < 12 && !whole(decimals)) decimals++;
  return unit === 'share' ? formatPercent(value, decimals) : trimZero(fixed(value, decimals));
}

/** A count on an axis, short enough for the room there is: 5,000, 12.5K, 2M. */
export function formatCountTick(value: number): string {
  return Math.abs(value) < 10_000 ? formatCount(value) : withMinus(compact.format(value));
}

/** A change on an axis: +5,000, −12.5K. */
export function formatChangeTick(value: number): string {
  return value > 0 ? `+${formatCountTick(value)}` : formatCountTick(value);
}

/** A count that is a change: +1,681, −1,793, 0. */
export function formatChange(value: number): string {
  return value > 0 ? `+${formatCount(value)}` : formatCount(value);
}

function trimZero(text: string): string {
  return /^0\.0+$/.test(text) ? '0' : text;
}

/** "1 checkpoint", "9 checkpoints". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A time to wait, no finer than it can be known: "12 s", "3 min", "1 h 20 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 99.5) return `${String(Math.max(1, Math.round(seconds)))}${space}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return `${String(minutes)}${space}min`;
  return `${String(Math.floor(minutes / 60))}${space}h ${String(minutes % 60)}${space}min`;
}

/** Mean and standard deviation of distances: 0.751 ± 0.001, with more decimals where it is less. */
export function formatSpread(mean: number, standardDeviation: number | null): string {
  if (standardDeviation === null) return formatThree(mean);
  return `${formatThree(mean)} ± ${fixed(standardDeviation, standardDeviation < 0.001 ? 4 : 3)}`;
}

/** A share as a whole number of per cent: 0.641 → 64 %. */
export function formatShare(share: number | null): string {
  return formatPercent(share, 0);
}

/** A time since a beginning, in the two largest units that it has: "0", "45 s", "1 h 30 min", "3 d". */
export function formatElapsed(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const;
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, length] of units) {
    const many = Math.floor(rest / length);
    rest -= many * length;
    if (many > 0) parts.push(`${formatCount(many)}${space}${unit}`);
  }
  return parts.length === 0 ? '0' : parts.slice(0, 2).join(' ');
}
