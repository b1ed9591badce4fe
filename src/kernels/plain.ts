import { fewSamples } from './kernels';
import type {
  Kernels,
  LayerGradients,
  LayerParameters,
  LinksByInput,
  LossSums,
  SgdStep,
  WeightedLinks,
} from './kernels';
import type { NetworkFunctions } from './networkFunctions';
import { biasGradient, sumOfLinks, weightGradient } from './plainSums';
import { crossEntropy, likeliestClass } from './training/softmax';
import { squaredError } from './training/squaredError';

/**
 * The kernels in plain TypeScript: the fallback where WebAssembly SIMD is missing, and the oracle of the faster ones.
 * Sums live in local variables over blocks of the batch, which the engine keeps in registers; Math.fround makes every
 * operation one of float32.
 */
export const plainKernels: Kernels = {
  id: 'plain',
  forward,
  softmaxCrossEntropy,
  meanSquaredError,
  inputGradient,
  update,
  gradients,
  denseGradient,
};

/** The kernel of a network's loss. */
export function lossKernel(kernels: Kernels, { loss }: NetworkFunctions): Kernels['softmaxCrossEntropy'] {
  return loss === 'cross-entropy' ? kernels.softmaxCrossEntropy : kernels.meanSquaredError;
}

const f = Math.fround;

function forward(
  links: WeightedLinks,
  bias: Float32Array,
  input: Float32Array,
  output: Float32Array,
  batch: number,
  relu: boolean,
): void {
  const { outputs, indptr, indices, values } = links;
  for (let neuron = 0; neuron < outputs; neuron++) {
    const begin = indptr[neuron];
    const end = indptr[neuron + 1];
    const start = bias[neuron];
    const row = neuron * batch;
    let b = 0;
    if (batch < fewSamples) {
      for (; b < batch; b++) {
        const sum = sumOfLinks(values, null, indices, begin, end, input, batch, b);
        output[row + b] = f(start + sum);
      }
    }
    for (; b + 8 <= batch; b += 8) {
      let s0 = start;
      let s1 = start;
      let s2 = start;
      let s3 = start;
      let s4 = start;
      let s5 = start;
      let s6 = start;
      let s7 = start;
      for (let k = begin; k < end; k++) {
        const w = values[k];
        const at = indices[k] * batch + b;
        s0 = f(s0 + f(w * input[at]));
        s1 = f(s1 + f(w * input[at + 1]));
        s2 = f(s2 + f(w * input[at + 2]));
        s3 = f(s3 + f(w * input[at + 3]));
        s4 = f(s4 + f(w * input[at + 4]));
        s5 = f(s5 + f(w * input[at + 5]));
        s6 = f(s6 + f(w * input[at + 6]));
        s7 = f(s7 + f(w * input[at + 7]));
      }
      output[row + b] = s0;
      output[row + b + 1] = s1;
      output[row + b + 2] = s2;
      output[row + b + 3] = s3;
      output[row + b + 4] = s4;
      output[row + b + 5] = s5;
      output[row + b + 6] = s6;
      output[row + b + 7] = s7;
    }
    for (; b < batch; b++) {
      let s = start;
      for (let k = begin; k < end; k++) s = f(s + f(values[k] * input[indices[k] * batch + b]));
      output[row + b] = s;
    }
    // Not `<= 0`: a value that is no number has to stay one, so that it is noticed.
    if (relu) for (let at = row; at < row + batch; at++) if (output[at] < 0) output[at] = 0;
  }
}

function softmaxCrossEntropy(
  logits: Float32Array,
  labels: Uint8Array,
  gradient: Float32Array | null,
  classes: number,
  batch: number,
): LossSums {
  let loss = 0;
  let correct = 0;
  for (let b = 0; b < batch; b++) {
    const label = labels[b];
    const best = likeliestClass(logits, classes, batch, b);
    loss += crossEntropy(
      logits,
      gradient ?? logits,
      gradient !== null,
      classes,
      batch,
      batch,
      b,
      best,
      label,
    );
    if (best === label) correct++;
  }
  return { loss, correct };
}

function meanSquaredError(
  outputs: Float32Array,
  labels: Uint8Array,
  gradient: Float32Array | null,
  classes: number,
  batch: number,
): LossSums {
  let loss = 0;
  let correct = 0;
  for (let b = 0; b < batch; b++) {
    const label = labels[b];
    if (likeliestClass(outputs, classes, batch, b) === label) correct++;
    loss += squaredError(outputs, gradient ?? outputs, gradient !== null, classes, batch, batch, b, label);
  }
  return { loss, correct };
}

