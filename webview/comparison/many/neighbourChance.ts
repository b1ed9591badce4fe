import type { Chance } from '../../../src/protocol/uncertainty';
import { noValue } from '../../shared/format';
import type { AskChance } from '../cellChance';
import type { Place } from '../heatMap';

type Known = Chance | 'asked' | { readonly reason: string };

/** Levels by chance of a few pairs, asked for one after the other. */
export class NeighbourChance {
  private known = new Map<string, Known>();
  private abort = new AbortController();

  constructor(
    private readonly ask: AskChance,
    private readonly onChange: () => void,
  ) {}

  forget(): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.known = new Map();
  }

  /** Asks for those that are not known; what is under way for others is given up. */
  want(pairs: readonly Place[]): void {
    const open = pairs.filter((pair) => !this.known.has(keyOf(pair)));
    if (open.length === 0) return;
    this.abort.abort();
    this.abort = new AbortController();
    for (const [key, known] of this.known) if (known === 'asked') this.known.delete(key);
    void this.measure(pairs, this.abort.signal);
  }

  /** What `text` makes of the level of a pair; "…" while it is computed. */
  text(pair: Place, text: (chance: Chance) => string): string {
    const known = this.known.get(keyOf(pair));
    if (known === undefined) return noValue;
    if (known === 'asked') return '…';
    return 'reason' in known ? known.reason : text(known);
  }

  private async measure(pairs: readonly Place[], signal: AbortSignal): Promise<void> {
    const open = pairs.filter((pair) => !this.known.has(keyOf(pair)));
    for (const pair of open) this.known.set(keyOf(pair), 'asked');
    for (const pair of open) {
      try {
        const chance = await this.ask(pair, { signal, onProgress: () => undefined });
        if (signal.aborted) return;
        this.known.set(keyOf(pair), chance);
      } catch (error) {
        if (signal.aborted) return;
        this.known.set(keyOf(pair), { reason: error instanceof Error ? error.message : String(error) });
      }
      this.onChange();
    }
  }
}

function keyOf({ row, column }: Place): string {
  return `${String(row)},${String(column)}`;
}
