import type { CheckpointEntry } from '../../checkpoints/series';
import type { KnownRun, KnownSeries, WatchedFolder } from '../series/knownSeries';

/** What the trees hold. `key` is unique in a tree and stays while the node stands for the same thing. */
export type TreeNode =
  | { readonly kind: 'watchedFolder'; readonly key: string; readonly path: string; folder: WatchedFolder }
  | { readonly kind: 'group'; readonly key: string; runs: readonly KnownRun[]; readonly experiment: string }
  | { readonly kind: 'series'; readonly key: string; readonly path: string; series: KnownSeries }
  | {
      readonly kind: 'range';
      readonly key: string;
      readonly series: string;
      checkpoints: readonly CheckpointEntry[];
    }
  | {
      readonly kind: 'checkpoint';
      readonly key: string;
      readonly path: string;
      readonly series: string;
      entry: CheckpointEntry;
    }
  | { readonly kind: 'message'; readonly key: string; readonly text: string };
export type NodeOf<K extends TreeNode['kind']> = Extract<TreeNode, { kind: K }>;

/** So many checkpoints stand side by side; more come in ranges, opened one by one. */
export const flatLimit = 200;
export const rangeSize = 100;

export interface CheckpointRange {
  /** Index of its first checkpoint, a multiple of `rangeSize`: a range keeps its place while others come. */
  readonly start: number;
  readonly checkpoints: readonly CheckpointEntry[];
}

/** Newest range first, checkpoints within a range newest first. */
export function checkpointRanges(checkpoints: readonly CheckpointEntry[]): CheckpointRange[] {
  const ranges: CheckpointRange[] = [];
  for (let start = 0; start < checkpoints.length; start += rangeSize) {
    ranges.push({ start, checkpoints: checkpoints.slice(start, start + rangeSize).reverse() });
  }
  return ranges.reverse();
}
