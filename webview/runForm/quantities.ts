import type { RunForecast } from '../../src/protocol/runForm';

/** Estimates of a run in words. */

type Quantity = readonly [value: number, unit: string];

/** "0.49 to 3.1 s"; two digits, since more would pretend to know. */
export function rangeText(
  { low, high }: RunForecast['memoryBytes'],
  of: (value: number) => Quantity,
): string {
  const [[from, fromUnit], [to, toUnit]] = [of(low), of(high)];
  const [first, last] = [twoDigits(from), twoDigits(to)];
  if (fromUnit !== toUnit) return `${first}\u00a0${fromUnit} to ${last}\u00a0${toUnit}`;
  return `${first === last ? first : `${first} to ${last}`}\u00a0${toUnit}`;
}

export function duration(seconds: number): Quantity {
  if (seconds < 90) return [seconds, 's'];
  if (seconds < 90 * 60) return [seconds / 60, 'min'];
  return [seconds / 3600, 'h'];
}

export function size(bytes: number): Quantity {
  const mebibytes = bytes / 2 ** 20;
  return mebibytes < 1000 ? [mebibytes, 'MiB'] : [mebibytes / 1024, 'GiB'];
}

function twoDigits(value: number): string {
  return String(Number(value.toPrecision(2)));
}
