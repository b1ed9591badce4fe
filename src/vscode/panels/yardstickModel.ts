import type { Measure } from '../../measure/measure';
import type { RequestOptions } from '../../protocol/rpc';
import type { Count } from '../../protocol/uncertainty';
import {
  chanceSamples,
  noiseRuns,
  noYardsticks,
  tieShuffles,
  type Yardstick,
  type Yardsticks,
} from '../../protocol/yardsticks';
import type { Analysis } from '../analysisPort';

export interface MeasuredPair {
  readonly a: string;
  readonly b: string;
  readonly measure: Measure;
}

/** What is measured of one pair beside its distance, each at most once at a time. */
export class YardstickModel {
  private states: Yardsticks = noYardsticks;
  private readonly running = new Map<Yardstick, AbortController>();

  constructor(
    private readonly analysis: Analysis,
    private readonly onChange: (states: Yardsticks) => void,
  ) {}

  snapshot(): Yardsticks {
    return this.states;
  }

  /** Both chance levels, the one that is cheaper to imagine first. */
  async measureChance(pair: MeasuredPair): Promise<void> {
    if (await this.measure('links', pair)) await this.measure('degrees', pair);
  }

  /** Whether it is there in the end. */
  async measure(yardstick: Yardstick, pair: MeasuredPair): Promise<boolean> {
    if (this.running.has(yardstick)) return false;
    const abort = new AbortController();
    this.running.set(yardstick, abort);
    const set = (state: Yardsticks[Yardstick]): void => {
      if (!abort.signal.aborted) this.set(yardstick, state);
    };
    set({ phase: 'running', done: 0, total: 0 });
    try {
      const result = await request(this.analysis, yardstick, pair, {
        signal: abort.signal,
        onProgress: (count) => {
          set({ phase: 'running', ...count });
        },
      });
      set({ phase: 'done', result } as Yardsticks[Yardstick]);
    } catch (error) {
      set({ phase: 'failed', reason: error instanceof Error ? error.message : String(error) });
    }
    if (this.running.get(yardstick) === abort) this.running.delete(yardstick);
    return this.states[yardstick].phase === 'done';
  }

  stop(yardstick: Yardstick): void {
    this.abort(yardstick);
    if (this.states[yardstick].phase === 'running') this.set(yardstick, { phase: 'absent' });
  }

  /** Forgets everything: the pair is another one, or by another measure. */
  clear(): void {
    this.dispose();
    this.states = noYardsticks;
    this.onChange(this.states);
  }

  dispose(): void {
    for (const yardstick of [...this.running.keys()]) this.abort(yardstick);
  }

  private abort(yardstick: Yardstick): void {
    this.running.get(yardstick)?.abort();
    this.running.delete(yardstick);
  }

  private set(yardstick: Yardstick, state: Yardsticks[Yardstick]): void {
    this.states = { ...this.states, [yardstick]: state };
    this.onChange(this.states);
  }
}

function request(
  analysis: Analysis,
  yardstick: Yardstick,
  pair: MeasuredPair,
  options: RequestOptions<Count>,
): Promise<unknown> {
  switch (yardstick) {
    case 'links':
    case 'degrees':
      return analysis.request('chance', { ...pair, kind: yardstick, samples: chanceSamples }, options);
    case 'ties':
      return analysis.request('ties', { ...pair, shuffles: tieShuffles }, options);
    case 'noise':
      return analysis.request('noise', { ...pair, runs: noiseRuns }, options);
  }
}
