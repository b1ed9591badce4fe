// AssemblyScript: steps of the optimiser for two parameters at a time, by the operations of `../../training/descent.ts` in
// their order, and so to the same bits.
import { stepByAdam, stepByMomentum } from './descent';
import { element } from './records';

/** As `stepByMomentum`. */
export function stepPairsByMomentum(
  values: F32s,
  velocities: F32s,
  gradients: F32s,
  from: i32,
  to: i32,
  nesterov: bool,
  rate: f64,
  momentum: f64,
  decay: f64,
  limit: f64,
  scale: f64,
): void {
  const end = from + ((to - from) & ~1);
  for (let k = from; k < end; k += 2) {
    const w = pair(values, k);
    const g = effectiveGradients(pair(gradients, k), limit, scale, decay, w);
    setPair(velocities, k, f64x2.add(f64x2.mul(f64x2.splat(momentum), pair(velocities, k)), g));
    const v = pair(velocities, k);
    const along = nesterov ? f64x2.add(g, f64x2.mul(f64x2.splat(momentum), v)) : v;
    setPair(values, k, f64x2.sub(w, f64x2.mul(f64x2.splat(rate), along)));
  }
  stepByMomentum(values, velocities, gradients, end, to, nesterov, rate, momentum, decay, limit, scale);
}

/** As `stepByAdam`. */
export function stepPairsByAdam(
  values: F32s,
  moments: F32s,
  secondMoments: F32s,
  gradients: F32s,
  from: i32,
  to: i32,
  rate: f64,
  rootScale: f64,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
  decay: f64,
  limit: f64,
  scale: f64,
): void {
  const end = from + ((to - from) & ~1);
  for (let k = from; k < end; k += 2) {
    const w = pair(values, k);
    const g = effectiveGradients(pair(gradients, k), limit, scale, decay, w);
    setPair(moments, k, mixed(beta1, pair(moments, k), g));
    setPair(secondMoments, k, mixed(beta2, pair(secondMoments, k), f64x2.mul(g, g)));
    const root = f64x2.mul(f64x2.sqrt(pair(secondMoments, k)), f64x2.splat(rootScale));
    const along = f64x2.mul(f64x2.splat(rate), pair(moments, k));
    setPair(values, k, f64x2.sub(w, f64x2.div(along, f64x2.add(root, f64x2.splat(epsilon)))));
  }
  stepByAdam(
    values,
    moments,
    secondMoments,
    gradients,
    end,
    to,
    rate,
    rootScale,
    beta1,
    beta2,
    epsilon,
    decay,
    limit,
    scale,
  );
}

@inline
function effectiveGradients(gradient: v128, limit: f64, scale: f64, decay: f64, w: v128): v128 {
  const inLimit = f64x2.pmax(f64x2.pmin(gradient, f64x2.splat(limit)), f64x2.splat(-limit));
  return f64x2.add(f64x2.mul(inLimit, f64x2.splat(scale)), f64x2.mul(f64x2.splat(decay), w));
}

@inline
function mixed(beta: f64, before: v128, now: v128): v128 {
  return f64x2.add(f64x2.mul(f64x2.splat(beta), before), f64x2.mul(f64x2.splat(1.0 - beta), now));
}

@inline
function pair(array: F32s, k: i32): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(element(changetype<usize>(array), k)));
}

@inline
function setPair(array: F32s, k: i32, values: v128): void {
  v128.store64_lane(element(changetype<usize>(array), k), f32x4.demote_f64x2_zero(values), 0);
}
