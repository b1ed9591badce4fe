import type { Chance, Count } from '../../src/protocol/uncertainty';
import { formatCount, formatShare, formatSpread } from '../shared/format';
import type { Place } from './heatMap';
import type { Level } from './pairMean';

export type AskChance = (
  place: Place,
  options: { readonly signal: AbortSignal; readonly onProgress: (count: Count) => void },
) => Promise<Chance>;

type Known =
  | { readonly phase: 'running'; readonly count: Count | null }
  | { readonly phase: 'done'; readonly chance: Chance }
  | { readonly phase: 'failed'; readonly reason: string };

/** A pointer that only passes asks nothing. */
const restMs = 250;

/** The chance levels of the cells that someone rested on, while that is wanted. */
export class CellChance {
  private readonly known = new Map<string, Known>();
  private resting: { readonly key: string; readonly abort: AbortController } | null = null;
  private wanted = false;

  constructor(
    private readonly ask: AskChance,
    private readonly onChange: () => void,
  ) {}

  get isWanted(): boolean {
    return this.wanted;
  }

  want(wanted: boolean, at: Place | null): void {
    this.wanted = wanted;
    this.rest(at);
  }

  /** Other distances: what was measured means nothing for them. */
  forget(): void {
    this.resting?.abort.abort();
    this.resting = null;
    this.known.clear();
  }

  /** The cell that is looked at; what was under way for another is given up. */
  rest(at: Place | null): void {
    const key = at === null || at.row === at.column ? null : keyOf(at);
    if (this.resting !== null && (key !== this.resting.key || !this.wanted)) {
      this.resting.abort.abort();
      this.known.delete(this.resting.key);
      this.resting = null;
    }
    if (at === null || key === null || !this.wanted || this.resting !== null || this.known.has(key)) return;
    const abort = new AbortController();
    this.resting = { key, abort };
    setTimeout(() => {
      if (!abort.signal.aborted) void this.measure(at, key, abort.signal);
    }, restMs);
  }

  /** "64 % of chance (0.751 ± 0.001)", or how far that is; empty where it is not wanted. */
  text(at: Place, value: number | null, levelOf: (chance: Chance) => Level | null): string {
    const known = this.wanted ? this.known.get(keyOf(at)) : undefined;
    if (known === undefined || value === null) return '';
    if (known.phase === 'failed') return `chance level: ${known.reason}`;
    if (known.phase === 'running') {
      return known.count === null
        ? 'chance level…'
        : `chance level: ${formatCount(known.count.done)} of ${formatCount(known.count.total)} pairs`;
    }
    const level = levelOf(known.chance);
    if (level === null || level.mean === 0) return 'no chance level';
    return `${formatShare(value / level.mean)} of chance (${formatSpread(level.mean, level.standardDeviation)})`;
  }

  private async measure(at: Place, key: string, signal: AbortSignal): Promise<void> {
    const set = (known: Known): void => {
      if (signal.aborted) return;
      this.known.set(key, known);
      this.onChange();
    };
    set({ phase: 'running', count: null });
    try {
      const chance = await this.ask(at, {
        signal,
        onProgress: (count) => {
          set({ phase: 'running', count });
        },
      });
      set({ phase: 'done', chance });
    } catch (error) {
      set({ phase: 'failed', reason: error instanceof Error ? error.message : String(error) });
    }
    if (!signal.aborted) this.resting = null;
  }
}

function keyOf({ row, column }: Place): string {
  return row < column ? `${String(row)},${String(column)}` : `${String(column)},${String(row)}`;
}
