// Steps of the optimiser for the parameters from `from` to before `to`, along gradients that are already there. Computed
// in float64 from additions, multiplications, divisions and square roots alone; what is stored is rounded to float32.

/**
 * The gradient of a parameter w that counts: no further from 0 than `limit`, times `scale`, plus decay · w.
 */
function effectiveGradient(gradient: f64, limit: f64, scale: f64, decay: f64, w: f64): f64 {
  const inLimit = gradient > limit ? limit : gradient < -limit ? -limit : gradient;
  return inLimit * scale + decay * w;
}

/** v ← momentum·v + g; w ← w − rate·v, or with `nesterov` w ← w − rate·(g + momentum·v). */
export function stepByMomentum(
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
  for (let k: i32 = from; k < to; k++) {
    const w = values[k];
    const g = effectiveGradient(gradients[k], limit, scale, decay, w);
    velocities[k] = momentum * velocities[k] + g;
    const along = nesterov ? g + momentum * velocities[k] : velocities[k];
    values[k] = w - rate * along;
  }
}

/**
 * Adam (Kingma and Ba 2015): m ← β1·m + (1 − β1)·g; s ← β2·s + (1 − β2)·g²; w ← w − rate·m / (√s·rootScale + ε), the bias
 * corrections being in `rate` and `rootScale`.
 */
export function stepByAdam(
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
  for (let k: i32 = from; k < to; k++) {
    const w = values[k];
    const g = effectiveGradient(gradients[k], limit, scale, decay, w);
    moments[k] = beta1 * moments[k] + (1.0 - beta1) * g;
    secondMoments[k] = beta2 * secondMoments[k] + (1.0 - beta2) * (g * g);
    values[k] = w - (rate * moments[k]) / (Math.sqrt(secondMoments[k]) * rootScale + epsilon);
  }
}

/** Sum of the squares of the gradients, in their order. */
export function sumOfSquares(start: f64, gradients: F32s, from: i32, to: i32): f64 {
  let sum = start;
  for (let k: i32 = from; k < to; k++) sum += gradients[k] * gradients[k];
  return sum;
}
