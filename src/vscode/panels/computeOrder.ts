/**
 * Order in which to compute `count` points so that the whole course shows soon: the ends, then ever finer steps between
 * them. Up to 64 points come from first to last.
 */
export function computeOrder(count: number): number[] {
  if (count <= 64) return Array.from({ length: count }, (_, index) => index);
  const order = [0, count - 1];
  const seen = new Set(order);
  for (let stride = 2 ** Math.floor(Math.log2(count - 1)); stride >= 1; stride /= 2) {
    for (let index = 0; index < count; index += stride) {
      if (seen.has(index)) continue;
      seen.add(index);
      order.push(index);
    }
  }
  return order;
}
