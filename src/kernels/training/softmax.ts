import { expOfNegative, naturalLog } from '../search/elementary';

/** The class of largest logit of sample b, in `[class][size]`; of equal ones the first. */
export function likeliestClass(logits: F32s, classes: i32, size: i32, b: i32): i32 {
  let best: i32 = 0;
  for (let c: i32 = 1; c < classes; c++) if (logits[c * size + b] > logits[best * size + b]) best = c;
  return best;
}

/**
 * Cross-entropy in nats of sample b of `size`, whose likeliest class is `best`. Where `wanted`, `gradient` gets its gradient
 * by the logits of the sample, divided by the batch size: (softmax − one-hot)/batch. Computed in float64 from additions,
 * multiplications and divisions alone.
 */
export function crossEntropy(
  logits: F32s,
  gradient: F32s,
  wanted: bool,
  classes: i32,
  size: i32,
  batch: i32,
  b: i32,
  best: i32,
  label: i32,
): f64 {
  const largest: f64 = logits[best * size + b];
  let sum: f64 = 0;
  for (let c: i32 = 0; c < classes; c++) sum += expOfNegative(logits[c * size + b] - largest);
  if (wanted) {
    for (let c: i32 = 0; c < classes; c++) {
      const target: f64 = c === label ? 1.0 : 0.0;
      const probability = expOfNegative(logits[c * size + b] - largest) / sum;
      gradient[c * size + b] = (probability - target) / batch;
    }
  }
  return naturalLog(sum) + largest - logits[label * size + b];
}
