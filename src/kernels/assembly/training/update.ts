// AssemblyScript: gradients of weights and biases with the optimiser's step fused in; `Kernels.update` says in which
// order they are summed.
import { Layer, element } from './records';
import { ofTile } from './tileMemory';
import { tileCount, tileSize } from './tiles';

/** For the neurons from `from` to before `to`. The step follows the last tile; the others leave their gradients for it. */
export function update(
  layer: Layer,
  input: usize,
  batch: i32,
  learningRate: f32,
  momentum: f32,
  weightDecay: f32,
  from: i32,
  to: i32,
): void {
  const last = tileCount(batch) - 1;
  for (let tile = 0; tile < last; tile++) addGradients(layer, input, batch, tile, from, to);

  const rowBytes = (<usize>tileSize(batch, last)) << 2;
  const tileInput = ofTile(input, layer.inputs, batch, last);
  const tileGradient = ofTile(layer.gradient, layer.outputs, batch, last);
  const toValues = layer.values - layer.indices;
  const toVelocities = layer.velocities - layer.indices;
  const toGradients = layer.linkGradients - layer.indices;
  for (let neuron = from; neuron < to; neuron++) {
    const gradient = tileGradient + <usize>neuron * rowBytes;
    let biasGradient = sum(gradient, rowBytes);
    if (last > 0) biasGradient = load<f32>(element(layer.biasGradients, neuron)) + biasGradient;
    const bias = element(layer.bias, neuron);
    descend(bias, element(layer.biasVelocities, neuron), biasGradient, learningRate, momentum, 0);
    let k = element(layer.indices, load<i32>(element(layer.indptr, neuron)));
    const end = element(layer.indices, load<i32>(element(layer.indptr, neuron), 4));
    for (; k + 16 <= end; k += 16) {
      let g = fourGradients(k, tileInput, gradient, rowBytes);
      if (last > 0) g = f32x4.add(v128.load(k + toGradients), g);
      const w = v128.load(k + toValues);
      const v = f32x4.add(
        f32x4.mul(f32x4.splat(momentum), v128.load(k + toVelocities)),
        f32x4.add(g, f32x4.mul(f32x4.splat(weightDecay), w)),
      );
      v128.store(k + toVelocities, v);
      v128.store(k + toValues, f32x4.sub(w, f32x4.mul(f32x4.splat(learningRate), v)));
    }
    for (; k < end; k += 4) {
      let g = gradientOf(k, tileInput, gradient, rowBytes);
      if (last > 0) g = load<f32>(k + toGradients) + g;
      descend(k + toValues, k + toVelocities, g, learningRate, momentum, weightDecay);
    }
  }
}

/** The same gradients, into `linkGradients` and `biasGradients`. */
export function gradients(layer: Layer, input: usize, batch: i32, from: i32, to: i32): void {
  const tiles = tileCount(batch);
  for (let tile = 0; tile < tiles; tile++) addGradients(layer, input, batch, tile, from, to);
}

/** Adds the gradients of a tile to those of the tiles before it. */
function addGradients(layer: Layer, input: usize, batch: i32, tile: i32, from: i32, to: i32): void {
  const rowBytes = (<usize>tileSize(batch, tile)) << 2;
  const tileInput = ofTile(input, layer.inputs, batch, tile);
  const tileGradient = ofTile(layer.gradient, layer.outputs, batch, tile);
  const toGradients = layer.linkGradients - layer.indices;
  for (let neuron = from; neuron < to; neuron++) {
    const gradient = tileGradient + <usize>neuron * rowBytes;
    const biasGradient = element(layer.biasGradients, neuron);
    const ofBias = sum(gradient, rowBytes);
    store<f32>(biasGradient, tile === 0 ? ofBias : load<f32>(biasGradient) + ofBias);
    let k = element(layer.indices, load<i32>(element(layer.indptr, neuron)));
    const end = element(layer.indices, load<i32>(element(layer.indptr, neuron), 4));
    for (; k + 16 <= end; k += 16) {
      const g = fourGradients(k, tileInput, gradient, rowBytes);
      v128.store(k + toGradients, tile === 0 ? g : f32x4.add(v128.load(k + toGradients), g));
    }
    for (; k < end; k += 4) {
      const g = gradientOf(k, tileInput, gradient, rowBytes);
      store<f32>(k + toGradients, tile === 0 ? g : load<f32>(k + toGradients) + g);
    }
  }
}

@inline
function descend(
  value: usize,
  velocity: usize,
  gradient: f32,
  learningRate: f32,
  momentum: f32,
  weightDecay: f32,
): void {
  const w = load<f32>(value);
  const v: f32 = momentum * load<f32>(velocity) + (gradient + weightDecay * w);
  store<f32>(velocity, v);
  store<f32>(value, w - learningRate * v);
}

