import type { Chance } from '../../../src/protocol/uncertainty';
import type { AskChance } from '../cellChance';
import type { Place } from '../heatMap';

/** What is known of the level of a pair by chance: itself, that it is being computed, or why there is none. */
export type ChanceOfPair = Chance | 'asked' | { readonly reason: string };

/** Levels by chance of a few pairs, asked for one after the other. */
export class NeighbourChance {
  private known = new Map<string, ChanceOfPair>();
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

  /** Null where it was not asked for. */
  of(pair: Place): ChanceOfPair | null {
    return this.known.get(keyOf(pair)) ?? null;
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
