import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import { type RunCode, runCodes } from '../shared/runCode';
import type { EvolutionEvent } from './model';
import { focusOf, withPanelEvents } from './runs';

/** The series of the panel, as the host tells of them. */
export class ShownSeries {
  private series: readonly EvolutionSnapshot[] = [];
  private arrived: EvolutionEvent[] = [];

  constructor(private runs: ReadonlyMap<string, RunCode>) {}

  get all(): readonly EvolutionSnapshot[] {
    return this.series;
  }

  /** How each is drawn, by its path. */
  get codes(): ReadonlyMap<string, RunCode> {
    return this.runs;
  }

  /** The one that time line and details belong to; null before there is any. */
  focus(chosen: string | null): EvolutionSnapshot | null {
    return focusOf(this.series, chosen);
  }

  fill(series: readonly EvolutionSnapshot[]): void {
    this.series = series;
    this.giveCodes();
  }

  /** Kept until `catchUp`. Events before the snapshot are part of it. */
  receive(event: EvolutionEvent): void {
    if (this.series.length > 0) this.arrived.push(event);
  }

  /** Applies what arrived. Whether that is something that is kept for a reload: which series there are, or their measure. */
  catchUp(): boolean {
    if (this.arrived.length === 0) return false;
    this.series = withPanelEvents(this.series, this.arrived);
    const kept = this.arrived.some(({ name }) => ['measure', 'joined', 'left'].includes(name));
    this.arrived = [];
    this.giveCodes();
    return kept;
  }

  private giveCodes(): void {
    this.runs = runCodes(
      this.series.map(({ header }) => header.path),
      this.runs,
    );
  }
}
