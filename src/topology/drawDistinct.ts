import type { RandomSource } from './random';

/** `count` distinct integers of [0, n), ascending, every set of them equally likely. */
export function drawDistinct(n: number, count: number, random: RandomSource): Float64Array {
  if (count > n) throw new RangeError(`${count} distinct integers below ${n}`);
  // Above half of them the ones left out are drawn, so that most draws are new.
  return count > n / 2 ? complement(n, drawFew(n, n - count, random)) : drawFew(n, count, random);
}

function drawFew(n: number, count: number, random: RandomSource): Float64Array {
  const drawn = new Float64Array(count);
  let distinct = 0;
  // Draws as many as are missing, so never too many: the result is the set of the first `count` different draws.
  while (distinct < count) {
    for (let k = distinct; k < count; k++) drawn[k] = random.below(n);
    drawn.sort();
    distinct = moveDuplicatesBack(drawn);
  }
  return drawn;
}

/** Moves the first of each run of equal values forward, in order, and returns how many there are. */
function moveDuplicatesBack(sorted: Float64Array): number {
  let distinct = 0;
  for (const value of sorted) {
    if (distinct === 0 || value !== sorted[distinct - 1]) sorted[distinct++] = value;
  }
  return distinct;
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
