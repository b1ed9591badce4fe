/**
 * Loads what a view shows, of which only the newest counts. One is under way at a time, and what is asked for meanwhile
 * takes the place of what waits: a hand on the time line is faster than a disk.
 */
export class Latest {
  private waiting: (() => Promise<void>) | null = null;
  private busy = false;

  /** `show` gets what came, or `fail` why nothing did, unless something else has been asked for since. */
  load<T>(ask: () => Promise<T>, show: (value: T) => void, fail: (reason: string) => void): void {
    this.waiting = async () => {
      const done = await ask().then(
        (value) => () => {
          show(value);
        },
        (error: unknown) => () => {
          fail(error instanceof Error ? error.message : String(error));
        },
      );
      if (this.waiting === null) done();
    };
    if (!this.busy) void this.work();
  }

  private async work(): Promise<void> {
    this.busy = true;
    try {
      while (this.waiting !== null) {
        const next = this.waiting;
        this.waiting = null;
        await next();
      }
    } finally {
      this.busy = false;
    }
  }
}
