import { Worker } from 'node:worker_threads';
import { HeldSnapshot, snapshotBytes } from './heldSnapshot';
import type { SnapshotFiles } from './runFolder/snapshotFiles';
import { readSnapshot, writeSnapshot } from './snapshotFile';
import type { TrainingSnapshot } from './trainingSnapshot';

/** Smaller snapshots are on the disk in a moment, which is simpler than going on without them. */
const leastBytes = 64 << 20;

/** What a thread is given, and what it answers: see `writingThread.ts`. */
export interface WriteTask {
  readonly file: string;
  readonly snapshot: TrainingSnapshot;
}
export interface WriteOutcome {
  readonly error: { readonly message: string; readonly code: string | undefined } | null;
}

/**
 * Files of snapshots, large ones of which are written in a thread of their own while training goes on. `threadFile` is the
 * script that the build made of `writingThread.ts`; without it all are waited for.
 */
export function snapshotFiles(threadFile: string | undefined, least = leastBytes): SnapshotFiles {
  const held = new HeldSnapshot();
  return {
    write: writeSnapshot,
    read: readSnapshot,
    writeAside(file, snapshot) {
      if (threadFile === undefined || snapshotBytes(snapshot) < least) return null;
      const copy = held.take(snapshot);
      return { copy, written: writeInThread(threadFile, { file, snapshot: copy }) };
    },
  };
}

/** Rejects with the error of the file system, or where the thread ends without an answer. */
async function writeInThread(threadFile: string, task: WriteTask): Promise<void> {
  const { error } = await new Promise<WriteOutcome>((resolve, reject) => {
    const worker = new Worker(threadFile, { workerData: task, execArgv: [] });
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', (code) => {
      reject(new Error(`the thread that writes ${task.file} ended with code ${code}`));
    });
  });
  if (error !== null) throw Object.assign(new Error(error.message), { code: error.code });
}
