// AssemblyScript: the operations of `../../kernels.ts`, each for a part of the neurons and of the batch, so that threads
// can share them. `first` to before `last` are samples, `from` to before `to` neurons or inputs.
import { BY_POSITION, IN_ORDER } from './links';
import { Layer, element } from './records';
import { weightedSums } from './weightedSums';

export function forward(
  layer: Layer,
  input: usize,
  batch: i32,
  relu: bool,
  from: i32,
  to: i32,
  first: i32,
  last: i32,
): void {
  const rowBytes = (<usize>batch) << 2;
  const begin = (<usize>first) << 2;
  const end = (<usize>last) << 2;
  for (let neuron = from; neuron < to; neuron++) {
    const output = layer.output + <usize>neuron * rowBytes;
    weightedSums(
      IN_ORDER,
      element(layer.indices, load<i32>(element(layer.indptr, neuron))),
      element(layer.indices, load<i32>(element(layer.indptr, neuron), 4)),
      layer.values - layer.indices,
      0,
      input,
      rowBytes,
      load<f32>(element(layer.bias, neuron)),
      output,
      begin,
      end,
    );
    if (relu) rectify(output + begin, output + end);
  }
}

/** Where `activations` are not above 0 the gradient is 0. */
export function inputGradient(
  layer: Layer,
  activations: usize,
  gradient: usize,
  batch: i32,
  from: i32,
  to: i32,
  first: i32,
  last: i32,
): void {
  const rowBytes = (<usize>batch) << 2;
  const begin = (<usize>first) << 2;
  const end = (<usize>last) << 2;
  for (let input = from; input < to; input++) {
    const row = <usize>input * rowBytes;
    weightedSums(
      BY_POSITION,
      element(layer.neurons, load<i32>(element(layer.inputIndptr, input))),
      element(layer.neurons, load<i32>(element(layer.inputIndptr, input), 4)),
      layer.positions - layer.neurons,
      layer.values,
      layer.gradient,
      rowBytes,
      0,
      gradient + row,
      begin,
      end,
    );
    keepWhereActive(gradient + row + begin, activations + row + begin, end - begin);
  }
}

/** 0 where below 0. A value that is no number stays one. */
@inline
function rectify(values: usize, end: usize): void {
  let at = values;
  for (; at + 16 <= end; at += 16) v128.store(at, f32x4.pmax(v128.load(at), f32x4.splat(0)));
  for (; at < end; at += 4) if (load<f32>(at) < 0) store<f32>(at, 0);
}

@inline
function keepWhereActive(gradient: usize, activations: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    const active = f32x4.gt(v128.load(activations + at), f32x4.splat(0));
    v128.store(gradient + at, v128.and(v128.load(gradient + at), active));
  }
  for (; at < bytes; at += 4) if (!(load<f32>(activations + at) > 0)) store<f32>(gradient + at, 0);
}
