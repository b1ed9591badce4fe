import { expOfNegative } from '../search/elementary';
import { isDropped } from './dropout';

// Activations of one neuron for `count` samples in a row, from position `at` on. Computed in float64 from additions,
// multiplications and divisions alone; what is stored is rounded to float32.

/** Kinds, as `activations` of ../networkFunctions.ts numbers them. */
const RELU: i32 = 0;
const LEAKY_RELU: i32 = 1;
const SIGMOID: i32 = 3;

/**
 * values ← f(values), each 0 where it is dropped and otherwise times `scale`. Where `wanted`, `factors` gets what the
 * gradient by an output is multiplied by to be that by its sum. `first` is the number of the first sample.
 */
export function activate(
  kind: i32,
  slope: f64,
  values: F32s,
  factors: F32s,
  at: i32,
  count: i32,
  wanted: bool,
  key: i32,
  first: i32,
  threshold: f64,
  scale: f64,
): void {
  for (let n: i32 = 0; n < count; n++) {
    const z = values[at + n];
    const kept = keptShare(key, first + n, threshold, scale);
    const y = outputOf(kind, slope, z);
    values[at + n] = y * kept;
    if (wanted) factors[at + n] = derivativeOf(kind, slope, z, y) * kept;
  }
}

/** What an output is multiplied by: 0 where it is dropped. */
export function keptShare(key: i32, b: i32, threshold: f64, scale: f64): f64 {
  if (threshold === 0) return 1;
  return isDropped(key, b, threshold) ? 0 : scale;
}

/** A sum that is no number stays one. */
function outputOf(kind: i32, slope: f64, z: f64): f64 {
  if (kind === RELU) return z < 0 ? 0 : z;
  if (kind === LEAKY_RELU) return z < 0 ? slope * z : z;
  return kind === SIGMOID ? sigmoid(z) : tanh(z);
}

/** By the sum z, of which y is the output. */
function derivativeOf(kind: i32, slope: f64, z: f64, y: f64): f64 {
  if (kind === RELU) return z > 0 ? 1 : 0;
  if (kind === LEAKY_RELU) return z > 0 ? 1 : slope;
  return kind === SIGMOID ? y * (1.0 - y) : 1.0 - y * y;
}

function sigmoid(z: f64): f64 {
  if (z > 0) return 1.0 / (1.0 + expOfNegative(-z));
  const e = expOfNegative(z);
  return e / (1.0 + e);
}

function tanh(z: f64): f64 {
  const size = z < 0 ? -z : z;
  // Where 1 − e^−2z would lose its digits: z − z³/3, whose next term is below float64's last digit.
  if (size < 1e-4) return z - (z * z * z) / 3.0;
  const e = expOfNegative(-2.0 * size);
  const y = (1.0 - e) / (1.0 + e);
  return z < 0 ? -y : y;
}

/**
 * SReLU (Jin et al. 2016): values ← t_l + a_l·(z − t_l) where z ≤ t_l, t_r + a_r·(z − t_r) where z ≥ t_r, z between them;
 * t_r is t_l + |d|. `parameters` are t_l, a_l, d, a_r of all neurons, `[parameter][neuron]`. Dropout as in `activate`.
 * Where `wanted`, `sums` gets z and `factors` what the output was multiplied by.
 */
export function activateSrelu(
  parameters: F32s,
  neuron: i32,
  neurons: i32,
  values: F32s,
  sums: F32s,
  factors: F32s,
  at: i32,
  count: i32,
  wanted: bool,
  key: i32,
  first: i32,
  threshold: f64,
  scale: f64,
): void {
  const left = parameters[neuron];
  const leftSlope = parameters[neurons + neuron];
  const right = left + size(parameters[2 * neurons + neuron]);
  const rightSlope = parameters[3 * neurons + neuron];
  for (let n: i32 = 0; n < count; n++) {
    const z = values[at + n];
    const kept = keptShare(key, first + n, threshold, scale);
    const y = z >= right ? right + rightSlope * (z - right) : z <= left ? left + leftSlope * (z - left) : z;
    values[at + n] = y * kept;
    if (wanted) {
      sums[at + n] = z;
      factors[at + n] = kept;
    }
  }
}

/**
 * From the gradient by the outputs to that by the sums, in `gradient`; `factors`, as `activateSrelu` left them, become the
 * gradient by the outputs before dropout.
 */
export function sreluGradient(
  parameters: F32s,
  neuron: i32,
  neurons: i32,
  sums: F32s,
  factors: F32s,
  gradient: F32s,
  at: i32,
  count: i32,
): void {
  const left = parameters[neuron];
  const leftSlope = parameters[neurons + neuron];
  const right = left + size(parameters[2 * neurons + neuron]);
  const rightSlope = parameters[3 * neurons + neuron];
  for (let n: i32 = 0; n < count; n++) {
    const z = sums[at + n];
    factors[at + n] = factors[at + n] * gradient[at + n];
    gradient[at + n] = factors[at + n] * (z >= right ? rightSlope : z <= left ? leftSlope : 1.0);
  }
}

/** Adds to `totals` the gradients by the parameters, in the order of the samples; `factors` as `sreluGradient` left them. */
export function addSreluParameterGradients(
  parameters: F32s,
  neuron: i32,
  neurons: i32,
  sums: F32s,
  factors: F32s,
  at: i32,
  count: i32,
  totals: F64s,
): void {
  const left = parameters[neuron];
  const leftSlope = parameters[neurons + neuron];
  const distance = parameters[2 * neurons + neuron];
  const right = left + size(distance);
  const rightSlope = parameters[3 * neurons + neuron];
  const sign: f64 = distance < 0 ? -1.0 : 1.0;
  for (let n: i32 = 0; n < count; n++) {
    const z = sums[at + n];
    const g = factors[at + n];
    if (z >= right) {
      const byThreshold = g * (1.0 - rightSlope);
      totals[neuron] += byThreshold;
      totals[2 * neurons + neuron] += byThreshold * sign;
      totals[3 * neurons + neuron] += g * (z - right);
    } else if (z <= left) {
      totals[neuron] += g * (1.0 - leftSlope);
      totals[neurons + neuron] += g * (z - left);
    }
  }
}

function size(x: f64): f64 {
  return x < 0 ? -x : x;
}
