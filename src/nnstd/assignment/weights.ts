import type { ClassWeights, OverlapClasses } from '../../kernels/assignmentKernel';
import { coarseScale } from '../../kernels/assignmentKernel';

/**
 * The similarity I/U of each class as integers.
 *
 * `exact` is floor(I/U · scale). The scale is a common multiple of all the unions where one up to 2⁴⁶ exists: then the
 * integers are the similarities themselves. Elsewhere it is 2⁴⁶, and a sum over n pairs is at most n · 2⁻⁴⁶ below the
 * rational optimum. Rounding *down* keeps the triangle inequality of the costs (⌈x + y⌉ ≤ ⌈x⌉ + ⌈y⌉), on which the
 * matching of identical neurons rests.
 *
 * Weights, prices and duals stay within ±8 · 2⁴⁶ = 2⁴⁹, so each sum or difference of a few of them is an integer below
 * 2⁵³, which a float64 holds exactly. Only sums over all pairs exceed that; none is ever formed.
 */
export interface SimilarityWeights extends ClassWeights {
  /** Whether `exact` is free of rounding. */
  readonly rational: boolean;
  /** By class: shared inputs and union of each class. */
  readonly shared: Int32Array;
  readonly union: Int32Array;
}

const largestScale = 2 ** 46;
const half = 2 ** 23;

export function similarityWeights(classes: OverlapClasses): SimilarityWeights {
  const { shared, sizeSum } = classes;
  const unions = new Int32Array(shared.length);
  for (let index = 0; index < shared.length; index++) unions[index] = sizeSum[index] - shared[index];
  const multiple = commonMultiple(shared, unions);
  const rational = multiple !== undefined;
  const scale = rational ? multiple * 2 ** Math.floor(Math.log2(largestScale / multiple)) : largestScale;
  const exact = new Float64Array(shared.length);
  const coarse = new Int32Array(shared.length);
  for (let index = 0; index < shared.length; index++) {
    exact[index] = scaled(shared[index], unions[index], scale, rational);
    coarse[index] = Math.max(1, Math.round((exact[index] / scale) * coarseScale));
  }
  return { exact, coarse, scale, rational, shared, union: unions };
}

function scaled(shared: number, union: number, scale: number, rational: boolean): number {
  if (rational) {
    const common = divisor(shared, union);
    return (scale / (union / common)) * (shared / common);
  }
  // floor(shared · 2⁴⁶ / union) in two steps of 23 bits, each an exact integer division.
  const high = Math.floor((shared * half) / union);
  const rest = shared * half - high * union;
  return high * half + Math.floor((rest * half) / union);
}

function commonMultiple(shared: Int32Array, unions: Int32Array): number | undefined {
  let multiple = 1;
  for (let index = 0; index < shared.length; index++) {
    const denominator = unions[index] / divisor(shared[index], unions[index]);
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
