/**
 * Loads what may be looked at next, a few at a time and only while it may still be next: what is asked for later
 * takes the place of what has not begun. Whether anything comes of it is found out by whoever needs it.
 */
export class Ahead {
  private waiting: (() => Promise<unknown>)[] = [];
  private busy = 0;

  constructor(private readonly atOnce = 1) {}

  load(loads: readonly (() => Promise<unknown>)[]): void {
    this.waiting = [...loads];
    while (this.busy < this.atOnce && this.waiting.length > 0) void this.work();
  }

  private async work(): Promise<void> {
    this.busy++;
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      await next().catch(() => undefined);
    }
    this.busy--;
  }
}
