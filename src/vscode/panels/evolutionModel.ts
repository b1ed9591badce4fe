import { type Measure, sameMeasure } from '../../measure/measure';
import type { EvolutionSnapshot, SeriesEvents } from '../../protocol/evolution';
import type { Analysis } from '../analysisPort';
import { EvolutionChance } from './evolutionChance';
import { EvolutionCurve } from './evolutionCurve';
import { EvolutionExploration } from './evolutionExploration';
import { evolutionHeader, type EvolutionSubject } from './evolutionHeader';
import { EvolutionSteps } from './evolutionSteps';

/** What goes to a webview that is shown. */
export interface EvolutionListener {
  tell<N extends keyof SeriesEvents>(name: N, value: SeriesEvents[N]): void;
  /** All that was told is void: ask for a snapshot. */
  reset(): void;
}

/**
 * The evolution of one series: follows its checkpoints and metrics, has the analysis process compute each step. All of it
 * only while it is shown, which it is not at first.
 */
export class EvolutionModel {
  private shown = false;
  private readonly steps: EvolutionSteps;
  private readonly curve: EvolutionCurve;
  private readonly chance: EvolutionChance;
  private readonly exploration: EvolutionExploration;
  private sentHeader = '';

  constructor(
    private subject: EvolutionSubject,
    private chosenMeasure: Measure,
    analysis: Analysis,
    private readonly listener: EvolutionListener,
    onProblem: (message: string) => void,
  ) {
    this.curve = new EvolutionCurve({
      curve: (points) => {
        this.steps.placeMidEpochPoints();
        listener.tell('curve', points);
      },
      reset: () => {
        listener.reset();
      },
      problem: onProblem,
    });
    this.steps = new EvolutionSteps(analysis, () => this.curve.stepsPerEpoch, {
      points: (points) => {
        listener.tell('points', points);
      },
      removed: (paths) => {
        listener.tell('removed', paths);
      },
      progress: () => {
        this.sendHeader();
        this.pump();
      },
      problem: onProblem,
    });
    this.chance = new EvolutionChance(analysis, (chance) => {
      listener.tell('chance', chance);
    });
    this.exploration = new EvolutionExploration(analysis, (explored) => {
      listener.tell('explored', explored);
    });
    this.steps.track(subject.checkpoints);
  }

  get measure(): Measure {
    return this.chosenMeasure;
  }

  snapshot(): EvolutionSnapshot {
    return {
      header: this.header(),
      measure: this.measure,
      curve: this.curve.ordered(),
      points: this.steps.points(),
      chance: this.chance.current,
      explored: this.exploration.current,
    };
  }

  /** Hidden, it gives up what is under way and asks for nothing; shown again, it catches up. */
  setShown(shown: boolean): void {
    if (shown === this.shown) return;
    this.shown = shown;
    if (shown) this.catchUp();
    else this.giveUp();
  }

  /** What the store says now. */
  update(subject: EvolutionSubject): void {
    this.subject = subject;
    if (this.shown) this.catchUp();
  }

  /** Checkpoints whose files changed: their steps, and those taken against them, are computed again. */
  invalidate(paths: readonly string[]): void {
    if (paths.length === 0) return;
    this.listener.tell('rewritten', [...paths]);
    if (this.steps.invalidate(paths)) this.exploration.forget();
    this.pump();
  }

  /** Computes all distances anew. What does not depend on the measure stays; the old distances would mix with the new. */
  setMeasure(measure: Measure): void {
    if (sameMeasure(measure, this.measure)) return;
    this.chosenMeasure = measure;
    this.listener.tell('measure', measure);
    this.chance.forget();
    this.steps.forgetDistances();
    this.pump();
  }

  /** Tries failed steps again, as after trust was granted or the analysis process came back. */
  retryFailed(): void {
    this.steps.retryFailed();
    this.pump();
  }

  dispose(): void {
    this.shown = false;
    this.curve.dispose();
    this.giveUp();
  }

  private catchUp(): void {
    const { checkpoints, metricsFile } = this.subject;
    this.steps.track(checkpoints);
    if (metricsFile !== null) this.curve.read(metricsFile);
    this.sendHeader();
    this.pump();
  }

  private giveUp(): void {
    this.steps.giveUp();
    this.chance.giveUp();
    this.exploration.giveUp();
  }

  private pump(): void {
    if (!this.shown || this.steps.pump(this.measure)) return;
    const points = this.steps.points();
    void this.chance.measure(points, this.measure);
    void this.exploration.follow(points);
  }

  private header(): EvolutionSnapshot['header'] {
    const facts = this.steps.points().findLast(({ step }) => step !== null)?.step?.facts ?? null;
    return evolutionHeader(this.subject, facts);
  }

  private sendHeader(): void {
    const header = this.header();
    const text = JSON.stringify(header);
    if (text === this.sentHeader) return;
    this.sentHeader = text;
    this.listener.tell('header', header);
  }
}
