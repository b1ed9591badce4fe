/**
 * Where the distance of two different items stands among those of all pairs, the same for both orders: the columns of
 * the upper triangle one after another, so that one more item is one more column at the end.
 */
export function pairIndex(a: number, b: number): number {
  return a < b ? (b * (b - 1)) / 2 + a : (a * (a - 1)) / 2 + b;
}

/** Pairs of so many items. */
export function pairCount(size: number): number {
  return (size * (size - 1)) / 2;
}
