import path from 'node:path';
import { epochOfName } from '../checkpoints/formats/names';
import { parseCheckpointFileName } from '../checkpoints/runFolder/layout';
import { distinctLabels, epochLabel } from './labels';

/** The folder that holds the series a checkpoint belongs to, told by its path alone. */
export function seriesFolderOf(checkpoint: string): string {
  const folder = path.dirname(checkpoint);
  return path.basename(folder) === 'checkpoints' &&
    parseCheckpointFileName(path.basename(checkpoint)) !== null
    ? path.dirname(folder)
    : folder;
}

/** What tells a checkpoint apart within its series: "epoch 190", or its file name. */
export function momentLabel(checkpoint: string): string {
  const name = path.basename(checkpoint);
  const moment = parseCheckpointFileName(name);
  if (moment !== null) return epochLabel({ epoch: moment.epoch, step: moment.stepInEpoch })!;
  const epoch = epochOfName(name);
  return epoch === null ? name : `epoch ${epoch}`;
}

/** "e5_s0_w0 · epoch 190", short and distinct among the checkpoints. */
export function checkpointLabels(checkpoints: readonly string[]): string[] {
  return distinctLabels(
    checkpoints.map((each) => ({ path: each, series: seriesFolderOf(each), what: momentLabel(each) })),
    path.sep,
  );
}
