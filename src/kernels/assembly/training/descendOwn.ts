// AssemblyScript: the step of a thread's own neurons along gradients that are already there; `../../descend.ts` is the
// plain twin.
import { sumOfSquares } from './descent';
import { Layer, Run, Step, element, layerAt } from './records';
import { firstNeuron } from './share';
import { stepPairsByAdam, stepPairsByMomentum } from './vectorDescent';

/** `descents` of `../../optimizerStep.ts`; 1 is momentum. */
export const FUSED: i32 = 0;
const NESTEROV: i32 = 2;
const ADAM: i32 = 3;

/** Sums of squared gradients of the thread's own neurons of layer k, each of its bias and then its links. */
export function squaresOwn(run: Run, k: i32, thread: i32): void {
  const layer = layerAt(run, k);
  const from = firstNeuron(layer.indptr, layer.outputs, thread, run.threads);
  const to = firstNeuron(layer.indptr, layer.outputs, thread + 1, run.threads);
  for (let neuron = from; neuron < to; neuron++) {
    const ofBias = sumOfSquares(0, changetype<F32s>(layer.biasGradients), neuron, neuron + 1);
    let sum = sumOfSquares(
      ofBias,
      changetype<F32s>(layer.linkGradients),
      load<i32>(element(layer.indptr, neuron)),
      load<i32>(element(layer.indptr, neuron), 4),
    );
    if (layer.srelu !== 0) {
      for (let p = 0; p < 4; p++) {
        const at = p * layer.outputs + neuron;
        sum = sumOfSquares(sum, changetype<F32s>(layer.sreluGradients), at, at + 1);
      }
    }
    store<f64>(layer.squares + ((<usize>neuron) << 3), sum);
  }
}

/** What all gradients are multiplied by, once the squares of all neurons are there. */
export function clippingScale(run: Run, normLimit: f64): f64 {
  let squares: f64 = 0;
  for (let k = 0; k < run.layerCount; k++) {
    const layer = layerAt(run, k);
    for (let neuron = 0; neuron < layer.outputs; neuron++) {
      squares += load<f64>(layer.squares + ((<usize>neuron) << 3));
    }
  }
  const norm = Math.sqrt(squares);
  return norm > normLimit ? normLimit / norm : 1;
}

export function descendOwn(run: Run, step: Step, k: i32, thread: i32, scale: f64): void {
  const layer = layerAt(run, k);
  const from = firstNeuron(layer.indptr, layer.outputs, thread, run.threads);
  const to = firstNeuron(layer.indptr, layer.outputs, thread + 1, run.threads);
  stepArray(
    step,
    layer.values,
    layer.velocities,
    layer.secondMoments,
    layer.linkGradients,
    load<i32>(element(layer.indptr, from)),
    load<i32>(element(layer.indptr, to)),
    step.weightDecay,
    scale,
  );
  stepArray(
    step,
    layer.bias,
    layer.biasVelocities,
    layer.biasSecondMoments,
    layer.biasGradients,
    from,
    to,
    0,
    scale,
  );
  if (layer.srelu !== 0) descendSrelu(step, layer, from, to, scale);
}

/** Of the parameters of SReLU of the neurons from `from` to before `to`. */
export function descendSrelu(step: Step, layer: Layer, from: i32, to: i32, scale: f64): void {
  for (let p = 0; p < 4; p++) {
    stepArray(
      step,
      layer.srelu,
      layer.sreluVelocities,
      layer.sreluSecondMoments,
      layer.sreluGradients,
      p * layer.outputs + from,
      p * layer.outputs + to,
      0,
      scale,
    );
  }
}

function stepArray(
  step: Step,
  values: usize,
  moments: usize,
  secondMoments: usize,
  gradients: usize,
  from: i32,
  to: i32,
  decay: f64,
  scale: f64,
): void {
  if (step.kind === ADAM) {
    stepPairsByAdam(
      changetype<F32s>(values),
      changetype<F32s>(moments),
      changetype<F32s>(secondMoments),
      changetype<F32s>(gradients),
      from,
      to,
      step.rate,
      step.rootScale,
      step.momentum,
      step.beta2,
      step.epsilon,
      decay,
      step.limit,
      scale,
    );
  } else {
    stepPairsByMomentum(
      changetype<F32s>(values),
      changetype<F32s>(moments),
      changetype<F32s>(gradients),
      from,
      to,
      step.kind === NESTEROV,
      step.rate,
      step.momentum,
      decay,
      step.limit,
      scale,
    );
  }
}
