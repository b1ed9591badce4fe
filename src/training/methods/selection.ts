import { differ, isBelow } from '../../topology/branchless';

/**
 * Positions of the `count` values of smallest magnitude, ascending. Of equal magnitudes the earlier positions are taken.
 * By selection, not sorting: linear time on average. Values must be numbers, not NaN.
 */
export function smallestMagnitudes(values: Float32Array, count: number): Uint32Array {
  const bits = bitsOf(values);
  const threshold = findThreshold(bits, countUpper(bits, unsigned), unsigned, 0, count);
  return takeBelow(bits, unsigned, [threshold, threshold], count);
}

/**
 * The same for a fraction of the values below zero, and of the others, each rounded down: positions of both together,
 * ascending.
 */
export function smallestOfEachSign(values: Float32Array, fraction: number): Uint32Array {
  const bits = bitsOf(values);
  const counts = countUpper(bits, signed);
  const negative = sumOf(counts.subarray(firstNegative));
  const ofNegative = Math.floor(fraction * negative);
  const ofOthers = Math.floor(fraction * (values.length - negative));
  const others = findThreshold(bits, counts, signed, 0, ofOthers);
  const below = findThreshold(bits, counts, signed, firstNegative, ofNegative);
  return takeBelow(bits, signed, [others, below], ofOthers + ofNegative);
}

/** Which magnitudes are taken, as bits: all below this one, and of equal ones the first so many. */
interface Threshold {
  readonly magnitude: number;
  readonly ties: number;
}

// The bits of a magnitude are a whole number that is ordered alike; the sign stands above them. Every loop is a function, and
// has no branch that nothing foretells: a method is asked once in thousands of steps, so what is short is compiled well
// soonest, and half of the time would go into wrong guesses.

/** What is left of a value's bits: without or with the sign. */
const unsigned = 0x7fffffff;
const signed = 0xffffffff;

/** Values are first told apart by their upper 12 bits: sign, exponent, and three bits of the fraction. */
const lowerBits = 20;
const upperKeys = 1 << 12;
const firstNegative = upperKeys / 2;

function bitsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}

/** −0 counts as 0, which is not negative. */
function keyOf(bits: number, mask: number): number {
  return bits === 0x80000000 ? 0 : (bits & mask) >>> 0;
}

function countUpper(bits: Uint32Array, mask: number): Uint32Array {
  const counts = new Uint32Array(upperKeys);
  for (let k = bits.length; k-- > 0;) counts[keyOf(bits[k], mask) >>> lowerBits]++;
  return counts;
}

function sumOf(counts: Uint32Array): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}

/** The threshold of the `count` smallest magnitudes among values whose upper bits are `begin` or more. */
function findThreshold(
  bits: Uint32Array,
  counts: Uint32Array,
  mask: number,
  begin: number,
  count: number,
): Threshold {
  if (count === 0) return { magnitude: 0, ties: 0 };
  const { upper, left } = upperOf(counts, begin, count);
  // Room for one that is written and does not count.
  const magnitudes = new Uint32Array(counts[upper] + 1);
  collect(bits, mask, upper, magnitudes);
  const candidates = new Float32Array(magnitudes.buffer, 0, counts[upper]);
  const threshold = kthSmallest(candidates, left - 1);
  const [magnitude] = bitsOf(Float32Array.of(threshold));
  return { magnitude, ties: left - countBelow(candidates, threshold) };
}

/** The upper bits at which the sum of counts from `begin` on reaches `wanted`, and how many of theirs are needed for it. */
function upperOf(counts: Uint32Array, begin: number, wanted: number): { upper: number; left: number } {
  let left = wanted;
  for (let upper = begin; upper < counts.length; upper++) {
    if (counts[upper] >= left) return { upper, left };
    left -= counts[upper];
  }
  throw new RangeError(`${wanted} of ${wanted - left} values`);
}

/** The magnitudes, as bits, of the values with these upper bits. */
function collect(bits: Uint32Array, mask: number, upper: number, magnitudes: Uint32Array): void {
  let at = 0;
  for (let k = bits.length; k-- > 0;) {
    const key = keyOf(bits[k], mask);
    magnitudes[at] = key & unsigned;
    at += 1 - differ(key >>> lowerBits, upper);
  }
}

function countBelow(values: Float32Array, threshold: number): number {
  let count = 0;
  for (const value of values) if (value < threshold) count++;
  return count;
}

function takeBelow(
  bits: Uint32Array,
  mask: number,
  thresholds: readonly [others: Threshold, negative: Threshold],
  count: number,
): Uint32Array {
  // Room for one that is written and does not count.
  const taken = new Uint32Array(count + 1);
  const magnitudes = Uint32Array.from(thresholds, ({ magnitude }) => magnitude);
  const ties = Uint32Array.from(thresholds, (threshold) => threshold.ties);
  fillBelow(bits, mask, magnitudes, ties, taken);
  return taken.subarray(0, count);
}

function fillBelow(
  bits: Uint32Array,
  mask: number,
  magnitudes: Uint32Array,
  ties: Uint32Array,
  taken: Uint32Array,
): void {
  let at = 0;
  for (let k = 0; k < bits.length; k++) {
    const key = keyOf(bits[k], mask);
    const sign = key >>> 31;
    const magnitude = key & unsigned;
    taken[at] = k;
    at += isBelow(magnitude, magnitudes[sign]);
    if (magnitude === magnitudes[sign] && ties[sign] > 0) {
      ties[sign]--;
      at++;
    }
  }
}

/**
 * The value at place k (from 0) of the sorted array, which is reordered on the way: quickselect by Hoare's partition
 * around the median of three. Values must be numbers, not NaN.
 */
export function kthSmallest(values: Float32Array, k: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = medianOfThree(values[left], values[(left + right) >>> 1], values[right]);
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const swapped = values[i];
      values[i++] = values[j];
      values[j--] = swapped;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return values[k];
  }
  return values[k];
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
