import type { EpochMetrics } from '../../../../src/checkpoints/runFolder/runRecord';
import type { TrainingSnapshot } from '../../../../src/checkpoints/trainingSnapshot';
import type { Directive, TrainingHost } from '../../../../src/training/trainingHost';

export interface Recording extends TrainingHost {
  readonly metrics: EpochMetrics[];
  readonly snapshots: TrainingSnapshot[];
  /** Why training ended before its last epoch. */
  readonly reasons: string[];
  steps: number;
}

/** Keeps copies of all that the loop tells; `directive` answers after each step, counted from 1. */
export function recordingHost(
  directive: (step: number) => Directive | Promise<Directive> = () => 'continue',
): Recording {
  const host: Recording = {
    metrics: [],
    snapshots: [],
    reasons: [],
    steps: 0,
    turnMs: 0,
    log: () => undefined,
    afterStep: () => directive(++host.steps),
    epochDone: (metrics) => {
      host.metrics.push(metrics);
      return Promise.resolve();
    },
    endsEarly: (reason) => {
      host.reasons.push(reason);
    },
    checkpoint: (snapshot) => {
      host.snapshots.push(deepCopy(snapshot));
      return Promise.resolve();
    },
  };
  return host;
}

/** Unlike a structured clone, which shares what lies in shared memory. */
function deepCopy<T>(value: T): T {
  if (ArrayBuffer.isView(value)) return (value as unknown as Uint8Array).slice() as unknown as T;
  if (Array.isArray(value)) return value.map(deepCopy) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, deepCopy(part)])) as T;
}

/** All that two runs must have in common. */
export function withoutTimes(metrics: readonly EpochMetrics[]): Omit<EpochMetrics, 'elapsedMs' | 'time'>[] {
  return metrics.map(({ elapsedMs: _elapsed, time: _time, ...rest }) => rest);
}

/** Every bit of a snapshot, as text: unlike equality of numbers this tells 0 from −0. */
export function bitsOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    ArrayBuffer.isView(part)
      ? `${part.constructor.name} ${Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('hex')}`
      : part,
  );
}
