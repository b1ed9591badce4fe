import { stat } from 'node:fs/promises';
import type { CheckpointEntry } from '../../checkpoints/series';
import type { Measure } from '../../measure/measure';
import type { Step } from '../../protocol/analysis';
import type { EvolutionPoint } from '../../protocol/evolution';
import { RemoteError } from '../../protocol/rpc';
import type { Analysis } from '../analysisPort';
import { whenSettled } from '../whenSettled';
import { computeOrder } from './computeOrder';

export interface StepsListener {
  /** These are other than they were, or new. */
  points(points: EvolutionPoint[]): void;
  removed(paths: string[]): void;
  /** One more is there, or failed. */
  progress(): void;
  problem(message: string): void;
}

interface Tracked {
  readonly entry: CheckpointEntry;
  /** The checkpoints that its step is taken against; another one makes the step stale. */
  readonly against: string;
  readonly initial: string | null;
  readonly previous: string | null;
  point: EvolutionPoint;
  abort: AbortController | null;
}

const parallel = 2;

/** The steps from checkpoint to checkpoint of one series, computed by the analysis process as far as `pump` is called. */
export class EvolutionSteps {
  private tracked = new Map<string, Tracked>();

  /** `stepsPerEpoch`: of the optimiser, null while unknown. */
  constructor(
    private readonly analysis: Analysis,
    private readonly stepsPerEpoch: () => number | null,
    private readonly listener: StepsListener,
  ) {}

  /** In the order of the series. */
  points(): EvolutionPoint[] {
    return [...this.tracked.values()].map(({ point }) => point);
  }

  /** Follows these checkpoints, oldest first, from now on; what does not change of a step stays. */
  track(entries: readonly CheckpointEntry[]): void {
    const next = new Map<string, Tracked>();
    const upserted: EvolutionPoint[] = [];
    for (const [index, entry] of entries.entries()) {
      const initial = index === 0 ? null : entries[0].path;
      const previous = index === 0 ? null : entries[index - 1].path;
      const against = `${initial ?? ''}\n${previous ?? ''}`;
      const known = this.tracked.get(entry.path);
      if (known?.against === against) {
        next.set(entry.path, known);
        continue;
      }
      known?.abort?.abort();
      const point: EvolutionPoint = {
        path: entry.path,
        name: entry.name,
        epoch: this.position(entry, index),
        status: 'pending',
        reason: null,
        step: null,
      };
      next.set(entry.path, { entry, against, initial, previous, point, abort: null });
      upserted.push(point);
    }
    const removed = [...this.tracked.keys()].filter((path) => !next.has(path));
    for (const path of removed) this.tracked.get(path)!.abort?.abort();
    this.tracked = next;
    if (removed.length > 0) this.listener.removed(removed);
    if (upserted.length > 0) this.listener.points(upserted);
  }

  /** Steps of checkpoints whose files changed, and those taken against them, are void. Whether there are any. */
  invalidate(paths: readonly string[]): boolean {
    const changed = new Set(paths);
    const stale = [...this.tracked.values()].filter(
      ({ entry, previous, initial }) =>
        changed.has(entry.path) ||
        (previous !== null && changed.has(previous)) ||
        (initial !== null && changed.has(initial)),
    );
    for (const each of stale) this.restart(each);
    return stale.length > 0;
  }

  /** All distances are void; what does not depend on the measure stays. */
  forgetDistances(): void {
    for (const each of this.tracked.values()) {
      abandon(each);
      const { step } = each.point;
      each.point = {
        ...each.point,
        status: 'pending',
        reason: null,
        step: step === null ? null : withoutDistances(step),
      };
    }
    if (this.tracked.size > 0) this.listener.points(this.points());
  }

  retryFailed(): void {
    for (const each of this.tracked.values()) if (each.point.status === 'failed') this.restart(each);
  }

  /** Checkpoints in mid-epoch stand elsewhere once it is known how many optimiser steps an epoch has. */
  placeMidEpochPoints(): void {
    for (const [index, tracked] of [...this.tracked.values()].entries()) {
      const epoch = this.position(tracked.entry, index);
      if (epoch !== tracked.point.epoch) this.setPoint(tracked, { ...tracked.point, epoch });
    }
  }

  /** Asks for what is to be computed next; false where there is nothing left and nothing under way. */
  pump(measure: Measure): boolean {
    const all = [...this.tracked.values()];
    const waiting = (each: Tracked): boolean => each.point.status === 'pending' && each.abort === null;
    let busy = all.filter(({ abort }) => abort !== null).length;
    if (!all.some(waiting)) return busy > 0;
    // What training just wrote is what someone is waiting to see; and links and degrees, which are known at once, are not
    // to wait for distances, which may take seconds each.
    const order = [all.length - 1, ...computeOrder(all.length)].map((index) => all[index]);
    const undescribed = (each: Tracked): boolean => each.point.step === null;
    for (const each of [...order.filter(undescribed), ...order]) {
      if (busy >= parallel) break;
      if (!waiting(each)) continue;
      busy++;
      void this.compute(each, measure);
    }
    return true;
  }

  /** Gives up what is under way; it is asked for again by the next `pump`. */
  giveUp(): void {
    for (const each of this.tracked.values()) abandon(each);
  }

  private position({ epoch, step }: CheckpointEntry, index: number): number {
    if (epoch === null) return index;
    if (step === 0) return epoch;
    const stepsPerEpoch = this.stepsPerEpoch();
    return epoch + (stepsPerEpoch === null ? 0.5 : Math.min(step / stepsPerEpoch, 1));
  }

  private restart(tracked: Tracked): void {
    abandon(tracked);
    this.setPoint(tracked, { ...tracked.point, status: 'pending', reason: null });
  }

  private setPoint(tracked: Tracked, point: EvolutionPoint): void {
    tracked.point = point;
    if (this.tracked.get(point.path) === tracked) this.listener.points([point]);
  }

  private async compute(tracked: Tracked, wanted: Measure): Promise<void> {
    const abort = new AbortController();
    tracked.abort = abort;
    const { entry, initial, previous } = tracked;
    const measure = tracked.point.step === null ? null : wanted;
    let point: EvolutionPoint;
    try {
      const step = await whenSettled(
        entry.path,
        () =>
          this.analysis.request(
            'step',
            { current: entry.path, initial, previous, measure },
            { signal: abort.signal },
          ),
        { signal: abort.signal },
      );
      const written = await writingTime(entry.path);
      // It may have been given up between the answer and now.
      if (abort.signal.aborted) return;
      const complete = measure !== null || initial === null;
      point = { ...tracked.point, status: complete ? 'done' : 'pending', reason: null, step, ...written };
    } catch (error) {
      if (abort.signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      if (!(error instanceof RemoteError)) this.listener.problem(`${entry.path}: ${reason}`);
      point = { ...tracked.point, status: 'failed', reason, step: null };
    } finally {
      if (tracked.abort === abort) tracked.abort = null;
    }
    this.setPoint(tracked, point);
    this.listener.progress();
  }
}

function abandon(tracked: Tracked): void {
  tracked.abort?.abort();
  tracked.abort = null;
}

/** When a checkpoint was last written; empty where that cannot be told. */
async function writingTime(checkpoint: string): Promise<Pick<EvolutionPoint, 'timeMs'>> {
  try {
    return { timeMs: (await stat(checkpoint)).mtimeMs };
  } catch {
    return {};
  }
}

function withoutDistances(step: Step): Step {
  return {
    ...step,
    layers: step.layers.map((layer) => ({ ...layer, toInitial: null, toPrevious: null })),
    meanToInitial: null,
    meanToPrevious: null,
  };
}
