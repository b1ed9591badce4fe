import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { checkpointFileName, compareMoments, parseCheckpointFileName } from './layout';

/** Which checkpoints of whole epochs a run keeps; the first and the newest always stay. */
export interface KeepPolicy {
  /** Those of epochs that are a multiple of this; 1: all. */
  readonly every: number;
  /** The newest so many. */
  readonly last: number;
  /** The one of highest accuracy. */
  readonly best: boolean;
}

export const keepAll: KeepPolicy = { every: 1, last: 1, best: true };

/**
 * Epochs whose checkpoints may go, of those (ascending) that have one. `accuracy` is that on the validation set, or without
 * one on the test set; of equal ones the earlier is the best.
 */
export function needlessEpochs(
  epochs: readonly number[],
  policy: KeepPolicy,
  accuracy: (epoch: number) => number,
): number[] {
  const newest = epochs.slice(-Math.max(1, policy.last));
  const best = epochs.reduce<number | null>(
    (found, epoch) => (found === null || accuracy(epoch) > accuracy(found) ? epoch : found),
    null,
  );
  return epochs.filter(
    (epoch) => epoch % policy.every !== 0 && !newest.includes(epoch) && !(policy.best && epoch === best),
  );
}

/**
 * After a checkpoint of a whole epoch: mid-epoch ones are only there to resume from, so those before it are needless, as
 * are those that the policy does not keep.
 */
export async function removeNeedless(
  checkpoints: string,
  policy: KeepPolicy,
  accuracy: (epoch: number) => number,
): Promise<void> {
  const moments = (await readdir(checkpoints))
    .map(parseCheckpointFileName)
    .filter((moment) => moment !== null)
    .sort(compareMoments);
  const whole = moments.filter(({ stepInEpoch }) => stepInEpoch === 0).map(({ epoch }) => epoch);
  const newest = Math.max(...whole);
  const needless = [
    ...moments.filter(({ epoch, stepInEpoch }) => stepInEpoch > 0 && epoch < newest),
    ...needlessEpochs(whole, policy, accuracy).map((epoch) => ({ epoch, stepInEpoch: 0 })),
  ];
  for (const moment of needless)
    await rm(path.join(checkpoints, checkpointFileName(moment)), { force: true });
}
