// AssemblyScript: the operations of `../../kernels.ts` on one tile of the batch, each for a part of the neurons and of the
// tile's samples, so that threads can share them. `first` to before `last` are samples, `from` to before `to` neurons or
// inputs; values are `[neuron][size]`.
import { Layer, element } from './records';
import { weightedSums } from './weightedSums';

export function forward(
  layer: Layer,
  input: usize,
  output: usize,
  size: i32,
  relu: bool,
  from: i32,
  to: i32,
  first: i32,
  last: i32,
): void {
  const rowBytes = (<usize>size) << 2;
  const begin = (<usize>first) << 2;
  const end = (<usize>last) << 2;
  for (let neuron = from; neuron < to; neuron++) {
    const row = output + <usize>neuron * rowBytes;
    weightedSums(
      element(layer.indices, load<i32>(element(layer.indptr, neuron))),
      element(layer.indices, load<i32>(element(layer.indptr, neuron), 4)),
      layer.values - layer.indices,
      input,
      rowBytes,
      load<f32>(element(layer.bias, neuron)),
      row,
      begin,
      end,
    );
    if (relu) rectify(row + begin, row + end);
  }
}

/** Where `activations`, if they are there, are not above 0 the gradient is 0. `weights` has room for those of one input's links. */
export function inputGradient(
  layer: Layer,
  outputGradient: usize,
  activations: usize,
  gradient: usize,
  weights: usize,
  size: i32,
  from: i32,
  to: i32,
  first: i32,
  last: i32,
): void {
  const rowBytes = (<usize>size) << 2;
  const begin = (<usize>first) << 2;
  const end = (<usize>last) << 2;
  for (let input = from; input < to; input++) {
    const row = <usize>input * rowBytes;
    const link = load<i32>(element(layer.inputIndptr, input));
    const links = load<i32>(element(layer.inputIndptr, input), 4) - link;
    gather(layer.values, element(layer.positions, link), links, weights);
    const neurons = element(layer.neurons, link);
    weightedSums(
      neurons,
      element(neurons, links),
      weights - neurons,
      outputGradient,
      rowBytes,
      0,
      gradient + row,
      begin,
      end,
    );
    if (activations !== 0) {
      keepWhereActive(gradient + row + begin, activations + row + begin, end - begin);
    }
  }
}

/** Side by side, they need not be looked up for every few samples anew. */
@inline
function gather(values: usize, positions: usize, links: i32, target: usize): void {
  for (let k = 0; k < links; k++) {
    store<f32>(element(target, k), load<f32>(element(values, load<i32>(element(positions, k)))));
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
