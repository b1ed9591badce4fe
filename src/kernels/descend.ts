import type { LayerGradients, LayerParameters, SreluParameters } from './kernels';
import { clippingScale, descents, type Descent } from './optimizerStep';
import { stepByAdam, stepByMomentum, sumOfSquares } from './training/descent';

/** A step of all layers along their gradients; the plain twin of `assembly/training/descendOwn.ts`. */
export function descend(
  layers: readonly LayerParameters[],
  gradients: readonly LayerGradients[],
  step: Descent,
): void {
  const scale = step.normLimit === Infinity ? 1 : clippingScale(squaresOf(layers, gradients), step.normLimit);
  layers.forEach((layer, k) => {
    const { values, velocities, bias, biasVelocities, secondMoments } = layer;
    const { links, bias: biasGradients } = gradients[k];
    stepArray(values, velocities, secondMoments?.links, links, step, step.weightDecay, scale);
    stepArray(bias, biasVelocities, secondMoments?.bias, biasGradients, step, 0, scale);
    if (layer.srelu) stepSrelu(layer.srelu, gradients[k].srelu!, step, scale);
  });
}

export function stepSrelu(
  { values, velocities, secondMoments }: SreluParameters,
  gradients: Float32Array,
  step: Descent,
  scale: number,
): void {
  stepArray(values, velocities, secondMoments, gradients, step, 0, scale);
}

/** Neuron by neuron: its bias, its links, its parameters of SReLU. */
function squaresOf(layers: readonly LayerParameters[], gradients: readonly LayerGradients[]): number {
  let squares = 0;
  layers.forEach(({ outputs, indptr }, k) => {
    const { links, bias, srelu } = gradients[k];
    for (let neuron = 0; neuron < outputs; neuron++) {
      const ofBias = sumOfSquares(0, bias, neuron, neuron + 1);
      let sum = sumOfSquares(ofBias, links, indptr[neuron], indptr[neuron + 1]);
      for (let at = neuron; at < (srelu?.length ?? 0); at += outputs) {
        sum = sumOfSquares(sum, srelu!, at, at + 1);
      }
      squares += sum;
    }
  });
  return squares;
}

function stepArray(
  values: Float32Array,
  moments: Float32Array,
  secondMoments: Float32Array | undefined,
  gradients: Float32Array,
  step: Descent,
  decay: number,
  scale: number,
): void {
  const { kind, rate, momentum, limit } = step;
  if (kind === descents.adam) {
    const { rootScale, beta2, epsilon } = step;
    stepByAdam(
      values,
      moments,
      secondMoments!,
      gradients,
      0,
      values.length,
      rate,
      rootScale,
      momentum,
      beta2,
      epsilon,
      decay,
      limit,
      scale,
    );
  } else {
    const nesterov = kind === descents.nesterov;
    stepByMomentum(
      values,
      moments,
      gradients,
      0,
      values.length,
      nesterov,
      rate,
      momentum,
      decay,
      limit,
      scale,
    );
  }
}
