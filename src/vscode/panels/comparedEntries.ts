import path from 'node:path';
import type { ComparedItem } from '../../protocol/comparison';
import { checkpointLabels, momentLabel, seriesFolderOf } from '../checkpointLabels';

/** A checkpoint of a comparison before it is read. */
export type ComparedEntry = Pick<ComparedItem, 'path' | 'label' | 'run' | 'moment'>;

/** Named so that they are distinct among each other. */
export function comparedEntries(checkpoints: readonly string[]): ComparedEntry[] {
  const labels = checkpointLabels(checkpoints);
  return checkpoints.map((checkpoint, k) => {
    const moment = momentLabel(checkpoint);
    const label = labels[k];
    const run = seriesFolderOf(checkpoint);
    const named = label.endsWith(` · ${moment}`);
    return {
      path: checkpoint,
      label,
      moment,
      run: { path: run, name: named ? label.slice(0, -` · ${moment}`.length) : path.basename(run) },
    };
  });
}
