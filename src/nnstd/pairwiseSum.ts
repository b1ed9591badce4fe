const BLOCK = 128;
const LANES = 8;

/**
 * Sum in the order in which NumPy adds a contiguous float64 array: blocks of at most 128, each in eight accumulators, joined
 * pairwise. Published costs were added so; a plain loop differs in the last bits.
 */
export function pairwiseSum(values: Float64Array): number {
  return sumRange(values, 0, values.length);
}

function sumRange(values: Float64Array, start: number, length: number): number {
  if (length < LANES) {
    let sum = 0;
    for (let i = start; i < start + length; i++) sum += values[i];
    return sum;
  }
  if (length <= BLOCK) return sumBlock(values, start, length);
  const half = Math.floor(length / 2);
  const left = half - (half % LANES);
  return sumRange(values, start, left) + sumRange(values, start + left, length - left);
}

function sumBlock(values: Float64Array, start: number, length: number): number {
  const lanes = values.slice(start, start + LANES);
  const whole = length - (length % LANES);
  for (let i = LANES; i < whole; i += LANES) {
    for (let lane = 0; lane < LANES; lane++) lanes[lane] += values[start + i + lane];
  }
  let sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]) + (lanes[4] + lanes[5] + (lanes[6] + lanes[7]));
  for (let i = whole; i < length; i++) sum += values[start + i];
  return sum;
}
