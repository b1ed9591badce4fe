// AssemblyScript: sums over the links of a neuron, or of an input. Addresses and lengths are in bytes.
import { row, weight } from './links';
import { sumsOfFew } from './sumsOfFew';

/** `fewSamples` of `../../kernels.ts`. */
const FEW_BYTES: usize = 16 * 4;

/**
 * target[b] = start + Σ w·source[row][b] over the links from `links` to before `end` in their order, for the columns
 * from `first` to before `last`: at least four, unless the batch is small. `links` holds the row of each; at a distance of
 * `toOther` from it stands the weight, or its position in `weights`. Recomputes a few columns rather than treat a
 * remainder apart: each has its own sum.
 */
@inline
export function weightedSums(
  byPosition: bool,
  links: usize,
  end: usize,
  toOther: usize,
  weights: usize,
  source: usize,
  rowBytes: usize,
  start: f32,
  target: usize,
  first: usize,
  last: usize,
): void {
  if (rowBytes < FEW_BYTES) {
    sumsOfFew(byPosition, links, end, toOther, weights, source, rowBytes, start, target, first, last);
    return;
  }
  let b = first;
  for (; b + 128 <= last; b += 128) {
    eightVectors(byPosition, links, end, toOther, weights, source + b, rowBytes, start, target + b);
  }
  if (b + 64 <= last) {
    fourVectors(byPosition, links, end, toOther, weights, source + b, rowBytes, start, target + b);
    b += 64;
  }
  while (b < last) {
    const at = min(b, last - 16);
    let sum = f32x4.splat(start);
    for (let k = links; k < end; k += 4) {
      const w = f32x4.splat(weight(byPosition, k, toOther, weights));
      sum = f32x4.add(sum, f32x4.mul(w, v128.load(source + at + row(k, rowBytes))));
    }
    v128.store(target + at, sum);
    b += 16;
  }
}

@inline
function eightVectors(
  byPosition: bool,
  links: usize,
  end: usize,
  toOther: usize,
  weights: usize,
  source: usize,
  rowBytes: usize,
  start: f32,
  target: usize,
): void {
  let s0 = f32x4.splat(start);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  for (let k = links; k < end; k += 4) {
    const w = f32x4.splat(weight(byPosition, k, toOther, weights));
    const at = source + row(k, rowBytes);
    s0 = f32x4.add(s0, f32x4.mul(w, v128.load(at)));
    s1 = f32x4.add(s1, f32x4.mul(w, v128.load(at, 16)));
    s2 = f32x4.add(s2, f32x4.mul(w, v128.load(at, 32)));
    s3 = f32x4.add(s3, f32x4.mul(w, v128.load(at, 48)));
    s4 = f32x4.add(s4, f32x4.mul(w, v128.load(at, 64)));
    s5 = f32x4.add(s5, f32x4.mul(w, v128.load(at, 80)));
    s6 = f32x4.add(s6, f32x4.mul(w, v128.load(at, 96)));
    s7 = f32x4.add(s7, f32x4.mul(w, v128.load(at, 112)));
  }
  v128.store(target, s0);
  v128.store(target, s1, 16);
  v128.store(target, s2, 32);
  v128.store(target, s3, 48);
  v128.store(target, s4, 64);
  v128.store(target, s5, 80);
  v128.store(target, s6, 96);
  v128.store(target, s7, 112);
}

@inline
function fourVectors(
  byPosition: bool,
  links: usize,
  end: usize,
  toOther: usize,
  weights: usize,
  source: usize,
  rowBytes: usize,
  start: f32,
  target: usize,
): void {
  let s0 = f32x4.splat(start);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let k = links; k < end; k += 4) {
    const w = f32x4.splat(weight(byPosition, k, toOther, weights));
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
