// AssemblyScript: activation and dropout of hidden layers on one tile of the batch, where the kernels' own ReLU is not all
// there is to them; `../../hiddenSignals.ts` is the plain twin. `first` to before `last` are samples of the tile, `from` to
// before `to` neurons.
import { activate, activateSrelu, addSreluParameterGradients, sreluGradient } from './activation';
import { layerKey, neuronKey } from './dropout';
import { EVALUATE, Layer, Run, Step, layerAt } from './records';
import { ofTile } from './tileMemory';
import { tileCount, tileSize, tileStart } from './tiles';
import { activateInPairs, hasVectors } from './vectorActivation';

/** `activations` of `../../networkFunctions.ts`. */
export const SRELU: i32 = 2;

/** From sums to outputs. */
export function activateTile(
  run: Run,
  step: Step,
  k: i32,
  tile: i32,
  from: i32,
  to: i32,
  first: i32,
  last: i32,
): void {
  const layer = layerAt(run, k);
  const neurons = layer.outputs;
  const values = floatsOfTile(layer.output, layer, step, tile);
  const factors = floatsOfTile(layer.factors, layer, step, tile);
  const sums = floatsOfTile(layer.sums, layer, step, tile);
  const wanted = run.task !== EVALUATE;
  const size = tileSize(step.size, tile);
  const sample = tileStart(step.size, tile) + first;
  const count = last - first;
  const ofLayer = layerKey(step.dropoutKey, k);
  const threshold = wanted ? step.dropoutThreshold : 0;
  const slope = load<f64>(run.numbers);
  const scale = load<f64>(run.numbers, 8);
  for (let neuron = from; neuron < to; neuron++) {
    const at = neuron * size + first;
    const key = neuronKey(ofLayer, neuron);
    if (layer.srelu !== 0) {
      activateSrelu(
        changetype<F32s>(layer.srelu),
        neuron,
        neurons,
        values,
        sums,
        factors,
        at,
        count,
        wanted,
        key,
        sample,
        threshold,
        scale,
      );
    } else if (hasVectors(run.activation)) {
      activateInPairs(run.activation, values, factors, at, count, wanted, key, sample, threshold, scale);
    } else {
      activate(run.activation, slope, values, factors, at, count, wanted, key, sample, threshold, scale);
    }
  }
}

/** From the gradient by the outputs to that by the sums. */
export function backThroughTile(
  run: Run,
  step: Step,
  k: i32,
  tile: i32,
  from: i32,
  to: i32,
  first: i32,
  last: i32,
): void {
  const layer = layerAt(run, k);
  const gradient = floatsOfTile(layer.gradient, layer, step, tile);
  const factors = floatsOfTile(layer.factors, layer, step, tile);
  const sums = floatsOfTile(layer.sums, layer, step, tile);
  const size = tileSize(step.size, tile);
  for (let neuron = from; neuron < to; neuron++) {
    const at = neuron * size + first;
    const count = last - first;
    if (layer.srelu !== 0) {
      const parameters = changetype<F32s>(layer.srelu);
      sreluGradient(parameters, neuron, layer.outputs, sums, factors, gradient, at, count);
    } else {
      multiply(changetype<usize>(gradient) + ((<usize>at) << 2), changetype<usize>(factors) + ((<usize>at) << 2), count);
    }
  }
}

/** After `backThroughTile`: gradients by the parameters of SReLU. */
export function sreluGradients(layer: Layer, batch: i32, from: i32, to: i32): void {
  const parameters = changetype<F32s>(layer.srelu);
  const gradients = changetype<F32s>(layer.sreluGradients);
  const totals = changetype<F64s>(layer.sreluTotals);
  const neurons = layer.outputs;
  for (let neuron = from; neuron < to; neuron++) {
    for (let p = 0; p < 4; p++) totals[p * neurons + neuron] = 0;
    for (let tile = 0; tile < tileCount(batch); tile++) {
      const sums = changetype<F32s>(ofTile(layer.sums, neurons, batch, tile));
      const factors = changetype<F32s>(ofTile(layer.factors, neurons, batch, tile));
      const size = tileSize(batch, tile);
      addSreluParameterGradients(parameters, neuron, neurons, sums, factors, neuron * size, size, totals);
    }
    for (let p = 0; p < 4; p++) gradients[p * neurons + neuron] = totals[p * neurons + neuron];
  }
}

@inline
function multiply(values: usize, factors: usize, count: i32): void {
  const bytes = (<usize>count) << 2;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    v128.store(values + at, f32x4.mul(v128.load(values + at), v128.load(factors + at)));
  }
  for (; at < bytes; at += 4) store<f32>(values + at, load<f32>(values + at) * load<f32>(factors + at));
}

@inline
function floatsOfTile(array: usize, layer: Layer, step: Step, tile: i32): F32s {
  return changetype<F32s>(ofTile(array, layer.outputs, step.size, tile));
}
