import type { Tensor2D } from '@tensorflow/tfjs';
import { clippingScale, descents, type Descent } from '../../../kernels/optimizerStep';
import type { Tensorflow } from './library';

/**
 * A step of the optimiser along a gradient, as `kernels/training/descent.ts` has it, in float32. Takes and returns values,
 * first moments and, for Adam, second moments, of one shape. Where all of these are 0, as between neurons without a link,
 * they stay 0. `scale` multiplies the gradient.
 */
export function descend(
  tf: Tensorflow,
  [values, moments, secondMoments]: readonly Tensor2D[],
  gradient: Tensor2D,
  scale: number,
  { kind, rate, momentum, weightDecay, limit, beta2, epsilon, rootScale }: Descent,
): Tensor2D[] {
  const inLimit: Tensor2D = limit === Infinity ? gradient : tf.clipByValue(gradient, -limit, limit);
  const scaled: Tensor2D = scale === 1 ? inLimit : tf.mul(inLimit, scale);
  const g: Tensor2D = weightDecay === 0 ? scaled : tf.add(scaled, tf.mul(values, weightDecay));
  if (kind === descents.adam) {
    const first: Tensor2D = tf.add(tf.mul(moments, momentum), tf.mul(g, 1 - momentum));
    const second: Tensor2D = tf.add(tf.mul(secondMoments, beta2), tf.mul(tf.square(g), 1 - beta2));
    const root = tf.add(tf.mul(tf.sqrt(second), rootScale), epsilon);
    return [tf.sub(values, tf.div(tf.mul(first, rate), root)), first, second];
  }
  const velocity: Tensor2D = momentum === 0 ? g : tf.add(tf.mul(moments, momentum), g);
  const along = kind === descents.nesterov ? tf.add(g, tf.mul(velocity, momentum)) : velocity;
  return [tf.sub(values, tf.mul(along, rate)), velocity];
}

/** What the gradients of the whole network are multiplied by, so that their norm is within the limit. */
export function scaleOf(tf: Tensorflow, gradients: readonly Tensor2D[], { normLimit }: Descent): number {
  if (normLimit === Infinity) return 1;
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)).dataSync()[0]);
  return clippingScale(
    squares.reduce((sum, square) => sum + square, 0),
    normLimit,
  );
}
