import type { OverlapClasses } from './overlapGraph';

/**
 * The similarity I/U of each class as integers.
 *
 * `exact` is floor(I/U · scale). The scale is a common multiple of all the unions where one below 2⁴⁶ exists:
 * then the integers are the similarities themselves. Elsewhere it is 2⁴⁶, and a sum over n pairs is at most
 * n · 2⁻⁴⁶ below the rational optimum. Rounding *down* keeps the triangle inequality of the costs
 * (⌈x + y⌉ ≤ ⌈x⌉ + ⌈y⌉), on which the matching of identical neurons rests.
 *
 * Weights, prices and duals stay within ±8 · 2⁴⁶ = 2⁴⁹, so each sum or difference of a few of them is an integer
 * below 2⁵³, which a float64 holds exactly. Only sums over all pairs exceed that; none is ever formed here.
 */
export interface Weights {
  /** The integer that stands for similarity 1. */
  readonly scale: number;
  /** Length `classes.count`; integers between 1 and `scale`. */
  readonly exact: Float64Array;
  /** The same at scale 2²⁸, rounded, at least 1: what the auction works with. */
  readonly coarse: Int32Array;
  /** Whether `exact` is free of rounding. */
  readonly rational: boolean;
}

export const coarseScale = 2 ** 28;
const largestScale = 2 ** 46;
const half = 2 ** 23;

export function weightsOf(classes: OverlapClasses): Weights {
  const multiple = commonMultiple(classes);
  const rational = multiple !== undefined;
  const scale = rational ? multiple * 2 ** Math.floor(Math.log2(largestScale / multiple)) : largestScale;
  const exact = new Float64Array(classes.count);
  const coarse = new Int32Array(classes.count);
  for (let index = 0; index < classes.count; index++) {
    const shared = classes.shared[index];
    const union = classes.union[index];
    exact[index] = rational ? (scale / (union / divisor(shared, union))) * (shared / divisor(shared, union)) : scaled(shared, union);
    coarse[index] = Math.max(1, Math.round((shared / union) * coarseScale));
  }
  return { scale, exact, coarse, rational };
}

/** floor(shared · 2⁴⁶ / union) in two steps of 23 bits, each an exact integer division. */
function scaled(shared: number, union: number): number {
  const high = Math.floor((shared * half) / union);
  const rest = shared * half - high * union;
  return high * half + Math.floor((rest * half) / union);
}

function commonMultiple(classes: OverlapClasses): number | undefined {
  let multiple = 1;
  for (let index = 0; index < classes.count; index++) {
    const denominator = classes.union[index] / divisor(classes.shared[index], classes.union[index]);
    if (multiple % denominator === 0) continue;
    multiple *= denominator / divisor(multiple, denominator);
    if (multiple > largestScale) return undefined;
  }
  return multiple;
}

function divisor(x: number, y: number): number {
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