@inline
function fourGradients(k: usize, input: usize, gradient: usize, rowBytes: usize): v128 {
  return fourProducts(
    input + <usize>load<u32>(k) * rowBytes,
    input + <usize>load<u32>(k, 4) * rowBytes,
    input + <usize>load<u32>(k, 8) * rowBytes,
    input + <usize>load<u32>(k, 12) * rowBytes,
    gradient,
    rowBytes,
  );
}

@inline
function gradientOf(k: usize, input: usize, gradient: usize, rowBytes: usize): f32 {
  return product(input + <usize>load<u32>(k) * rowBytes, gradient, rowBytes);
}

/** Products of four rows with a gradient, each summed in four parts. */
@inline
export function fourProducts(a0: usize, a1: usize, a2: usize, a3: usize, gradient: usize, bytes: usize): v128 {
  const whole = bytes & ~15;
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let b: usize = 0;
  // Two vectors at a time, so that addresses are reckoned half as often; with more, registers run out.
  for (const pairs = bytes & ~31; b < pairs; b += 32) {
    const g = v128.load(gradient + b);
    const h = v128.load(gradient + b, 16);
    s0 = f32x4.add(f32x4.add(s0, f32x4.mul(v128.load(a0 + b), g)), f32x4.mul(v128.load(a0 + b, 16), h));
    s1 = f32x4.add(f32x4.add(s1, f32x4.mul(v128.load(a1 + b), g)), f32x4.mul(v128.load(a1 + b, 16), h));
    s2 = f32x4.add(f32x4.add(s2, f32x4.mul(v128.load(a2 + b), g)), f32x4.mul(v128.load(a2 + b, 16), h));
    s3 = f32x4.add(f32x4.add(s3, f32x4.mul(v128.load(a3 + b), g)), f32x4.mul(v128.load(a3 + b, 16), h));
  }
  if (b < whole) {
    const g = v128.load(gradient + b);
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a0 + b), g));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(a1 + b), g));
    s2 = f32x4.add(s2, f32x4.mul(v128.load(a2 + b), g));
    s3 = f32x4.add(s3, f32x4.mul(v128.load(a3 + b), g));
  }
  if (whole < bytes) {
    const g = upToThree(gradient, whole, bytes);
    s0 = f32x4.add(s0, f32x4.mul(upToThree(a0, whole, bytes), g));
    s1 = f32x4.add(s1, f32x4.mul(upToThree(a1, whole, bytes), g));
    s2 = f32x4.add(s2, f32x4.mul(upToThree(a2, whole, bytes), g));
    s3 = f32x4.add(s3, f32x4.mul(upToThree(a3, whole, bytes), g));
  }
  // Turned over, so that part p of all four links stands in one vector.
  const t0 = v128.shuffle<f32>(s0, s1, 0, 4, 1, 5);
  const t1 = v128.shuffle<f32>(s0, s1, 2, 6, 3, 7);
  const t2 = v128.shuffle<f32>(s2, s3, 0, 4, 1, 5);
  const t3 = v128.shuffle<f32>(s2, s3, 2, 6, 3, 7);
  return f32x4.add(
    f32x4.add(v128.shuffle<f32>(t0, t2, 0, 1, 4, 5), v128.shuffle<f32>(t0, t2, 2, 3, 6, 7)),
    f32x4.add(v128.shuffle<f32>(t1, t3, 0, 1, 4, 5), v128.shuffle<f32>(t1, t3, 2, 3, 6, 7)),
  );
}

@inline
export function product(a: usize, gradient: usize, bytes: usize): f32 {
  const whole = bytes & ~15;
  let s = f32x4.splat(0);
  for (let b: usize = 0; b < whole; b += 16) {
    s = f32x4.add(s, f32x4.mul(v128.load(a + b), v128.load(gradient + b)));
  }
  if (whole < bytes) {
    s = f32x4.add(s, f32x4.mul(upToThree(a, whole, bytes), upToThree(gradient, whole, bytes)));
  }
  return partsTogether(s);
}

@inline
function sum(values: usize, bytes: usize): f32 {
  const whole = bytes & ~15;
  let s = f32x4.splat(0);
  for (let b: usize = 0; b < whole; b += 16) s = f32x4.add(s, v128.load(values + b));
  if (whole < bytes) s = f32x4.add(s, upToThree(values, whole, bytes));
  return partsTogether(s);
}

/** The last one to three values, and zeros, which add nothing to a sum that began at +0. */
@inline
function upToThree(values: usize, whole: usize, bytes: usize): v128 {
  const at = values + whole;
  const rest = bytes - whole;
  if (rest === 4) return v128.load32_zero(at);
  const two = v128.load64_zero(at);
  return rest === 8 ? two : f32x4.replace_lane(two, 2, load<f32>(at, 8));
}

@inline
function partsTogether(s: v128): f32 {
  return (
    f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1) + (f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3))
  );
}
