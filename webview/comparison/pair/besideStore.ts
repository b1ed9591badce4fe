import type { DistanceMethod, Measure } from '../../../src/measure/measure';
import { measureKey, measureOf } from '../../../src/measure/measure';
import type { Comparison } from '../../../src/protocol/analysis';
import type { Compared } from '../model';

export type BesideState =
  | { readonly phase: 'none' }
  | {
      readonly phase: 'running' | 'done';
      readonly method: DistanceMethod;
      readonly comparison: Comparison | null;
    }
  | { readonly phase: 'failed'; readonly method: DistanceMethod; readonly reason: string };

export const noBeside: BesideState = { phase: 'none' };

/** The distances of the pair by a second method. */
export class BesideStore {
  private key = '';
  private state = noBeside;
  private abort = new AbortController();

  constructor(
    private readonly ask: (measure: Measure, signal: AbortSignal) => Promise<Comparison>,
    private readonly onArrival: () => void,
  ) {}

  /** What is known by `method`; asks where it is not known, once the pair itself is done. */
  get({ items, measure, status }: Compared, method: DistanceMethod | null): BesideState {
    if (method === null || method === measure.method) return this.become('', noBeside);
    if (status.phase !== 'done') return { phase: 'running', method, comparison: null };
    const asked = measureOf(method, { outputs: measure.outputs });
    const key = JSON.stringify([...items.map(({ path }) => path), measureKey(asked)]);
    if (key === this.key) return this.state;
    const running = this.become(key, { phase: 'running', method, comparison: null });
    void this.load(asked, this.abort.signal);
    return running;
  }

  private become(key: string, state: BesideState): BesideState {
    if (key === this.key) return this.state;
    this.abort.abort();
    this.abort = new AbortController();
    this.key = key;
    this.state = state;
    return state;
  }

  private async load(measure: Measure, signal: AbortSignal): Promise<void> {
    const { method } = measure;
    let state: BesideState;
    try {
      state = { phase: 'done', method, comparison: await this.ask(measure, signal) };
    } catch (error) {
      state = { phase: 'failed', method, reason: error instanceof Error ? error.message : String(error) };
    }
    if (signal.aborted) return;
    this.state = state;
    this.onArrival();
  }
}
