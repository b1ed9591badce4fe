import type { TrainingSnapshot } from '../trainingSnapshot';

/** How snapshots get to the disk and back; `read` refuses what is not whole. */
export interface SnapshotFiles {
  write(file: string, snapshot: TrainingSnapshot): Promise<void>;
  read(file: string): Promise<TrainingSnapshot>;
  /**
   * Takes a copy and writes it while training goes on. Null for a snapshot that had better be waited for. The copy holds
   * still until the next one is taken.
   */
  writeAside?(file: string, snapshot: TrainingSnapshot): SnapshotUnderWay | null;
}

/** A copy of a snapshot that is being written. */
export interface SnapshotUnderWay {
  readonly copy: TrainingSnapshot;
  /** Rejects as `write` does. */
  readonly written: Promise<void>;
}
