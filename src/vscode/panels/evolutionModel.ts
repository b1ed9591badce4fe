import { stat } from 'node:fs/promises';
import type { CheckpointEntry, CheckpointSeries } from '../../checkpoints/series';
import { type Measure, sameMeasure } from '../../measure/measure';
import type { CheckpointFacts } from '../../protocol/facts';
import type { Step } from '../../protocol/analysis';
import type {
  CurvePoint,
  EvolutionHeader,
  EvolutionPoint,
  EvolutionSnapshot,
  Explored,
} from '../../protocol/evolution';
import type { Chance } from '../../protocol/uncertainty';
import { RemoteError } from '../../protocol/rpc';
import type { Analysis } from '../analysisPort';
import { percent, networkDensity } from '../labels';
import { whenSettled } from '../whenSettled';
import { computeOrder } from './computeOrder';
import { EvolutionChance } from './evolutionChance';
import { EvolutionCurve } from './evolutionCurve';
import { EvolutionExploration } from './evolutionExploration';

/** A series as the store knows it. */
export interface EvolutionSubject extends CheckpointSeries {
  readonly state: string | null;
  readonly stateDetail: string | null;
  /** "SET ζ 0.3 · ER ε 20", where a configuration tells; null otherwise. */
  readonly summary: string | null;
  readonly notes: readonly string[];
  readonly missing: boolean;
  readonly metricsFile: string | null;
}

/** What goes to a webview that is shown. */
export interface EvolutionListener {
  header(header: EvolutionHeader): void;
  measure(measure: Measure): void;
  curve(points: CurvePoint[]): void;
  points(points: EvolutionPoint[]): void;
  removed(paths: string[]): void;
  chance(chance: Chance | null): void;
  explored(explored: Explored): void;
  /** All that was told is void: ask for a snapshot. */
  reset(): void;
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

/** The evolution of one series: follows its checkpoints and metrics, has the analysis process compute each step. */
export class EvolutionModel {
  private subject: EvolutionSubject;
  private tracked = new Map<string, Tracked>();
  private readonly curve: EvolutionCurve;
  private readonly chance: EvolutionChance;
  private readonly exploration: EvolutionExploration;
  private facts: CheckpointFacts | null = null;
  private sentHeader = '';
  private disposed = false;

  constructor(
    subject: EvolutionSubject,
    private chosenMeasure: Measure,
    private readonly analysis: Analysis,
    private readonly listener: EvolutionListener,
    private readonly onProblem: (message: string) => void,
  ) {
    this.subject = subject;
    this.curve = new EvolutionCurve({
      curve: (points) => {
        this.placeMidEpochPoints();
        listener.curve(points);
      },
      reset: () => {
        listener.reset();
      },
      problem: onProblem,
    });
    this.chance = new EvolutionChance(analysis, (chance) => {
      listener.chance(chance);
    });
    this.exploration = new EvolutionExploration(analysis, (explored) => {
      listener.explored(explored);
    });
    this.track(subject.checkpoints);
    this.readMetrics();
    this.pump();
  }

  get measure(): Measure {
    return this.chosenMeasure;
  }

  snapshot(): EvolutionSnapshot {
    return {
      header: this.header(),
      measure: this.measure,
      curve: this.curve.ordered(),
      points: this.orderedPoints(),
      chance: this.chance.current,
      explored: this.exploration.current,
    };
  }

  /** What the store says now. */
  update(subject: EvolutionSubject): void {
    this.subject = subject;
    this.track(subject.checkpoints);
    this.readMetrics();
    this.sendHeader();
    this.pump();
  }

  /** Checkpoints whose files changed: their steps, and those taken against them, are computed again. */
  invalidate(paths: readonly string[]): void {
    const changed = new Set(paths);
    const stale = [...this.tracked.values()].filter(
      ({ entry, previous, initial }) =>
        changed.has(entry.path) ||
        (previous !== null && changed.has(previous)) ||
        (initial !== null && changed.has(initial)),
    );
    if (stale.length > 0) this.exploration.forget();
    for (const each of stale) this.restart(each);
    this.pump();
  }

  /** Computes all distances anew. What does not depend on the measure stays; the old distances would mix with the new. */
  setMeasure(measure: Measure): void {
    if (sameMeasure(measure, this.measure)) return;
    this.chosenMeasure = measure;
    this.listener.measure(measure);
    this.chance.forget();
    for (const each of this.tracked.values()) {
      each.abort?.abort();
      each.abort = null;
      const { step } = each.point;
      each.point = {
        ...each.point,
        status: 'pending',
        reason: null,
        step: step === null ? null : withoutDistances(step),
      };
    }
    if (this.tracked.size > 0) this.listener.points(this.orderedPoints());
    this.pump();
  }

