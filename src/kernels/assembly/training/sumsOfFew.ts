// AssemblyScript: `weightedSums` for small batches, in four parts over the links.
import { row } from './links';

@inline
export function sumsOfFew(
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
  let b = first;
  for (; b + 16 <= last; b += 16) {
    v128.store(target + b, lanes(4, links, end, toWeight, source + b, rowBytes, start));
  }
  const at = target + b;
  if (last - b === 4) {
    store<f32>(at, sumOfOne(links, end, toWeight, source + b, rowBytes, start));
  } else if (last - b === 8) {
    const sums = lanes(2, links, end, toWeight, source + b, rowBytes, start);
    v128.store64_lane(at, sums, 0);
  } else if (last - b === 12) {
    const sums = lanes(3, links, end, toWeight, source + b, rowBytes, start);
    v128.store64_lane(at, sums, 0);
    v128.store32_lane(at, sums, 2, 8);
  }
}

/** The first `count` samples from `source` on, each in its own lane. */
@inline
function lanes(
  count: i32,
  links: usize,
  end: usize,
  toWeight: usize,
  source: usize,
  rowBytes: usize,
  start: f32,
): v128 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let k = links;
  for (; k + 16 <= end; k += 16) {
    s0 = f32x4.add(s0, product(count, k, toWeight, source, rowBytes));
    s1 = f32x4.add(s1, product(count, k + 4, toWeight, source, rowBytes));
    s2 = f32x4.add(s2, product(count, k + 8, toWeight, source, rowBytes));
    s3 = f32x4.add(s3, product(count, k + 12, toWeight, source, rowBytes));
  }
  if (k < end) s0 = f32x4.add(s0, product(count, k, toWeight, source, rowBytes));
  if (k + 4 < end) s1 = f32x4.add(s1, product(count, k + 4, toWeight, source, rowBytes));
  if (k + 8 < end) s2 = f32x4.add(s2, product(count, k + 8, toWeight, source, rowBytes));
  return f32x4.add(f32x4.splat(start), f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
}

@inline
function product(
  count: i32,
  link: usize,
  toWeight: usize,
  source: usize,
  rowBytes: usize,
): v128 {
  const at = source + row(link, rowBytes);
  const w = v128.load32_splat(link + toWeight);
  if (count === 4) return f32x4.mul(w, v128.load(at));
  const two = v128.load64_zero(at);
  return f32x4.mul(w, count === 2 ? two : v128.load32_lane(at, two, 2, 8));
}

/** One sample: its four parts stand in the lanes of one vector. */
@inline
function sumOfOne(
  links: usize,
  end: usize,
  toWeight: usize,
  source: usize,
  rowBytes: usize,
  start: f32,
): f32 {
  let s = f32x4.splat(0);
  let k = links;
  for (; k + 16 <= end; k += 16) {
    let x = v128.load32_zero(source + row(k, rowBytes));
    x = v128.load32_lane(source + row(k + 4, rowBytes), x, 1);
    x = v128.load32_lane(source + row(k + 8, rowBytes), x, 2);
    x = v128.load32_lane(source + row(k + 12, rowBytes), x, 3);
    s = f32x4.add(s, f32x4.mul(v128.load(k + toWeight), x));
  }
  let s0 = f32x4.extract_lane(s, 0);
  let s1 = f32x4.extract_lane(s, 1);
  let s2 = f32x4.extract_lane(s, 2);
  const s3 = f32x4.extract_lane(s, 3);
  if (k < end) s0 += one(k, toWeight, source, rowBytes);
  if (k + 4 < end) s1 += one(k + 4, toWeight, source, rowBytes);
  if (k + 8 < end) s2 += one(k + 8, toWeight, source, rowBytes);
  return start + (s0 + s1 + (s2 + s3));
}

@inline
function one(
  link: usize,
  toWeight: usize,
  source: usize,
  rowBytes: usize,
): f32 {
  return load<f32>(link + toWeight) * load<f32>(source + row(link, rowBytes));
}
