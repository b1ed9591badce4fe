// AssemblyScript: sums over the links of a neuron, or of an input. Addresses and lengths are in bytes.
import { row } from './links';
import { sumsOfFew } from './sumsOfFew';

/** `fewSamples` of `../../kernels.ts`. */
const FEW_BYTES: usize = 16 * 4;

/**
 * target[b] = start + Σ w·source[row][b] over the links from `links` to before `end` in their order, for the columns
 * from `first` to before `last`: at least four, unless the batch is small. `links` holds the row of each; at a distance of
 * `toWeight` from it stands the weight. Four vectors of sums at a time: with eight, Node 20 runs out of registers.
 * Recomputes a few columns rather than treat a remainder apart: each has its own sum.
 */
@inline
export function weightedSums(
  links: usize,
  end: usize,
  toWeight: usize,
  source: usize,
  rowBytes: usize,
  start: f32,
  target: usize,
  first: usize,
  last: usize,
): void {
  if (rowBytes < FEW_BYTES) {
    sumsOfFew(links, end, toWeight, source, rowBytes, start, target, first, last);
    return;
  }
  let b = first;
  for (; b + 64 <= last; b += 64) {
    fourVectors(links, end, toWeight, source + b, rowBytes, start, target + b);
  }
  while (b < last) {
    const at = min(b, last - 16);
    let sum = f32x4.splat(start);
    for (let k = links; k < end; k += 4) {
      const w = v128.load32_splat(k + toWeight);
      sum = f32x4.add(sum, f32x4.mul(w, v128.load(source + at + row(k, rowBytes))));
    }
    v128.store(target + at, sum);
    b += 16;
  }
}

@inline
function fourVectors(
  links: usize,
  end: usize,
  toWeight: usize,
  source: usize,
  rowBytes: usize,
  start: f32,
  target: usize,
): void {
  let s0 = f32x4.splat(start);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let k = links;
  // Two links at a time, so that the loop turns half as often.
  for (; k + 8 <= end; k += 8) {
    const v = v128.load32_splat(k + toWeight);
    const w = v128.load32_splat(k + toWeight, 4);
    const from = source + row(k, rowBytes);
    const at = source + row(k + 4, rowBytes);
    s0 = f32x4.add(f32x4.add(s0, f32x4.mul(v, v128.load(from))), f32x4.mul(w, v128.load(at)));
    s1 = f32x4.add(f32x4.add(s1, f32x4.mul(v, v128.load(from, 16))), f32x4.mul(w, v128.load(at, 16)));
    s2 = f32x4.add(f32x4.add(s2, f32x4.mul(v, v128.load(from, 32))), f32x4.mul(w, v128.load(at, 32)));
    s3 = f32x4.add(f32x4.add(s3, f32x4.mul(v, v128.load(from, 48))), f32x4.mul(w, v128.load(at, 48)));
  }
  if (k < end) {
    const w = v128.load32_splat(k + toWeight);
    const at = source + row(k, rowBytes);
    s0 = f32x4.add(s0, f32x4.mul(w, v128.load(at)));
    s1 = f32x4.add(s1, f32x4.mul(w, v128.load(at, 16)));
    s2 = f32x4.add(s2, f32x4.mul(w, v128.load(at, 32)));
    s3 = f32x4.add(s3, f32x4.mul(w, v128.load(at, 48)));
  }
  v128.store(target, s0);
  v128.store(target, s1, 16);
  v128.store(target, s2, 32);
  v128.store(target, s3, 48);
}
