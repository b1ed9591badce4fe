import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import type { StoreChange } from './knownSeries';

/** From one telling to the next: each listener sorts and draws all runs. */
const restMs = 50;

/** Tells of changes at once where nothing was told lately, and of those that follow closely together. */
export class ChangeTeller extends Disposable {
  private readonly changes = this.register(new vscode.EventEmitter<StoreChange>());
  readonly onDidChange = this.changes.event;
  private series = new Set<string>();
  private rewritten = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private toldAt = -restMs;

  override dispose(): void {
    clearTimeout(this.timer);
    super.dispose();
  }

  tell(series: readonly string[], rewritten: readonly string[] = []): void {
    if (this.isDisposed) return;
    for (const each of series) this.series.add(each);
    for (const each of rewritten) this.rewritten.add(each);
    if (this.timer !== undefined) return;
    const waitMs = this.toldAt + restMs - performance.now();
    if (waitMs <= 0) this.flush();
    else this.timer = setTimeout(this.flush, waitMs);
  }

  private readonly flush = (): void => {
    const change: StoreChange = { series: this.series, rewritten: [...this.rewritten] };
    this.timer = undefined;
    this.toldAt = performance.now();
    this.series = new Set();
    this.rewritten = new Set();
    this.changes.fire(change);
  };
}
