/**
 * Mean over the classes of (output − target)², the target being 1 for the class of sample b of `size` and 0 for the others. Where
 * `wanted`, `gradient` gets its gradient by the outputs of the sample, divided by the batch size.
 */
export function squaredError(
  outputs: F32s,
  gradient: F32s,
  wanted: bool,
  classes: i32,
  size: i32,
  batch: i32,
  b: i32,
  label: i32,
): f64 {
  let sum: f64 = 0;
  for (let c: i32 = 0; c < classes; c++) {
    const target: f64 = c === label ? 1.0 : 0.0;
    const difference = outputs[c * size + b] - target;
    sum += difference * difference;
    if (wanted) gradient[c * size + b] = (2.0 * difference) / classes / batch;
  }
  return sum / classes;
}
