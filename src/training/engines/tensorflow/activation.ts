import type { Tensor2D } from '@tensorflow/tfjs';
import type { Tensorflow } from './library';

/** ReLU of a hidden layer's sums, `[neuron][batch]`. */
export function activate(tf: Tensorflow, sums: Tensor2D): Tensor2D {
  return tf.relu(sums);
}

/** Gradient by the sums of a hidden layer, from that by its outputs: 0 where an output is not above 0. */
export function throughActivation(tf: Tensorflow, outputs: Tensor2D, gradient: Tensor2D): Tensor2D {
  return tf.mul(gradient, tf.step(outputs));
}
