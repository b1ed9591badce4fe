// AssemblyScript: what the module exports to `../../training/`. All threads run these functions on one memory.
import './memory';
import { bringIn } from './bringIn';
import { denseGradientOwn } from './denseGradient';
import { forward, inputGradient } from './kernels';
import { FUSED, clippingScale, descendOwn, descendSrelu, squaresOwn } from './descendOwn';
import { SRELU, activateTile, backThroughTile, sreluGradients } from './hidden';
import { DENSE_GRADIENT, EVALUATE, Run, Step, element, layerAt, stepAt } from './records';
import { firstNeuron, firstSample } from './share';
import { crossEntropy, likeliestClass } from './softmax';
import { squaredError } from './squaredError';
import { ofTile } from './tileMemory';
import { tileCount, tileSize, tileStart } from './tiles';
import { call, fail, meet, nextCall } from './threads';
import { gradients, update } from './update';

export { fail, forward, inputGradient, update };

/** `Run.task`; 1 is signals without a step. */
const TRAIN: i32 = 0;

/** `losses` of `../../networkFunctions.ts`. */
const CROSS_ENTROPY: i32 = 0;

/** Batches below this many samples a thread are shared by neurons, larger ones by samples. */
const FEW_SAMPLES: i32 = 8;

/** Thread 0: does the task together with the others. False where one of them failed. */
export function start(run: Run): bool {
  call(run);
  return work(run, 0);
}

/** Every other thread: does what thread 0 starts, until one of them fails. */
export function help(run: Run, thread: i32): void {
  let number = 0;
  do {
    number = nextCall(run, number);
  } while (work(run, thread));
}

/** The same calls in the same order for every thread: each meets all others as often as they do. */
function work(run: Run, thread: i32): bool {
  if (run.task === DENSE_GRADIENT) {
    denseGradientOwn(run, inputOf(run, run.denseLayer), thread);
    return meet(run, thread);
  }
  const stepCount = run.stepCount;
  for (let k = 0; k < stepCount; k++) {
    const step = stepAt(run, k);
    const byNeuron = step.size < FEW_SAMPLES * run.threads;
    const done = byNeuron ? signalsByNeuron(run, step, thread) : signalsBySample(run, step, thread);
    if (!done || !meet(run, thread)) return false;
    // Every thread comes to the same sum, and to the same decision.
    const loss = lossOf(run, step.size);
    if (thread === 0) {
      step.loss = loss;
      step.correct = correctOf(run, step.size);
      run.stepsDone = k + 1;
    }
    const isFinite = loss - loss === 0;
    if (run.task === TRAIN && isFinite && !stepOwn(run, step, thread)) return false;
    // Nobody goes on to the next batch before all have read this one's loss.
    if (!meet(run, thread)) return false;
    if (!isFinite) break;
  }
  return true;
}

/** Outputs and gradients of all layers for the thread's own samples, which no other thread's depend on. */
function signalsBySample(run: Run, step: Step, thread: i32): bool {
  const firstOwn = firstSample(step.size, thread, run.threads);
  const lastOwn = firstSample(step.size, thread + 1, run.threads);
  const tiles = tileCount(step.size);
  for (let tile = 0; tile < tiles; tile++) {
    const start = tileStart(step.size, tile);
    const first = max(firstOwn - start, 0);
    const last = min(lastOwn - start, tileSize(step.size, tile));
    if (first >= last) continue;
    bringIn(run, step, tile, 0, layerAt(run, 0).inputs, first, last);
    for (let k = 0; k < run.layerCount; k++) {
      forwardTile(run, step, k, tile, 0, layerAt(run, k).outputs, first, last);
    }
    losses(run, step, tile, first, last);
    if (run.task === EVALUATE) continue;
    for (let k = run.layerCount - 1; k > 0; k--) {
      backwardTile(run, step, thread, k, tile, 0, layerAt(run, k).inputs, first, last);
    }
  }
  return true;
}

/** The same, neurons shared instead of samples: each layer waits for the one before it. */
function signalsByNeuron(run: Run, step: Step, thread: i32): bool {
  const threads = run.threads;
  const tiles = tileCount(step.size);
  const features = layerAt(run, 0).inputs;
  const fromFeature = (features * thread) / threads;
  const toFeature = (features * (thread + 1)) / threads;
  for (let tile = 0; tile < tiles; tile++) {
    bringIn(run, step, tile, fromFeature, toFeature, 0, tileSize(step.size, tile));
  }
  if (!meet(run, thread)) return false;
  for (let k = 0; k < run.layerCount; k++) {
    const layer = layerAt(run, k);
    const from = firstNeuron(layer.indptr, layer.outputs, thread, threads);
    const to = firstNeuron(layer.indptr, layer.outputs, thread + 1, threads);
    for (let tile = 0; tile < tiles; tile++) {
      forwardTile(run, step, k, tile, from, to, 0, tileSize(step.size, tile));
    }
    if (!meet(run, thread)) return false;
  }
  if (thread === 0) {
    for (let tile = 0; tile < tiles; tile++) losses(run, step, tile, 0, tileSize(step.size, tile));
  }
  if (run.task === EVALUATE) return true;
  for (let k = run.layerCount - 1; k > 0; k--) {
    if (!meet(run, thread)) return false;
    const layer = layerAt(run, k);
    const from = firstNeuron(layer.inputIndptr, layer.inputs, thread, threads);
    const to = firstNeuron(layer.inputIndptr, layer.inputs, thread + 1, threads);
    for (let tile = 0; tile < tiles; tile++) {
      backwardTile(run, step, thread, k, tile, from, to, 0, tileSize(step.size, tile));
    }
  }
  return true;
}

