import type { CheckpointSeries } from '../../checkpoints/series';
import type { RunFacts } from '../../checkpoints/runFolder/readRun';
import type { WatchMode } from './folderWatcher';

/** A series as the store knows it now; a new object after each change. */
export interface KnownSeries extends CheckpointSeries {
  /** For a run folder of ours. */
  readonly run: RunFacts | null;
  readonly watchMode: WatchMode;
}

export interface KnownRun extends KnownSeries {
  readonly kind: 'run';
  readonly run: RunFacts;
}

export function isRun(series: KnownSeries): series is KnownRun {
  return series.kind === 'run' && series.run !== null;
}

/** A folder the user asked to watch. */
export interface WatchedFolder {
  readonly path: string;
  readonly watchMode: WatchMode;
  /** False until the first scan is done. */
  readonly scanned: boolean;
  readonly missing: boolean;
  /** Why it cannot be scanned. */
  readonly problem: string | null;
  /** Series in it, by path. */
  readonly series: readonly KnownSeries[];
}

export interface StoreChange {
  /** Series that came, changed or went, by path. */
  readonly series: ReadonlySet<string>;
  /** Checkpoints, known before, whose files were written again. */
  readonly rewritten: readonly string[];
}

export function isLive(run: KnownRun): boolean {
  return run.run.state === 'running' || run.run.state === 'paused';
}

/** Whether two readings of a series say the same; cheap, for a series may have ten thousand checkpoints. */
export function isSame(a: KnownSeries, b: KnownSeries): boolean {
  return (
    a.kind === b.kind &&
    a.watchMode === b.watchMode &&
    a.checkpoints.length === b.checkpoints.length &&
    a.checkpoints.every((each, index) => each.path === b.checkpoints[index].path) &&
    JSON.stringify(a.run) === JSON.stringify(b.run)
  );
}
