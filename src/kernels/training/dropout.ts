import { multiplied, unsigned } from '../search/arithmetic';

// Which outputs are dropped: a hash of the batch's key, the layer, the neuron and the sample, so that it does not depend
// on who computes them, nor in which order.

/** The key of layer k for a batch. */
export function layerKey(key: i32, k: i32): i32 {
  return scrambled((key + multiplied(k + 1, GOLDEN)) | 0);
}

export function neuronKey(ofLayer: i32, neuron: i32): i32 {
  return scrambled((ofLayer + multiplied(neuron + 1, GOLDEN)) | 0);
}

/** Whether the output for sample b is dropped; `threshold` is the share that is, times 2³². */
export function isDropped(ofNeuron: i32, b: i32, threshold: f64): bool {
  return unsigned(scrambled((ofNeuron + multiplied(b + 1, GOLDEN)) | 0)) < threshold;
}

/** 2³² over the golden ratio, odd: multiples of it are spread evenly. */
const GOLDEN: i32 = -1640531527;

/** The finaliser of MurmurHash3 (Appleby, public domain). */
function scrambled(word: i32): i32 {
  let x = word;
  x ^= x >>> 16;
  x = multiplied(x, -2048144789);
  x ^= x >>> 13;
  x = multiplied(x, -1028477387);
  return x ^ (x >>> 16);
}
