import type { AdamStep, OptimizerStep, SgdStep } from './kernels';

/** Ways of stepping, as the compiled kernels number them. */
export const descents = { fused: 0, momentum: 1, nesterov: 2, adam: 3 } as const;

/** What a step is made of, in float64: the numbers of `training/descent.ts`. */
export interface Descent {
  readonly kind: (typeof descents)[keyof typeof descents];
  readonly rate: number;
  /** Momentum, or β1 of Adam. */
  readonly momentum: number;
  readonly weightDecay: number;
  /** Of a single gradient; Infinity for none. */
  readonly limit: number;
  /** Of the norm of all gradients; Infinity for none. */
  readonly normLimit: number;
  /** Of Adam alone. */
  readonly beta2: number;
  readonly epsilon: number;
  readonly rootScale: number;
}

/** A step whose weights can change in the same pass that finds their gradients, as `Kernels.update` does. */
export function isFused(step: OptimizerStep): step is SgdStep {
  return !isAdam(step) && step.nesterov !== true && (step.clipping ?? null) === null;
}

export function descentOf(step: OptimizerStep): Descent {
  const { learningRate, weightDecay } = step;
  const clipping = step.clipping ?? null;
  const common = {
    weightDecay,
    limit: clipping?.by === 'value' ? clipping.threshold : Infinity,
    normLimit: clipping?.by === 'global-norm' ? clipping.threshold : Infinity,
  };
  if (!isAdam(step)) {
    const kind = step.nesterov ? descents.nesterov : clipping ? descents.momentum : descents.fused;
    return {
      ...common,
      kind,
      rate: learningRate,
      momentum: step.momentum,
      beta2: 0,
      epsilon: 0,
      rootScale: 0,
    };
  }
  const { beta1, beta2, epsilon, count } = step;
  return {
    ...common,
    kind: descents.adam,
    rate: learningRate / (1 - wholePower(beta1, count)),
    momentum: beta1,
    beta2,
    epsilon,
    rootScale: 1 / Math.sqrt(1 - wholePower(beta2, count)),
  };
}

/** What all gradients are multiplied by where their norm, the root of `squares`, is beyond the limit. */
export function clippingScale(squares: number, normLimit: number): number {
  const norm = Math.sqrt(squares);
  return norm > normLimit ? normLimit / norm : 1;
}

function isAdam(step: OptimizerStep): step is AdamStep {
  return 'beta1' in step;
}

/** By multiplications alone: Math.pow may differ between versions of Node. */
function wholePower(base: number, exponent: number): number {
  let power = 1;
  for (let factor = base, left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power *= factor;
    factor *= factor;
  }
  return power;
}
