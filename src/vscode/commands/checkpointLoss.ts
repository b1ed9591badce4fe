import type { CheckpointEntry } from '../../checkpoints/series';
import { momentLabel } from '../checkpointLabels';
import type { KnownSeries } from '../series/knownSeries';

/** What a series loses with these checkpoints beside themselves, a sentence each. */
export function lossOf(
  { name, run, checkpoints }: Pick<KnownSeries, 'name' | 'run' | 'checkpoints'>,
  gone: readonly CheckpointEntry[],
): string[] {
  const paths = new Set(gone.map(({ path }) => path));
  const left = checkpoints.filter(({ path }) => !paths.has(path));
  const canResume = run !== null && run.state !== 'finished';
  if (left.length === 0) {
    return [`No checkpoint of ${name} is left${canResume ? '; resumed, it begins anew' : ''}.`];
  }
  const losses: string[] = [];
  if (left.at(-1) !== checkpoints.at(-1) && canResume) {
    losses.push(`Resumed, ${name} goes on from ${momentLabel(left[left.length - 1].path)}.`);
  }
  if (left[0] !== checkpoints[0]) {
    losses.push(`Changes of ${name} are then measured from ${momentLabel(left[0].path)} on.`);
  }
  return losses;
}
