import type { LayerMatching } from '../../../src/protocol/matching';

export type MatchingState =
  | { readonly phase: 'waiting' }
  | { readonly phase: 'failed'; readonly reason: string }
  | { readonly phase: 'done'; readonly matching: LayerMatching };

const waiting: MatchingState = { phase: 'waiting' };

/** The matchings of the layers of one pair by one measure, asked for once each. */
export class MatchingStore {
  private readonly layers = new Map<number, MatchingState>();
  private abort = new AbortController();

  constructor(
    private readonly ask: (layer: number, signal: AbortSignal) => Promise<LayerMatching>,
    private readonly onArrival: () => void,
  ) {}

  /** What is known of a layer; asks for it where nothing is. */
  get(layer: number): MatchingState {
    const known = this.layers.get(layer);
    if (known !== undefined) return known;
    this.layers.set(layer, waiting);
    void this.load(layer, this.abort.signal);
    return waiting;
  }

  /** Another pair or another measure is shown. */
  clear(): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.layers.clear();
  }

  private async load(layer: number, signal: AbortSignal): Promise<void> {
    let state: MatchingState;
    try {
      state = { phase: 'done', matching: await this.ask(layer, signal) };
    } catch (error) {
      state = { phase: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
    if (signal.aborted) return;
    this.layers.set(layer, state);
    this.onArrival();
  }
}
