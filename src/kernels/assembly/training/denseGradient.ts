// AssemblyScript: gradients of all weights of some neurons, links or not; `Kernels.denseGradient` says in which order they
// are summed.
import { Layer, Run, element, layerAt, stepAt } from './records';
import { ofTile } from './tileMemory';
import { tileCount, tileSize } from './tiles';
import { fourProducts, product } from './update';

/** The thread's own neurons of those that are asked for, in the last batch. `input` is the layer's. */
export function denseGradientOwn(run: Run, input: usize, thread: i32): void {
  const layer = layerAt(run, run.denseLayer);
  const count = run.denseTo - run.denseFrom;
  const before = (count * thread) / run.threads;
  const after = (count * (thread + 1)) / run.threads;
  const target = element(run.dense, before * layer.inputs);
  const batch = stepAt(run, run.stepsDone - 1).size;
  denseGradient(layer, input, batch, run.denseFrom + before, run.denseFrom + after, target);
}

/** For the neurons from `from` to before `to`, whose gradients lie in `layer.gradient`: `[neuron][input]` into `target`. */
function denseGradient(
  layer: Layer,
  input: usize,
  batch: i32,
  from: i32,
  to: i32,
  target: usize,
): void {
  const tiles = tileCount(batch);
  const inputs = layer.inputs;
  for (let tile = 0; tile < tiles; tile++) {
    const rowBytes = (<usize>tileSize(batch, tile)) << 2;
    const tileInput = ofTile(input, inputs, batch, tile);
    const tileGradient = ofTile(layer.gradient, layer.outputs, batch, tile);
    let i = 0;
    // Four inputs stay in the cache for all neurons.
    for (; i + 4 <= inputs; i += 4) {
      const a0 = tileInput + <usize>i * rowBytes;
      const a1 = a0 + rowBytes;
      const a2 = a1 + rowBytes;
      const a3 = a2 + rowBytes;
      for (let neuron = from; neuron < to; neuron++) {
        const at = element(target, (neuron - from) * inputs + i);
        const g = fourProducts(a0, a1, a2, a3, tileGradient + <usize>neuron * rowBytes, rowBytes);
        v128.store(at, tile === 0 ? g : f32x4.add(v128.load(at), g));
      }
    }
    for (; i < inputs; i++) {
      const a = tileInput + <usize>i * rowBytes;
      for (let neuron = from; neuron < to; neuron++) {
        const at = element(target, (neuron - from) * inputs + i);
        const g = product(a, tileGradient + <usize>neuron * rowBytes, rowBytes);
        store<f32>(at, tile === 0 ? g : load<f32>(at) + g);
      }
    }
  }
}
