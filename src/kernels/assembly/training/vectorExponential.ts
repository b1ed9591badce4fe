// AssemblyScript: `expOfNegative` of `../../search/elementary.ts` for two numbers, by the same operations in their order.
import { INVERSE_LN2, LN2_HIGH, LN2_LOW } from './elementary';

export function vectorExpOfNegative(x: v128): v128 {
  const half = f64x2.splat(0.5);
  const one = f64x2.splat(1);
  const turns = f64x2.sub(half, f64x2.mul(x, f64x2.splat(INVERSE_LN2)));
  const halvings = i32x4.trunc_sat_f64x2_s_zero(turns);
  const times = f64x2.convert_low_i32x4_s(halvings);
  const high = f64x2.add(x, f64x2.mul(times, f64x2.splat(LN2_HIGH)));
  const r = f64x2.add(high, f64x2.mul(times, f64x2.splat(LN2_LOW)));
  let sum = f64x2.splat(1.0 / 6227020800.0);
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 479001600.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 39916800.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 3628800.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 362880.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 40320.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 5040.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 720.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 120.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 24.0));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1.0 / 6.0));
  sum = f64x2.add(f64x2.mul(sum, r), half);
  sum = f64x2.add(f64x2.mul(sum, r), one);
  sum = f64x2.add(f64x2.mul(sum, r), one);
  // 2^−halvings by its bits: exact, as the halvings one by one are.
  const exponents = i64x2.sub(i64x2.splat(1023), i64x2.extend_low_i32x4_s(halvings));
  const power = i64x2.shl(exponents, 52);
  return v128.andnot(f64x2.mul(sum, power), f64x2.lt(x, f64x2.splat(-700)));
}
