/** Checkpoints a second that can be chosen. */
export const paces: readonly number[] = [1, 2, 5, 10, 25, 50];

/** Goes from stop to stop at a pace. It leaves none out: where the page is slower than the pace, it plays slower. */
export class Playback {
  private frame: number | null = null;
  private dueMs = 0;

  /** `advance` goes one stop on, in an animation frame, and says whether there is another. */
  constructor(
    private readonly advance: () => boolean,
    private readonly onChange: () => void,
    public perSecond: number,
  ) {}

  get playing(): boolean {
    return this.frame !== null;
  }

  private get intervalMs(): number {
    return 1000 / this.perSecond;
  }

  play(): void {
    if (this.playing) return;
    // What it begins with is shown as long as any other.
    this.dueMs = performance.now() + this.intervalMs;
    this.frame = requestAnimationFrame(this.tick);
    this.onChange();
  }

  pause(): void {
    if (this.frame === null) return;
    cancelAnimationFrame(this.frame);
    this.frame = null;
    this.onChange();
  }

  private readonly tick = (nowMs: number): void => {
    this.frame = requestAnimationFrame(this.tick);
    if (nowMs < this.dueMs) return;
    this.dueMs = Math.max(this.dueMs + this.intervalMs, nowMs);
    if (!this.advance()) this.pause();
  };
}
