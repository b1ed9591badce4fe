/**
 * Positions of the `count` values of smallest magnitude among those that `eligible` accepts (all of
 * them by default), ascending. Of equal
 * magnitudes the earlier positions are taken. By selection, not sorting: linear time on average.
 */
export function smallestMagnitudes(
  values: Float32Array,
  count: number,
  eligible: (value: number) => boolean = () => true,
): Uint32Array {
  const chosen = new Uint32Array(count);
  if (count === 0) return chosen;
  const magnitudes = new Float32Array(values.length);
  let candidates = 0;
  for (const value of values) if (eligible(value)) magnitudes[candidates++] = Math.abs(value);
  if (count > candidates) throw new RangeError(`${count} of ${candidates} values`);
  const threshold = kthSmallest(magnitudes.subarray(0, candidates), count - 1);
  let below = 0;
  for (let k = 0; k < candidates; k++) if (magnitudes[k] < threshold) below++;

  // The selection has reordered the magnitudes, so positions come from the values.
  let ties = count - below;
  let at = 0;
  for (let position = 0; position < values.length; position++) {
    const value = values[position];
    if (!eligible(value)) continue;
    const magnitude = Math.abs(value);
    if (magnitude < threshold || (magnitude === threshold && ties-- > 0)) chosen[at++] = position;
  }
  return chosen;
}

/**
 * The value at place k (from 0) of the sorted array, which is reordered on the way: quickselect by Hoare's partition
 * around the median of three. Values must be numbers, not NaN.
 */
export function kthSmallest(values: Float32Array, k: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = medianOfThree(values[left], values[(left + right) >>> 1], values[right]);
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const swapped = values[i];
      values[i++] = values[j];
      values[j--] = swapped;
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return values[k];
  }
  return values[k];
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
