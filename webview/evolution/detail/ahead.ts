/**
 * Loads what may be looked at next, one after the other and only while it may still be next: what is asked for later
 * takes the place of what has not begun. Whether anything comes of it is found out by whoever needs it.
 */
export class Ahead {
  private waiting: (() => Promise<unknown>)[] = [];
  private busy = false;

  load(loads: readonly (() => Promise<unknown>)[]): void {
    this.waiting = [...loads];
    if (!this.busy) void this.work();
  }

  private async work(): Promise<void> {
    this.busy = true;
    for (let next = this.waiting.shift(); next !== undefined; next = this.waiting.shift()) {
      await next().catch(() => undefined);
    }
    this.busy = false;
  }
}
