/**
 * Runs `refresh` for keys marked dirty: one at a time for each key, again where it was marked meanwhile, and the less
 * often the longer it takes, so that a folder of ten thousand files costs at most a fifth of the time.
 */
export class RefreshQueue {
  private readonly states = new Map<string, { dirty: boolean; running: boolean; restUntil: number }>();
  private readonly waiting: (() => void)[] = [];
  private active = 0;
  private disposed = false;

  constructor(
    private readonly refresh: (key: string) => Promise<void>,
    private readonly onProblem: (key: string, error: unknown) => void,
    private readonly parallel = 4,
    /** Rests so many times as long as it took. */
    private readonly rest = 4,
  ) {}

  mark(key: string): void {
    if (this.disposed) return;
    const state = this.states.get(key) ?? { dirty: false, running: false, restUntil: 0 };
    this.states.set(key, state);
    state.dirty = true;
    if (!state.running) void this.run(key, state);
  }

  forget(key: string): void {
    this.states.delete(key);
  }

  dispose(): void {
    this.disposed = true;
    for (const wake of this.waiting.splice(0)) wake();
  }

  private async run(
    key: string,
    state: { dirty: boolean; running: boolean; restUntil: number },
  ): Promise<void> {
    state.running = true;
    while (state.dirty && !this.disposed) {
      const restMs = state.restUntil - performance.now();
      if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
      await this.turn();
      state.dirty = false;
      const startedAt = performance.now();
      try {
        if (!this.disposed) await this.refresh(key);
      } catch (error) {
        this.onProblem(key, error);
      } finally {
        this.active--;
        this.waiting.shift()?.();
      }
      const now = performance.now();
      state.restUntil = now + Math.max(20, this.rest * (now - startedAt));
    }
    state.running = false;
  }

  private async turn(): Promise<void> {
    while (this.active >= this.parallel && !this.disposed) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    this.active++;
  }
}
