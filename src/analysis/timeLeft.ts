/** Work done longer ago than this hardly says how fast the rest will go. */
const MEMORY_SECONDS = 8;
/** Shorter than this says nothing yet. */
const LEAST_SECONDS = 1;

/** How long the rest of a computation will take, by the speed of late. Times in seconds, from any beginning. */
export class TimeLeft {
  private readonly begin: number;
  private last: number;
  private waiting = 0;
  /** Units a second; null until there is something to go by. */
  private speed: number | null = null;

  constructor(now: number) {
    this.begin = now;
    this.last = now;
  }

  /** `units` more were computed until `now`. */
  advance(units: number, now: number): void {
    this.waiting += units;
    if (now - this.begin < LEAST_SECONDS || now <= this.last) return;
    const elapsed = now - this.last;
    const recent = this.waiting / elapsed;
    const weight = this.speed === null ? 1 : 1 - Math.exp(-elapsed / MEMORY_SECONDS);
    this.speed = (this.speed ?? 0) + weight * (recent - (this.speed ?? 0));
    this.last = now;
    this.waiting = 0;
  }

  /** Null until there is something to go by. */
  secondsFor(units: number): number | null {
    if (units === 0) return 0;
    return this.speed === null || this.speed === 0 ? null : units / this.speed;
  }
}