function forwardTile(
  run: Run,
  step: Step,
  k: i32,
  tile: i32,
  from: i32,
  to: i32,
  first: i32,
  last: i32,
): void {
  const batch = step.size;
  const layer = layerAt(run, k);
  const hidden = isHidden(run, k);
  forward(
    layer,
    ofTile(inputOf(run, k), layer.inputs, batch, tile),
    ofTile(layer.output, layer.outputs, batch, tile),
    tileSize(batch, tile),
    hidden && run.reluAlone !== 0,
    from,
    to,
    first,
    last,
  );
  if (hidden && run.reluAlone === 0) activateTile(run, step, k, tile, from, to, first, last);
}

/** From the gradient by the outputs of layer k to that by the outputs of the layer below. */
function backwardTile(
  run: Run,
  step: Step,
  thread: i32,
  k: i32,
  tile: i32,
  from: i32,
  to: i32,
  first: i32,
  last: i32,
): void {
  const batch = step.size;
  const layer = layerAt(run, k);
  const below = layerAt(run, k - 1);
  inputGradient(
    layer,
    ofTile(layer.gradient, layer.outputs, batch, tile),
    run.reluAlone === 0 ? 0 : ofTile(below.output, layer.inputs, batch, tile),
    ofTile(below.gradient, layer.inputs, batch, tile),
    run.weights + <usize>thread * <usize>run.weightBytes,
    tileSize(batch, tile),
    from,
    to,
    first,
    last,
  );
  if (run.reluAlone === 0) backThroughTile(run, step, k - 1, tile, from, to, first, last);
}

/** The step for the thread's own neurons; false where a thread has failed. */
function stepOwn(run: Run, step: Step, thread: i32): bool {
  if (run.activation === SRELU) {
    for (let k = 0; k < run.layerCount - 1; k++) sreluGradientsOwn(run, step, k, thread);
  }
  if (step.kind === FUSED) {
    updateOwn(run, step, thread);
    return true;
  }
  for (let k = 0; k < run.layerCount; k++) gradientsOwn(run, step, k, thread);
  let scale: f64 = 1;
  if (step.normLimit < Infinity) {
    for (let k = 0; k < run.layerCount; k++) squaresOwn(run, k, thread);
    if (!meet(run, thread)) return false;
    // Every thread comes to the same sum.
    scale = clippingScale(run, step.normLimit);
  }
  for (let k = 0; k < run.layerCount; k++) descendOwn(run, step, k, thread, scale);
  return true;
}

function updateOwn(run: Run, step: Step, thread: i32): void {
  for (let k = 0; k < run.layerCount; k++) {
    const layer = layerAt(run, k);
    const from = firstNeuron(layer.indptr, layer.outputs, thread, run.threads);
    const to = firstNeuron(layer.indptr, layer.outputs, thread + 1, run.threads);
    update(
      layer,
      inputOf(run, k),
      step.size,
      <f32>step.rate,
      <f32>step.momentum,
      <f32>step.weightDecay,
      from,
      to,
    );
    if (layer.srelu !== 0) descendSrelu(step, layer, from, to, 1);
  }
}

function gradientsOwn(run: Run, step: Step, k: i32, thread: i32): void {
  const layer = layerAt(run, k);
  const from = firstNeuron(layer.indptr, layer.outputs, thread, run.threads);
  const to = firstNeuron(layer.indptr, layer.outputs, thread + 1, run.threads);
  gradients(layer, inputOf(run, k), step.size, from, to);
}

function sreluGradientsOwn(run: Run, step: Step, k: i32, thread: i32): void {
  const layer = layerAt(run, k);
  const from = firstNeuron(layer.indptr, layer.outputs, thread, run.threads);
  const to = firstNeuron(layer.indptr, layer.outputs, thread + 1, run.threads);
  sreluGradients(layer, step.size, from, to);
}

/**
 * Loss of each sample from `first` to before `last` of a tile, whether it is right, and the gradient where one is wanted.
 */
function losses(run: Run, step: Step, tile: i32, first: i32, last: i32): void {
  const batch = step.size;
  const layer = layerAt(run, run.layerCount - 1);
  const classes = layer.outputs;
  const logits = changetype<F32s>(ofTile(layer.output, classes, batch, tile));
  const gradient = changetype<F32s>(ofTile(layer.gradient, classes, batch, tile));
  const wanted = run.task !== EVALUATE;
  const size = tileSize(batch, tile);
  const start = tileStart(batch, tile);
  for (let b = first; b < last; b++) {
    const label = load<i32>(element(step.labels, start + b));
    const best = likeliestClass(logits, classes, size, b);
    const loss =
      run.loss === CROSS_ENTROPY
        ? crossEntropy(logits, gradient, wanted, classes, size, batch, b, best, label)
        : squaredError(logits, gradient, wanted, classes, size, batch, b, label);
    store<f64>(run.losses + ((<usize>(start + b)) << 3), loss);
    store<i32>(element(run.hits, start + b), i32(best === label));
  }
}

function lossOf(run: Run, size: i32): f64 {
  let sum: f64 = 0;
  for (let b = 0; b < size; b++) sum += load<f64>(run.losses + ((<usize>b) << 3));
  return sum;
}

function correctOf(run: Run, size: i32): i32 {
  let sum = 0;
  for (let b = 0; b < size; b++) sum += load<i32>(element(run.hits, b));
  return sum;
}

@inline
function inputOf(run: Run, k: i32): usize {
  return k === 0 ? run.inputs : layerAt(run, k - 1).output;
}

@inline
function isHidden(run: Run, k: i32): bool {
  return k < run.layerCount - 1;
}
