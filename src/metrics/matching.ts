/** Neurons whose partner in the other network has the same index. `matching`: length neurons. */
export function matchedWithSelf(matching: Int32Array): number {
  let same = 0;
  for (let i = 0; i < matching.length; i++) if (matching[i] === i) same++;
  return same;
}

/** Matched pairs that share no input at all: normalised edit distance 1. `pairCosts`: length neurons. */
export function matchedAtCostOne(pairCosts: Float64Array): number {
  let unrelated = 0;
  for (const cost of pairCosts) if (cost === 1) unrelated++;
  return unrelated;
}
