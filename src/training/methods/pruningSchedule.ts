import type { ConfigProblem } from '../configError';
import type { LayerPlan } from '../layerPlan';
import type { MethodSetup } from './method';

/** From which epoch to which links are pruned, and how many steps from one time to the next. */
export interface PruningSpan {
  readonly beginEpoch: number;
  readonly endEpoch: number;
  readonly interval: number;
}

/** The default end of pruning: three quarters of the epochs, so that the network trains on when it is sparse. */
export function completeSpan<C extends { readonly beginEpoch: number; readonly endEpoch: number | null }>(
  config: C,
  epochs: number,
): C | ConfigProblem {
  const { beginEpoch } = config;
  const endEpoch = config.endEpoch ?? Math.max(beginEpoch, 0.75 * epochs);
  const possible = `${beginEpoch} ("beginEpoch") or more, and below ${epochs} ("epochs")`;
  return endEpoch < beginEpoch || endEpoch >= epochs
    ? { key: 'method.endEpoch', possible, found: String(endEpoch) }
    : { ...config, endEpoch };
}

/**
 * The cubic schedule of Zhu and Gupta (2017) from every link to those planned: with a share p of the pruning done,
 * planned + (all − planned) · (1 − p)³ links, to the nearest. Links go every `interval` steps after the begin, and at the
 * end.
 */
export class PruningSchedule {
  private readonly begin: number;
  private readonly end: number;
  private readonly interval: number;
  private readonly plan: readonly LayerPlan[];

  constructor({ beginEpoch, endEpoch, interval }: PruningSpan, { stepsPerEpoch, plan }: MethodSetup) {
    this.begin = Math.round(beginEpoch * stepsPerEpoch);
    this.end = Math.round(endEpoch * stepsPerEpoch);
    this.interval = interval;
    this.plan = plan;
  }

  /** As `TrainingMethod.links`. */
  links(k: number, step: number): number {
    const { inputs, outputs, links } = this.plan[k];
    const all = inputs * outputs;
    const lastChange = this.lastChangeBefore(step);
    if (lastChange === null) return all;
    const done = this.end === this.begin ? 1 : (lastChange - this.begin) / (this.end - this.begin);
    return Math.round(links + (all - links) * (1 - done) ** 3);
  }

  /** As `TrainingMethod.nextChange`. */
  nextChange(step: number): number {
    if (step > this.end) return Infinity;
    const intervals = Math.max(1, Math.ceil((step - this.begin) / this.interval));
    return Math.min(this.end, this.begin + intervals * this.interval);
  }

  private lastChangeBefore(step: number): number | null {
    if (step > this.end) return this.end;
    const intervals = Math.floor((step - 1 - this.begin) / this.interval);
    return intervals < 1 ? null : this.begin + intervals * this.interval;
  }
}
