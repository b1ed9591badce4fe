import { asFloat, asInteger } from './arithmetic';

// Exponential and logarithm from additions, multiplications and divisions alone, which IEEE 754 fixes to the last bit:
// Math.exp and Math.log may differ between engines and processors, and with them a whole search.

/** ln 2 in two parts, of which the first has few enough bits that its multiples are exact (as in fdlibm). */
export const LN2_HIGH: f64 = 6.9314718036912381649e-1;
export const LN2_LOW: f64 = 1.90821492927058770002e-10;
export const INVERSE_LN2: f64 = 1.4426950408889634;

/** e^x for x ≤ 0, within a few units of the last place; 0 below −700. */
export function expOfNegative(x: f64): f64 {
  if (x < -700) return 0;
  const halvings = asInteger(0.5 - x * INVERSE_LN2);
  const r = x + asFloat(halvings) * LN2_HIGH + asFloat(halvings) * LN2_LOW;
  // |r| ≤ 0.35: the terms left out are below 2⁻⁵³.
  let sum: f64 = 1.0 / 6227020800.0;
  sum = sum * r + 1.0 / 479001600.0;
  sum = sum * r + 1.0 / 39916800.0;
  sum = sum * r + 1.0 / 3628800.0;
  sum = sum * r + 1.0 / 362880.0;
  sum = sum * r + 1.0 / 40320.0;
  sum = sum * r + 1.0 / 5040.0;
  sum = sum * r + 1.0 / 720.0;
  sum = sum * r + 1.0 / 120.0;
  sum = sum * r + 1.0 / 24.0;
  sum = sum * r + 1.0 / 6.0;
  sum = sum * r + 0.5;
  sum = sum * r + 1.0;
  sum = sum * r + 1.0;
  // Times 2^−halvings, exactly.
  let factor: f64 = 0.5;
  for (let left = halvings; left > 0; left >>= 1) {
    if ((left & 1) === 1) sum *= factor;
    factor *= factor;
  }
  return sum;
}

/** Natural logarithm of a positive number, within a few units of the last place. */
export function naturalLog(x: f64): f64 {
  let doublings: i32 = 0;
  let mantissa = x;
  while (mantissa > 1.5) {
    mantissa *= 0.5;
    doublings++;
  }
  while (mantissa < 0.75) {
    mantissa *= 2.0;
    doublings--;
  }
  // ln m = 2 artanh s, |s| ≤ 0.2.
  const s = (mantissa - 1.0) / (mantissa + 1.0);
  const square = s * s;
  let sum: f64 = 0;
  for (let n: i32 = 23; n >= 1; n -= 2) sum = sum * square + 1.0 / asFloat(n);
  return 2.0 * s * sum + asFloat(doublings) * LN2_HIGH + asFloat(doublings) * LN2_LOW;
}
