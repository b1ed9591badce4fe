import type { Clustering } from '../../../src/protocol/arrangement';
import type { ComparedItem } from '../../../src/protocol/comparison';
import type { Arranged } from './arrangements';

/** Names that end in numbers by their numbers. */
const collator = new Intl.Collator('en', { numeric: true });

/** Item of each row, and the tree over the first rows where they are clustered. */
export function orderOf(
  items: readonly ComparedItem[],
  clustered: Arranged<Clustering> | null,
): { readonly order: readonly number[]; readonly clustering: Clustering | null } {
  if (clustered === null) return { order: orderByRun(items), clustering: null };
  const { result } = clustered;
  return { order: orderByTree(items.length, clustered.items, result.order), clustering: result };
}

/** Rows by run and epoch. */
export function orderByRun(items: readonly ComparedItem[]): readonly number[] {
  return [...items.keys()].sort((a, b) => {
    const [one, other] = [items[a], items[b]];
    return (
      collator.compare(one.run.name, other.run.name) ||
      collator.compare(one.run.path, other.run.path) ||
      collator.compare(one.moment, other.moment) ||
      a - b
    );
  });
}

/** Items in some order, each with the number that it has in every view: its place by run and epoch, from 1. */
export function numberedRows(
  items: readonly ComparedItem[],
  order: readonly number[],
): readonly (ComparedItem & { readonly number: number })[] {
  const numbers = new Map(orderByRun(items).map((item, place) => [item, place + 1]));
  return order.map((item) => ({ ...items[item], number: numbers.get(item)! }));
}

/** Rows as the leaves of a tree over `clustered`, followed by those that are in no tree. */
export function orderByTree(
  size: number,
  clustered: readonly number[],
  leaves: readonly number[],
): readonly number[] {
  const ordered = leaves.map((leaf) => clustered[leaf]);
  const within = new Set(ordered);
  return [...ordered, ...Array.from({ length: size }, (_, row) => row).filter((row) => !within.has(row))];
}
