import type { TrainingSnapshot } from '../trainingSnapshot';
import type { SnapshotUnderWay } from './snapshotFiles';

/** A checkpoint that is being written while training goes on. */
export class WriteAside {
  readonly copy: TrainingSnapshot;
  isOver = false;
  readonly #success: Promise<boolean>;

  constructor({ copy, written }: SnapshotUnderWay) {
    this.copy = copy;
    const end = (success: boolean): boolean => {
      this.isOver = true;
      return success;
    };
    this.#success = written.then(
      () => end(true),
      () => end(false),
    );
  }

  /** Whether it is on the disk; waits until that is known. Why it is not, another attempt will say. */
  succeeds(): Promise<boolean> {
    return this.#success;
  }
}
