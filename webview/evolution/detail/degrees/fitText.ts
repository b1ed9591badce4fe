import type { DegreeFit } from '../../../../src/protocol/layerProfile';
import { formatCount, formatThree } from '../../../shared/format';

/** Shorter tails are not judged. */
const least = 50;

/** What is to be said about a power law in the degrees of a layer. */
export function fitText({ verdict, count, fit, p }: DegreeFit): string {
  if (fit === null) return `not fitted, the ${formatCount(count)} degrees above 0 hardly differ.`;
  const tail = `from ${formatCount(fit.from)} on, ${formatCount(fit.tail)} of ${formatCount(count)} degrees`;
  const exponent = `exponent ${fit.exponent.toFixed(2)} ± ${fit.standardError.toFixed(2)}`;
  switch (verdict) {
    case 'justified':
      return `${exponent} (${tail}; goodness of fit p = ${formatThree(p)}).`;
    case 'few':
      return `not justified, its tail would hold ${formatCount(fit.tail)} of ${formatCount(count)} degrees, and fewer than ${formatCount(least)} tell nothing.`;
    case 'exponential':
      return `not justified, an exponential tail describes the degrees better (${tail}).`;
    case 'unlike':
      return `not justified, goodness of fit p = ${formatThree(p)} is at most 0.1 (${exponent}, ${tail}).`;
  }
}