  /** Tries failed steps again, as after trust was granted or the analysis process came back. */
  retryFailed(): void {
    for (const each of this.tracked.values()) if (each.point.status === 'failed') this.restart(each);
    this.pump();
  }

  dispose(): void {
    this.disposed = true;
    this.curve.dispose();
    this.chance.dispose();
    this.exploration.dispose();
    for (const { abort } of this.tracked.values()) abort?.abort();
  }

  private track(entries: readonly CheckpointEntry[]): void {
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

  private position({ epoch, step }: CheckpointEntry, index: number): number {
    if (epoch === null) return index;
    if (step === 0) return epoch;
    const { stepsPerEpoch } = this.curve;
    return epoch + (stepsPerEpoch === null ? 0.5 : Math.min(step / stepsPerEpoch, 1));
  }

  private restart(tracked: Tracked): void {
    tracked.abort?.abort();
    tracked.abort = null;
    this.setPoint(tracked, { ...tracked.point, status: 'pending', reason: null });
  }

  private setPoint(tracked: Tracked, point: EvolutionPoint): void {
    tracked.point = point;
    if (this.tracked.get(point.path) === tracked) this.listener.points([point]);
  }

  private pump(): void {
    if (this.disposed) return;
    const all = [...this.tracked.values()];
    const waiting = (each: Tracked): boolean => each.point.status === 'pending' && each.abort === null;
    let busy = all.filter(({ abort }) => abort !== null).length;
    if (busy === 0 && !all.some(waiting)) {
      void this.chance.measure(this.orderedPoints(), this.measure);
      void this.exploration.follow(this.orderedPoints());
    }
    if (busy >= parallel || !all.some(waiting)) return;
    // What training just wrote is what someone is waiting to see; and links and degrees, which are known at once, are not
    // to wait for distances, which may take seconds each.
    const order = [all.length - 1, ...computeOrder(all.length)].map((index) => all[index]);
    const undescribed = (each: Tracked): boolean => each.point.step === null;
    for (const each of [...order.filter(undescribed), ...order]) {
      if (busy >= parallel) break;
      if (!waiting(each)) continue;
      busy++;
      void this.compute(each);
    }
  }

  private async compute(tracked: Tracked): Promise<void> {
    const abort = new AbortController();
    tracked.abort = abort;
    const { entry, initial, previous } = tracked;
    const measure = tracked.point.step === null ? null : this.measure;
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
      this.facts = step.facts;
    } catch (error) {
      if (abort.signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      if (!(error instanceof RemoteError)) this.onProblem(`${entry.path}: ${reason}`);
      point = { ...tracked.point, status: 'failed', reason, step: null };
    } finally {
      if (tracked.abort === abort) tracked.abort = null;
    }
    this.setPoint(tracked, point);
    this.sendHeader();
    this.pump();
  }

  private readMetrics(): void {
    if (this.subject.metricsFile !== null) this.curve.read(this.subject.metricsFile);
  }

  private placeMidEpochPoints(): void {
    for (const [index, tracked] of [...this.tracked.values()].entries()) {
      const epoch = this.position(tracked.entry, index);
      if (epoch !== tracked.point.epoch) this.setPoint(tracked, { ...tracked.point, epoch });
    }
  }

  private orderedPoints(): EvolutionPoint[] {
    return [...this.tracked.values()].map(({ point }) => point);
  }

  private header(): EvolutionHeader {
    const { name, path, kind, state, stateDetail, notes, missing } = this.subject;
    return {
      name,
      path,
      kind,
      state,
      stateDetail,
      summary: summarize(this.facts, this.subject.summary),
      notes: [...new Set([...notes, ...(this.facts?.notes ?? [])])],
      missing,
    };
  }

  private sendHeader(): void {
    const header = this.header();
    const text = JSON.stringify(header);
    if (text === this.sentHeader) return;
    this.sentHeader = text;
    this.listener.header(header);
  }
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

/** "784·784·10 · SET ζ 0.3 · ER ε 20", as far as it is known. */
function summarize(facts: CheckpointFacts | null, configured: string | null): string {
  const parts: (string | null)[] = [];
  if (facts !== null) {
    parts.push([facts.layers[0]?.inputs, ...facts.layers.map(({ outputs }) => outputs)].join('·'));
  }
  if (configured !== null) parts.push(configured);
  else if (facts !== null) {
    const density = networkDensity(facts.layers);
    parts.push(density === null ? null : `density ${percent(density)}`, facts.formatLabel);
  }
  return parts.filter((part) => part !== null).join(' · ');
}
