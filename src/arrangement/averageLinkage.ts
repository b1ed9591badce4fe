import { pairIndex } from '../measure/pairIndex';
import type { Distances } from './distances';

/** Of two clusters one. Clusters 0 to size − 1 are the items alone, `size + k` is what merge k made. */
export interface Merge {
  /** The one that holds the lower item of both is the first. */
  readonly first: number;
  readonly second: number;
  /** Mean distance of the items of one to those of the other. */
  readonly height: number;
}

/** A tree over all items. */
export interface Clustering {
  /** One less than items, by height. */
  readonly merges: readonly Merge[];
  /** The items as leaves from left to right: no lines cross, and as near to their own order as that allows. */
  readonly order: readonly number[];
}

/**
 * Hierarchical clustering by average linkage (UPGMA), by chains of nearest neighbours in O(size²): F. Murtagh, A survey
 * of recent advances in hierarchical clustering algorithms (1983).
 */
export function averageLinkage({ size, values }: Distances): Clustering {
  const apart = values.slice();
  const weight = new Float64Array(size).fill(1);
  const found: Merge[] = [];
  const chain: number[] = [];
  while (found.length < size - 1) {
    if (chain.length === 0) chain.push(weight.findIndex((count) => count > 0));
    const tip = chain[chain.length - 1];
    const before = chain.at(-2) ?? null;
    const near = nearest(apart, weight, tip, before);
    if (near !== before) {
      chain.push(near);
      continue;
    }
    chain.length -= 2;
    // The lower place goes on for both, so that it is the lowest item of its cluster.
    const [kept, gone] = tip < near ? [tip, near] : [near, tip];
    found.push({ first: kept, second: gone, height: apart[pairIndex(kept, gone)] });
    const share = weight[kept] / (weight[kept] + weight[gone]);
    for (let other = 0; other < size; other++) {
      if (weight[other] === 0 || other === kept || other === gone) continue;
      const at = pairIndex(kept, other);
      apart[at] = share * apart[at] + (1 - share) * apart[pairIndex(gone, other)];
    }
    weight[kept] += weight[gone];
    weight[gone] = 0;
  }
  const merges = numbered(found, size);
  return { merges, order: leaves(merges, size) };
}

/** The cluster nearest to `tip`; among equals `before`, so that a chain ends. */
function nearest(apart: Float64Array, weight: Float64Array, tip: number, before: number | null): number {
  let near = before;
  let least = before === null ? Number.POSITIVE_INFINITY : apart[pairIndex(tip, before)];
  for (let other = 0; other < weight.length; other++) {
    if (weight[other] === 0 || other === tip) continue;
    const distance = apart[pairIndex(tip, other)];
    if (near === null || distance < least) [near, least] = [other, distance];
  }
  return near!;
}

/** By height, and clusters by their numbers instead of by their lowest items. */
function numbered(found: readonly Merge[], size: number): Merge[] {
  const numberOf = Array.from({ length: size }, (_, item) => item);
  return found
    .toSorted((a, b) => a.height - b.height)
    .map(({ first, second, height }, k) => {
      const merge = { first: numberOf[first], second: numberOf[second], height };
      numberOf[first] = size + k;
      return merge;
    });
}

function leaves(merges: readonly Merge[], size: number): number[] {
  const order: number[] = [];
  const open = size === 0 ? [] : [size + merges.length - 1];
  for (let cluster = open.pop(); cluster !== undefined; cluster = open.pop()) {
    if (cluster < size) order.push(cluster);
    else open.push(merges[cluster - size].second, merges[cluster - size].first);
  }
  return order;
}
