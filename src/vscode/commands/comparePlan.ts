import type { CheckpointEntry } from '../../checkpoints/series';

/** What a selected path turned out to be. */
export type Selected =
  | {
      readonly kind: 'checkpoint';
      readonly path: string;
      readonly series: string;
      readonly epoch: number | null;
    }
  | { readonly kind: 'series'; readonly path: string; readonly checkpoints: readonly CheckpointEntry[] };

export type ComparePlan =
  | { readonly kind: 'compare'; readonly checkpoints: readonly string[] }
  /** One checkpoint: with which other? */
  | { readonly kind: 'pickOther'; readonly checkpoint: string }
  /** One series with more checkpoints than a matrix shows well. */
  | { readonly kind: 'pickSome'; readonly checkpoints: readonly CheckpointEntry[] }
  | { readonly kind: 'nothing' };

/** A matrix of so many rows is still read at a glance. */
export const matrixComfort = 12;

/**
 * What a selection asks to compare. One series: its checkpoints with each other. Several series, or series among
 * checkpoints: the last checkpoint of each series. Rows of one series stand together, by epoch.
 */
export function planComparison(selection: readonly Selected[]): ComparePlan {
  const [only] = selection;
  if (selection.length === 1 && only.kind === 'series') {
    const { checkpoints } = only;
    if (checkpoints.length > matrixComfort) return { kind: 'pickSome', checkpoints };
    return fromPaths(checkpoints.map(({ path }) => path));
  }
  const rows = selection.flatMap((each) => {
    if (each.kind === 'checkpoint') return [each];
    const last = each.checkpoints[each.checkpoints.length - 1];
    return last === undefined ? [] : [{ path: last.path, series: each.path, epoch: last.epoch }];
  });
  const compare = new Intl.Collator('en', { numeric: true }).compare;
  rows.sort(
    (a, b) => compare(a.series, b.series) || (a.epoch ?? 0) - (b.epoch ?? 0) || compare(a.path, b.path),
  );
  return fromPaths([...new Set(rows.map(({ path }) => path))]);
}

function fromPaths(checkpoints: readonly string[]): ComparePlan {
  if (checkpoints.length === 0) return { kind: 'nothing' };
  return checkpoints.length === 1
    ? { kind: 'pickOther', checkpoint: checkpoints[0] }
    : { kind: 'compare', checkpoints };
}

/** Up to `count` items evenly spaced, the first and the last among them. */
export function evenlySpaced<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, k) => items[Math.round((k * (items.length - 1)) / (count - 1))]);
}
