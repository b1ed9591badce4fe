/**
 * Exponential and logarithm from additions, multiplications and divisions alone, which IEEE 754 fixes to the last bit:
 * `Math.exp` and `Math.log` may differ between engines and processors, and with them a whole search.
 */

const LN2_HIGH = 0.693147180369123816490;
const LN2_LOW = 1.90821492927058770002e-10;
const INVERSE_LN2 = 1.4426950408889634;

/** 2^(−k), k = 0 … 1074. */
const negativePowers = new Float64Array(1075);
for (let k = 0, power = 1; k < negativePowers.length; k++, power /= 2) negativePowers[k] = power;

/** e^x for x ≤ 0, within 2 units of the last place; 0 below −708. */
export function expOfNegative(x: number): number {
  if (x < -708) return 0;
  const k = Math.floor(0.5 - x * INVERSE_LN2);
  const r = x + k * LN2_HIGH + k * LN2_LOW;
  // |r| ≤ 0.347: the terms left out are below 2⁻⁵³.
  let sum = 1 / 6227020800;
  sum = sum * r + 1 / 479001600;
  sum = sum * r + 1 / 39916800;
  sum = sum * r + 1 / 3628800;
  sum = sum * r + 1 / 362880;
  sum = sum * r + 1 / 40320;
  sum = sum * r + 1 / 5040;
  sum = sum * r + 1 / 720;
  sum = sum * r + 1 / 120;
  sum = sum * r + 1 / 24;
  sum = sum * r + 1 / 6;
  sum = sum * r + 0.5;
  sum = sum * r + 1;
  return (sum * r + 1) * negativePowers[k];
}

/** Natural logarithm of a positive number. */
export function naturalLog(x: number): number {
  let exponent = 0;
  let mantissa = x;
  while (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent--;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum = 0;
  for (let n = 25; n >= 1; n -= 2) sum = sum * square + 1 / n;
  return 2 * s * sum + exponent * (LN2_HIGH + LN2_LOW);
}
