import type { EpochMetrics, RunRecord } from '../checkpoints/runFolder/runRecord';
import type { RunWriter } from '../checkpoints/runFolder/runWriter';
import type { StepProgress, TrainingHost } from '../training/trainingHost';
import type { Console } from './console';
import { barOf, timeLeft } from './progressBar';

/** What a user sees of a run while it trains; its log goes to standard error by itself. */
export interface TrainingReport {
  started(folder: string): void;
  step(progress: StepProgress): void;
  epoch(metrics: EpochMetrics): void;
  ended(record: Pick<RunRecord, 'state' | 'error' | 'endedEarly'>): void;
}

const intervalMs = 200;

/** The run folder on standard output and, on a terminal, a line that shows how training goes. */
export function terminalReport(console: Console): TrainingReport {
  const clock = new TrainingClock();
  let nextMs = 0;
  return {
    started(folder) {
      console.out(folder);
    },
    step(progress) {
      const nowMs = performance.now();
      clock.step(progress, nowMs);
      if (nowMs < nextMs) return;
      nextMs = nowMs + intervalMs;
      console.progress(trainingLine(progress, clock));
    },
    epoch: () => undefined,
    ended: () => {
      console.progress('');
    },
  };
}

/** A JSON object a line on standard output, as docs/command-line.md describes them. */
export function jsonReport(console: Console): TrainingReport {
  const line = (event: string, facts: object): void => {
    console.out(JSON.stringify({ event, ...facts }));
  };
  return {
    started: (folder) => {
      line('run', { version: 1, folder });
    },
    step: () => undefined,
    epoch: (metrics) => {
      line('epoch', metrics);
    },
    ended: ({ state, error, endedEarly }) => {
      line('end', { state, error, endedEarly });
    },
  };
}

/** The host of a run that tells a report too. */
export function reportingHost(writer: RunWriter, report: TrainingReport): TrainingHost {
  return {
    log: writer.log,
    turnMs: writer.turnMs,
    afterStep(progress) {
      report.step(progress);
      return writer.afterStep();
    },
    async epochDone(metrics) {
      await writer.epochDone(metrics);
      report.epoch(metrics);
    },
    endsEarly: (reason) => {
      writer.endsEarly(reason);
    },
    checkpoint: (snapshot) => writer.checkpoint(snapshot),
  };
}

/** How fast training goes, since this process began with it. */
export class TrainingClock {
  private first: { readonly done: number; readonly nowMs: number } | null = null;
  private last: { readonly progress: StepProgress; readonly nowMs: number } | null = null;
  /** Links times samples a second; null before it is known. */
  linksPerSecond: number | null = null;
  leftMs: number | null = null;

  step(progress: StepProgress, nowMs: number): void {
    const done = progress.epoch - 1 + progress.stepInEpoch / progress.stepsInEpoch;
    this.first ??= { done, nowMs };
    const elapsedMs = nowMs - this.first.nowMs;
    if (done > this.first.done)
      this.leftMs = (elapsedMs / (done - this.first.done)) * (progress.epochs - done);
    const isSameEpoch = this.last?.progress.epoch === progress.epoch;
    // Evaluation and checkpoints come between epochs, and are no training.
    if (this.last === null || !isSameEpoch) this.last = { progress, nowMs };
    else if (nowMs - this.last.nowMs >= intervalMs) {
      const samples = progress.samples - this.last.progress.samples;
      this.linksPerSecond = (1000 * samples * progress.links) / (nowMs - this.last.nowMs);
      this.last = { progress, nowMs };
    }
  }
}

/** "epoch 3/20 ████░░  45 %  loss 0.4123  accuracy 84.10 %  310 M links/s  4 min left". */
export function trainingLine(
  progress: StepProgress,
  { linksPerSecond, leftMs }: Pick<TrainingClock, 'linksPerSecond' | 'leftMs'>,
): string {
  const { epoch, epochs, stepInEpoch, stepsInEpoch, loss, accuracy } = progress;
  const share = stepInEpoch / stepsInEpoch;
  return [
    `epoch ${epoch}/${epochs} ${barOf(share)} ${Math.floor(100 * share)} %`,
    `loss ${loss.toFixed(4)}`,
    `accuracy ${(100 * accuracy).toFixed(2)} %`,
    ...(linksPerSecond === null ? [] : [`${rate(linksPerSecond)} links/s`]),
    ...(leftMs === null ? [] : [`${timeLeft(leftMs)} left`]),
  ].join('  ');
}

/** Three digits: "950", "12.3 M", "1.04 G". */
function rate(perSecond: number): string {
  const unit = [
    { size: 1e9, name: ' G' },
    { size: 1e6, name: ' M' },
    { size: 1e3, name: ' k' },
  ].find(({ size }) => perSecond >= size);
  return unit === undefined
    ? perSecond.toFixed(0)
    : `${Number((perSecond / unit.size).toPrecision(3))}${unit.name}`;
}
