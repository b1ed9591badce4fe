import type { CheckpointEntry, CheckpointSeries } from '../../checkpoints/series';
import type { AvailableRun, Follow } from '../../protocol/selection';
import { momentLabel } from '../checkpointLabels';

/** The series that a checkpoint belongs to, or null where none is known. */
export type SeriesOf = (checkpoint: string) => Pick<CheckpointSeries, 'path' | 'name' | 'checkpoints'> | null;

type Series = NonNullable<ReturnType<SeriesOf>>;

/** Series that have a checkpoint among these, each once, in the order they come. */
function seriesAmong(checkpoints: readonly string[], seriesOf: SeriesOf): readonly Series[] {
  const found = new Map<string, Series>();
  for (const checkpoint of checkpoints) {
    const series = seriesOf(checkpoint);
    if (series !== null) found.set(series.path, series);
  }
  return [...found.values()];
}

export function availableRuns(checkpoints: readonly string[], seriesOf: SeriesOf): AvailableRun[] {
  return seriesAmong(checkpoints, seriesOf).map(({ path, name, checkpoints: all }) => ({
    path,
    name,
    checkpoints: all.map((each) => ({
      path: each.path,
      moment: momentLabel(each.path),
      epoch: each.epoch,
    })),
  }));
}

/**
 * What came to the runs of a comparison: their checkpoints after the newest that is compared, as far as they are wanted.
 * Those in `refused` were taken away by hand and do not come again.
 */
export function newCheckpoints(
  compared: readonly string[],
  { every }: Follow,
  refused: ReadonlySet<string>,
  seriesOf: SeriesOf,
): string[] {
  const here = new Set(compared);
  const wanted = ({ path, epoch, step }: CheckpointEntry): boolean =>
    !refused.has(path) && (every === 1 || (epoch !== null && step === 0 && epoch % every === 0));
  return seriesAmong(compared, seriesOf).flatMap(({ checkpoints }) => {
    const newest = checkpoints.findLastIndex(({ path }) => here.has(path));
    return checkpoints
      .slice(newest + 1)
      .filter(wanted)
      .map(({ path }) => path);
  });
}
