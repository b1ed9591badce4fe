/** Neurons whose partner in the other network has the same index. `matching`: length neurons. */
export function matchedWithSelf(matching: Int32Array): number {
  let same = 0;
  for (let i = 0; i < matching.length; i++) if (matching[i] === i) same++;
  return same;
}

/** Neurons of the first network that have a partner; −1 in `matching` stands for none. `matching`: length neurons. */
export function matchedPairs(matching: Int32Array): number {
  let pairs = 0;
  for (const partner of matching) if (partner >= 0) pairs++;
  return pairs;
}

/** Matched pairs that share no input at all: normalised edit distance 1. Both arguments: length neurons. */
export function matchedAtCostOne(pairCosts: Float64Array, matching: Int32Array): number {
  let unrelated = 0;
  for (let i = 0; i < pairCosts.length; i++) if (matching[i] >= 0 && pairCosts[i] === 1) unrelated++;
  return unrelated;
}
