/** Runs in a thread of its own: its whole life is one snapshot written. */
import { parentPort, workerData } from 'node:worker_threads';
import { writeSnapshot } from './snapshotFile';
import type { WriteOutcome, WriteTask } from './snapshotThread';

const { file, snapshot } = workerData as WriteTask;
writeSnapshot(file, snapshot).then(
  () => {
    end({ error: null });
  },
  ({ message, code }: NodeJS.ErrnoException) => {
    end({ error: { message, code } });
  },
);

function end(outcome: WriteOutcome): void {
  parentPort!.postMessage(outcome);
}
