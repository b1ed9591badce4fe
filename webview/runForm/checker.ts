import type { Checked } from '../../src/protocol/runForm';

/** Nobody types faster for long: a check begins when the fields have rested. */
const restMs = 250;

/** Has the configuration checked after each change; what was overtaken by another change is not shown. */
export class Checker {
  private timer: number | undefined;
  private abort: AbortController | null = null;

  constructor(
    private readonly check: (signal: AbortSignal) => Promise<Checked>,
    private readonly onChecked: (checked: Checked) => void,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  ask(): void {
    this.abort?.abort();
    this.abort = null;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.begin(), restMs);
  }

  private async begin(): Promise<void> {
    const abort = new AbortController();
    this.abort = abort;
    try {
      const checked = await this.check(abort.signal);
      if (this.abort === abort) this.onChecked(checked);
    } catch (error) {
      if (this.abort === abort) this.onFailure(error);
    }
  }
}
