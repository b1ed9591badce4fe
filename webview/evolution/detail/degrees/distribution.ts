/** How many neurons have how many links, and how many would at random. */

export interface Distribution {
  /** Neurons (or inputs) of each degree, from 0 to the largest. */
  readonly counts: Uint32Array;
  /** Alike to `counts`, and on to where random links end: neurons of each degree that random links would give. */
  readonly expected: Float64Array;
  readonly mean: number;
}

/** Less than this share of a neuron is not drawn. */
const negligible = 1e-3;

/** `others`: how many there are to be linked to. */
export function distributionOf(degrees: Uint32Array, others: number): Distribution {
  const largest = degrees.reduce((most, degree) => Math.max(most, degree), 0);
  const counts = new Uint32Array(largest + 1);
  for (const degree of degrees) counts[degree]++;
  const links = degrees.reduce((sum, degree) => sum + degree, 0);
  const mean = degrees.length === 0 ? 0 : links / degrees.length;
  return { counts, expected: erdosRenyi(degrees.length, others, mean, largest), mean };
}

/**
 * Neurons of each degree in an Erdős–Rényi layer of this mean degree: binomial, which is Poisson's distribution where
 * links are few. From 0 to `largest` and as far as there is anything.
 */
export function erdosRenyi(neurons: number, others: number, mean: number, largest: number): Float64Array {
  const share = others === 0 ? 0 : mean / others;
  const expected: number[] = [];
  let log = share === 1 ? Number.NEGATIVE_INFINITY : others * Math.log1p(-share);
  for (let degree = 0; degree <= others; degree++) {
    if (share === 0 || share === 1) log = degree === others * share ? 0 : Number.NEGATIVE_INFINITY;
    const value = neurons * Math.exp(log);
    if (degree > Math.max(largest, mean) && value < negligible) break;
    expected.push(value);
    log += Math.log((others - degree) / (degree + 1)) + Math.log(share) - Math.log1p(-share);
  }
  return Float64Array.from(expected);
}

/** The least degree that random links would give to less than half a neuron, counted from there on. */
export function hubsFrom({ expected }: Distribution): number {
  let beyond = 0;
  for (let degree = expected.length - 1; degree >= 0; degree--) {
    beyond += expected[degree];
    if (beyond >= 0.5) return degree + 1;
  }
  return 0;
}

export interface Bin {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

/** Degrees 0 to `last` in at most `most` bins of equal width. */
export function binsOf(last: number, most: number): readonly Bin[] {
  const width = Math.max(1, Math.ceil((last + 1) / most));
  return Array.from({ length: Math.ceil((last + 1) / width) }, (_, k) => ({
    from: k * width,
    to: (k + 1) * width,
  }));
}

export function sumIn(values: ArrayLike<number>, { from, to }: Bin): number {
  let sum = 0;
  for (let degree = from; degree < Math.min(to, values.length); degree++) sum += values[degree];
  return sum;
}

/** Those with the largest values, largest first; of equals the first. Length at most `count`. */
export function topOf(values: ArrayLike<number>, count: number): readonly number[] {
  const top: number[] = [];
  for (let index = 0; index < values.length; index++) {
    if (top.length === count && values[index] <= values[top[count - 1]]) continue;
    let at = top.length;
    while (at > 0 && values[top[at - 1]] < values[index]) at--;
    top.splice(at, 0, index);
    if (top.length > count) top.pop();
  }
  return top;
}
