import type { LayerParameters } from '../kernels/kernels';
import { fullLayer, randomLayer } from '../topology/initial';
import { randomStream, type RandomSource } from '../topology/random';
import type { SparseLayer } from '../topology/topology';
import type { LayerPlan } from './layerPlan';

/**
 * The network at the start of a run. Links: every set of the planned number equally likely. Weights: N(0, g/fan-in) with
 * the actual fan-in of each neuron, g = 2 before a ReLU (He et al. 2015; per neuron as in Evci et al. 2022) and 1 in the
 * output layer. Biases and momentum: 0. Each layer draws from its own streams of the seed.
 */
export function initialNetwork(plan: readonly LayerPlan[], seed: number): LayerParameters[] {
  return plan.map(({ inputs, outputs, links }, k) => {
    const layer =
      links === inputs * outputs
        ? fullLayer(inputs, outputs)
        : randomLayer(inputs, outputs, links, randomStream(seed, 'topology', k));
    const gain = k === plan.length - 1 ? 1 : 2;
    return withInitialWeights(layer, gain, randomStream(seed, 'weights', k));
  });
}

function withInitialWeights(layer: SparseLayer, gain: number, random: RandomSource): LayerParameters {
  const { inputs, outputs, indptr, indices } = layer;
  const values = new Float32Array(indices.length);
  for (let neuron = 0; neuron < outputs; neuron++) {
    const deviation = Math.sqrt(gain / Math.max(1, indptr[neuron + 1] - indptr[neuron]));
    for (let k = indptr[neuron]; k < indptr[neuron + 1]; k++) values[k] = deviation * random.normal();
  }
  return {
    inputs,
    outputs,
    indptr,
    indices,
    values,
    velocities: new Float32Array(indices.length),
    bias: new Float32Array(outputs),
    biasVelocities: new Float32Array(outputs),
  };
}
