import type { Console } from './console';

/** Shorter work shows nothing. */
const PATIENCE_MS = 1_000;
const INTERVAL_MS = 200;
const CELLS = 24;

export interface ProgressBar {
  /** Share of the work that is done, 0 to 1. */
  update(done: number): void;
  /** Takes it from the screen. */
  end(): void;
}

/** A bar with the time left, on a terminal, for work of more than a second. */
export function startProgressBar(console: Console, what: string): ProgressBar {
  const startMs = performance.now();
  let done = 0;
  const timer = setInterval(() => {
    const elapsedMs = performance.now() - startMs;
    if (elapsedMs >= PATIENCE_MS) console.progress(progressLine(what, done, elapsedMs));
  }, INTERVAL_MS);
  return {
    update(share) {
      done = share;
    },
    end() {
      clearInterval(timer);
      console.progress('');
    },
  };
}

export function progressLine(what: string, done: number, elapsedMs: number): string {
  const left = done === 0 ? '' : `, ${timeLeft((elapsedMs / done) * (1 - done))} left`;
  return `${what} ${barOf(done)} ${Math.floor(100 * done)} %${left}`;
}

/** The bar itself, for a share of 0 to 1. */
export function barOf(done: number): string {
  const filled = Math.floor(done * CELLS);
  return '█'.repeat(filled) + '░'.repeat(CELLS - filled);
}

/** "45 s", "12 min". */
export function timeLeft(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
