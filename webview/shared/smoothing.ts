/**
 * Exponential moving average as TensorBoard draws it: each value weighs `1 - weight` against what came before, and the
 * lack of anything before the first is made up for (debiased). A gap stays a gap; the average goes on behind it.
 */
export function smoothed(values: readonly (number | null)[], weight: number): readonly (number | null)[] {
  let sum = 0;
  let mass = 0;
  return values.map((value) => {
    if (value === null) return null;
    sum = weight * sum + (1 - weight) * value;
    mass = weight * mass + (1 - weight);
    return sum / mass;
  });
}
