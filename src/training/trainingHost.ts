import type { EpochMetrics } from '../checkpoints/runFolder/runRecord';
import type { TrainingSnapshot } from '../checkpoints/trainingSnapshot';

/** What the loop has to do next. */
export type Directive = 'continue' | 'checkpoint' | 'stop';

/** How far training is. */
export interface StepProgress {
  /** The epoch under way, from 1, and how many there will be. */
  readonly epoch: number;
  readonly epochs: number;
  readonly stepInEpoch: number;
  readonly stepsInEpoch: number;
  /** Of the epoch so far: samples, their mean loss, and the share of correct answers. */
  readonly samples: number;
  readonly loss: number;
  readonly accuracy: number;
  /** Of the whole network. */
  readonly links: number;
}

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
  afterStep(progress: StepProgress): Directive | Promise<Directive>;
  /** Called once for epoch 0 (before training) and after each epoch, before its checkpoint. */
  epochDone(metrics: EpochMetrics): Promise<void>;
  /** Training ends before its last epoch, and this is why. Its last checkpoint is written. */
  endsEarly(reason: string): void;
  /** The snapshot's arrays are the loop's own: they hold still until the promise settles, and change afterwards. */
  checkpoint(snapshot: TrainingSnapshot): Promise<void>;
}
