import type { EpochMetrics } from '../checkpoints/runFolder/runRecord';
import type { TrainingSnapshot } from '../checkpoints/trainingSnapshot';

/** What the loop has to do next. */
export type Directive = 'continue' | 'checkpoint' | 'stop';

/** The world around the training loop: who keeps its results and tells it what to do. */
export interface TrainingHost {
  /** A line for the run's log. */
  readonly log: (level: 'info' | 'warning', message: string) => void;
  /** Milliseconds that the loop may train without asking; 0 to be asked after every optimiser step. */
  readonly turnMs: number;
  /**
   * Asked after one optimiser step or several, so it has to be cheap. A promise holds the loop: that is how a run pauses.
   * After 'stop' the loop takes a last checkpoint and returns. After the last step of an epoch that checkpoint is the
   * epoch's own, with its metrics before it.
   */
  afterStep(): Directive | Promise<Directive>;
  /** Called once for epoch 0 (before training) and after each epoch, before its checkpoint. */
  epochDone(metrics: EpochMetrics): Promise<void>;
  /** The snapshot's arrays are the loop's own: they hold still until the promise settles, and change afterwards. */
  checkpoint(snapshot: TrainingSnapshot): Promise<void>;
}
