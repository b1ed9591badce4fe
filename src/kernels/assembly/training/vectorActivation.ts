// AssemblyScript: sigmoid and tanh of two samples at a time, by the operations of `../../training/activation.ts` in their
// order, and so to the same bits.
import { activate, keptShare } from './activation';
import { vectorExpOfNegative } from './vectorExponential';

/** `activations` of `../../networkFunctions.ts`. */
const SIGMOID: i32 = 3;
const TANH: i32 = 4;

@inline
export function hasVectors(kind: i32): bool {
  return kind === SIGMOID || kind === TANH;
}

/** As `activate`, of which it is the twin for these two. */
export function activateInPairs(
  kind: i32,
  values: F32s,
  factors: F32s,
  at: i32,
  count: i32,
  wanted: bool,
  key: i32,
  first: i32,
  threshold: f64,
  scale: f64,
): void {
  const pairs = count & ~1;
  const one = f64x2.splat(1);
  for (let n = 0; n < pairs; n += 2) {
    const place = (<usize>(at + n)) << 2;
    const z = f64x2.promote_low_f32x4(v128.load64_zero(changetype<usize>(values) + place));
    const y = kind === SIGMOID ? sigmoid(z) : tanh(z);
    const kept = keptShares(key, first + n, threshold, scale);
    v128.store64_lane(changetype<usize>(values) + place, f32x4.demote_f64x2_zero(f64x2.mul(y, kept)), 0);
    if (!wanted) continue;
    const slope = kind === SIGMOID ? f64x2.mul(y, f64x2.sub(one, y)) : f64x2.sub(one, f64x2.mul(y, y));
    v128.store64_lane(changetype<usize>(factors) + place, f32x4.demote_f64x2_zero(f64x2.mul(slope, kept)), 0);
  }
  activate(kind, 0, values, factors, at + pairs, count - pairs, wanted, key, first + pairs, threshold, scale);
}

@inline
function keptShares(key: i32, first: i32, threshold: f64, scale: f64): v128 {
  if (threshold === 0) return f64x2.splat(1);
  const kept = f64x2.splat(keptShare(key, first, threshold, scale));
  return f64x2.replace_lane(kept, 1, keptShare(key, first + 1, threshold, scale));
}

@inline
function sigmoid(z: v128): v128 {
  const one = f64x2.splat(1);
  const e = vectorExpOfNegative(f64x2.neg(f64x2.abs(z)));
  const above = v128.bitselect(one, e, f64x2.gt(z, f64x2.splat(0)));
  return f64x2.div(above, f64x2.add(one, e));
}

@inline
function tanh(z: v128): v128 {
  const one = f64x2.splat(1);
  const size = f64x2.abs(z);
  const e = vectorExpOfNegative(f64x2.mul(f64x2.splat(-2), size));
  const far = f64x2.div(f64x2.sub(one, e), f64x2.add(one, e));
  const signed = v128.bitselect(f64x2.neg(far), far, f64x2.lt(z, f64x2.splat(0)));
  const cube = f64x2.mul(f64x2.mul(z, z), z);
  const near = f64x2.sub(z, f64x2.div(cube, f64x2.splat(3)));
  return v128.bitselect(near, signed, f64x2.lt(size, f64x2.splat(1e-4)));
}