function inputGradient(
  links: WeightedLinks,
  byInput: LinksByInput,
  outputGradient: Float32Array,
  activations: Float32Array | null,
  gradient: Float32Array,
  batch: number,
): void {
  const { inputs, values } = links;
  const { indptr, neurons, positions } = byInput;
  const zero = f(0);
  for (let input = 0; input < inputs; input++) {
    const begin = indptr[input];
    const end = indptr[input + 1];
    const row = input * batch;
    let b = 0;
    if (batch < fewSamples) {
      for (; b < batch; b++) {
        gradient[row + b] = sumOfLinks(values, positions, neurons, begin, end, outputGradient, batch, b);
      }
    }
    for (; b + 8 <= batch; b += 8) {
      let s0 = zero;
      let s1 = zero;
      let s2 = zero;
      let s3 = zero;
      let s4 = zero;
      let s5 = zero;
      let s6 = zero;
      let s7 = zero;
      for (let k = begin; k < end; k++) {
        const w = values[positions[k]];
        const at = neurons[k] * batch + b;
        s0 = f(s0 + f(w * outputGradient[at]));
        s1 = f(s1 + f(w * outputGradient[at + 1]));
        s2 = f(s2 + f(w * outputGradient[at + 2]));
        s3 = f(s3 + f(w * outputGradient[at + 3]));
        s4 = f(s4 + f(w * outputGradient[at + 4]));
        s5 = f(s5 + f(w * outputGradient[at + 5]));
        s6 = f(s6 + f(w * outputGradient[at + 6]));
        s7 = f(s7 + f(w * outputGradient[at + 7]));
      }
      gradient[row + b] = s0;
      gradient[row + b + 1] = s1;
      gradient[row + b + 2] = s2;
      gradient[row + b + 3] = s3;
      gradient[row + b + 4] = s4;
      gradient[row + b + 5] = s5;
      gradient[row + b + 6] = s6;
      gradient[row + b + 7] = s7;
    }
    for (; b < batch; b++) {
      let s = zero;
      for (let k = begin; k < end; k++) {
        s = f(s + f(values[positions[k]] * outputGradient[neurons[k] * batch + b]));
      }
      gradient[row + b] = s;
    }
    if (activations === null) continue;
    for (let at = row; at < row + batch; at++) if (!(activations[at] > 0)) gradient[at] = 0;
  }
}

function update(
  layer: LayerParameters,
  input: Float32Array,
  outputGradient: Float32Array,
  batch: number,
  step: SgdStep,
): void {
  const { outputs, indptr, indices, values, velocities, bias, biasVelocities } = layer;
  const learningRate = f(step.learningRate);
  const momentum = f(step.momentum);
  const weightDecay = f(step.weightDecay);
  for (let neuron = 0; neuron < outputs; neuron++) {
    const row = neuron * batch;
    descend(
      bias,
      biasVelocities,
      neuron,
      biasGradient(outputGradient, row, batch),
      learningRate,
      momentum,
      0,
    );
    for (let k = indptr[neuron]; k < indptr[neuron + 1]; k++) {
      const gradient = weightGradient(input, indices[k] * batch, outputGradient, row, batch);
      descend(values, velocities, k, gradient, learningRate, momentum, weightDecay);
    }
  }
}

function gradients(
  { outputs, indptr, indices }: LayerParameters,
  input: Float32Array,
  outputGradient: Float32Array,
  batch: number,
  { links, bias }: LayerGradients,
): void {
  for (let neuron = 0; neuron < outputs; neuron++) {
    const row = neuron * batch;
    bias[neuron] = biasGradient(outputGradient, row, batch);
    for (let k = indptr[neuron]; k < indptr[neuron + 1]; k++) {
      links[k] = weightGradient(input, indices[k] * batch, outputGradient, row, batch);
    }
  }
}

function denseGradient(
  input: Float32Array,
  outputGradient: Float32Array,
  inputs: number,
  begin: number,
  end: number,
  batch: number,
  gradient: Float32Array,
): void {
  for (let neuron = begin, at = 0; neuron < end; neuron++) {
    for (let i = 0; i < inputs; i++) {
      gradient[at++] = weightGradient(input, i * batch, outputGradient, neuron * batch, batch);
    }
  }
}

/** The optimiser step of one weight. */
function descend(
  values: Float32Array,
  velocities: Float32Array,
  k: number,
  gradient: number,
  learningRate: number,
  momentum: number,
  weightDecay: number,
): void {
  const w = values[k];
  const velocity = f(f(momentum * velocities[k]) + f(gradient + f(weightDecay * w)));
  velocities[k] = velocity;
  values[k] = f(w - f(learningRate * velocity));
}
