import { tileCount, tileSize, tileStart } from './training/tiles';

// Sums of the plain kernels, in the order that `Kernels` states.

const f = Math.fround;

/** Σ outputGradient[b] over the batch, as `update` sums it. */
export function biasGradient(outputGradient: Float32Array, begin: number, batch: number): number {
  let sum = f(0);
  for (let tile = 0; tile < tileCount(batch); tile++) {
    const start = tileStart(batch, tile);
    const ofTile = sumInParts(outputGradient, begin + start, tileSize(batch, tile));
    sum = tile === 0 ? ofTile : f(sum + ofTile);
  }
  return sum;
}

/** Σ input[b]·outputGradient[b] over the batch, as `update` sums it. */
export function weightGradient(
  input: Float32Array,
  beginInput: number,
  outputGradient: Float32Array,
  beginGradient: number,
  batch: number,
): number {
  const tiles = tileCount(batch);
  let sum = f(0);
  for (let tile = 0; tile < tiles; tile++) {
    const start = tileStart(batch, tile);
    const length = tileSize(batch, tile);
    const ofTile = dotInParts(input, beginInput + start, outputGradient, beginGradient + start, length);
    sum = tile === 0 ? ofTile : f(sum + ofTile);
  }
  return sum;
}

/** Σ w·source[row] of sample b over the links from `begin` to before `end`, in four parts: of a batch of few samples. */
export function sumOfLinks(
  weights: Float32Array,
  positions: Uint32Array | null,
  rows: Uint32Array,
  begin: number,
  end: number,
  source: Float32Array,
  batch: number,
  b: number,
): number {
  let s0 = f(0);
  let s1 = f(0);
  let s2 = f(0);
  let s3 = f(0);
  for (let k = begin; k < end; k++) {
    const product = f(weights[positions === null ? k : positions[k]] * source[rows[k] * batch + b]);
    const part = (k - begin) & 3;
    if (part === 0) s0 = f(s0 + product);
    else if (part === 1) s1 = f(s1 + product);
    else if (part === 2) s2 = f(s2 + product);
    else s3 = f(s3 + product);
  }
  return f(f(s0 + s1) + f(s2 + s3));
}

function sumInParts(values: Float32Array, begin: number, length: number): number {
  const parts = new Float32Array(4);
  for (let b = 0; b < length; b++) parts[b & 3] += values[begin + b];
  return f(f(parts[0] + parts[1]) + f(parts[2] + parts[3]));
}

function dotInParts(
  a: Float32Array,
  beginA: number,
  b: Float32Array,
  beginB: number,
  length: number,
): number {
  let s0 = f(0);
  let s1 = f(0);
  let s2 = f(0);
  let s3 = f(0);
  let k = 0;
  for (; k + 4 <= length; k += 4) {
    s0 = f(s0 + f(a[beginA + k] * b[beginB + k]));
    s1 = f(s1 + f(a[beginA + k + 1] * b[beginB + k + 1]));
    s2 = f(s2 + f(a[beginA + k + 2] * b[beginB + k + 2]));
    s3 = f(s3 + f(a[beginA + k + 3] * b[beginB + k + 3]));
  }
  if (k < length) s0 = f(s0 + f(a[beginA + k] * b[beginB + k]));
  if (k + 1 < length) s1 = f(s1 + f(a[beginA + k + 1] * b[beginB + k + 1]));
  if (k + 2 < length) s2 = f(s2 + f(a[beginA + k + 2] * b[beginB + k + 2]));
  return f(f(s0 + s1) + f(s2 + s3));
}
