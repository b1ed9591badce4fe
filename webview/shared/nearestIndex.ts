/** Index of the element of `ascending` nearest to `value`; -1 where it is empty. */
export function nearestIndex(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return ascending.length === 0 ? -1 : 0;
  if (low === ascending.length) return low - 1;
  return value - ascending[low - 1] <= ascending[low] - value ? low - 1 : low;
}
