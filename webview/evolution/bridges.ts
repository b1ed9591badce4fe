/**
 * Of the values of one series, alike to `epochs`: where the line to a value leads over some that are missing, so that it
 * is not drawn as if they had been seen. Missing is what is null between two values and, where there should be one each
 * `everyEpoch`, an epoch that is skipped.
 */
export function bridgesOf(
  epochs: readonly number[],
  values: readonly (number | null)[],
  everyEpoch: boolean,
): readonly boolean[] {
  const usual = everyEpoch ? medianStep(epochs) : Number.POSITIVE_INFINITY;
  let last = -1;
  return values.map((value, k) => {
    if (value === null) return false;
    const before = last;
    last = k;
    return before >= 0 && (k - before > 1 || epochs[k] - epochs[before] > 1.5 * usual);
  });
}

function medianStep(epochs: readonly number[]): number {
  const steps = epochs.slice(1).map((epoch, k) => epoch - epochs[k]);
  return steps.sort((a, b) => a - b)[steps.length >> 1] ?? Number.POSITIVE_INFINITY;
}
