/** Distances of all pairs of some items. */
export interface Distances {
  /** Items. */
  readonly size: number;
  /** Length `pairCount(size)`, ordered by `pairIndex`. None is missing. */
  readonly values: Float64Array;
}
