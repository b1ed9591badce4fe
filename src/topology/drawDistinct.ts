import type { RandomSource } from './random';

/**
 * `count` distinct integers of [0, n), ascending, every set of them equally likely. Time and memory are proportional to
 * `count`.
 */
export function drawDistinct(n: number, count: number, random: RandomSource): Float64Array {
  if (count > n) throw new RangeError(`${count} distinct integers below ${n}`);
  // Above half of them the ones left out are drawn, so that most draws are new.
  return count > n / 2 ? complement(n, drawFew(n, n - count, random)) : drawFew(n, count, random);
}

function drawFew(n: number, count: number, random: RandomSource): Float64Array {
  let drawn: Float64Array = new Float64Array(0);
  // Draws as many as are missing, so never too many: the result is the set of the first `count` different draws.
  while (drawn.length < count) {
    const more = new Float64Array(count - drawn.length);
    fillBelow(more, n, random);
    drawn = union(drawn, sortUniform(more, n));
  }
  return drawn;
}

function fillBelow(values: Float64Array, n: number, random: RandomSource): void {
  for (let k = 0; k < values.length; k++) values[k] = random.below(n);
}

/**
 * Integers of [0, n), all equally likely, in ascending order: each is put into one of as many equal parts of [0, n) as there
 * are of them, which leaves little to sort.
 */
function sortUniform(values: Float64Array, n: number): Float64Array {
  // Never above the number of parts, however it is rounded.
  const perValue = values.length / n;
  const next = new Uint32Array(values.length + 1);
  countParts(values, perValue, next);
  toStarts(next);
  const sorted = new Float64Array(values.length);
  placeByPart(values, perValue, next, sorted);
  insertionSort(sorted);
  return sorted;
}

function countParts(values: Float64Array, perValue: number, counts: Uint32Array): void {
  for (let k = values.length; k-- > 0;) counts[Math.floor(values[k] * perValue)]++;
}

function toStarts(counts: Uint32Array): void {
  for (let part = 0, before = 0; part < counts.length; part++) {
    const count = counts[part];
    counts[part] = before;
    before += count;
  }
}

function placeByPart(values: Float64Array, perValue: number, next: Uint32Array, sorted: Float64Array): void {
  for (let k = values.length; k-- > 0;) sorted[next[Math.floor(values[k] * perValue)]++] = values[k];
}

function insertionSort(values: Float64Array): void {
  for (let k = 1; k < values.length; k++) {
    const value = values[k];
    let at = k;
    for (; at > 0 && values[at - 1] > value; at--) values[at] = values[at - 1];
    values[at] = value;
  }
}

/** The different values of two ascending arrays, the first of which has none twice, ascending. */
function union(distinct: Float64Array, sorted: Float64Array): Float64Array {
  const all = new Float64Array(distinct.length + sorted.length);
  let count = 0;
  let d = 0;
  for (const value of sorted) {
    while (d < distinct.length && distinct[d] < value) all[count++] = distinct[d++];
    const isKnown = (d < distinct.length && distinct[d] === value) || (count > 0 && all[count - 1] === value);
    if (!isKnown) all[count++] = value;
  }
  while (d < distinct.length) all[count++] = distinct[d++];
  return all.subarray(0, count);
}

function complement(n: number, sorted: Float64Array): Float64Array {
  const others = new Float64Array(n - sorted.length);
  let next = 0;
  let at = 0;
  for (let value = 0; value < n; value++) {
    if (next < sorted.length && sorted[next] === value) next++;
    else others[at++] = value;
  }
  return others;
}
