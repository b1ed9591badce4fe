import { setImmediate } from 'node:timers/promises';

/** Longest time the loop keeps the event loop from timers and signals, apart from a single step. */
const turnMs = 25;

/** Gives way to the event loop, but no more often than needed: a turn costs more than a small step. */
export class Yielder {
  private last = performance.now();

  async turn(): Promise<void> {
    if (performance.now() - this.last < turnMs) return;
    await setImmediate();
    this.last = performance.now();
  }
}
