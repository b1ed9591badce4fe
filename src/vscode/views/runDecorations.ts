import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { isLive, isRun } from '../series/knownSeries';
import type { SeriesStore } from '../series/seriesStore';
import { runDescription } from './runWords';

/** Marks the folder of a live run wherever the editor shows it: in the explorer, in a tab, in our own views. */
export class RunDecorations extends Disposable implements vscode.FileDecorationProvider {
  private readonly changes = this.register(new vscode.EventEmitter<vscode.Uri[]>());
  readonly onDidChangeFileDecorations = this.changes.event;
  /** What is shown of each run that is marked. */
  private readonly marked = new Map<string, string>();

  constructor(private readonly store: SeriesStore) {
    super();
    this.register(vscode.window.registerFileDecorationProvider(this));
    this.register(
      store.onDidChange(({ series }) => {
        this.update(series);
      }),
    );
  }

  provideFileDecoration({ scheme, fsPath }: vscode.Uri): vscode.FileDecoration | undefined {
    const series = scheme === 'file' ? this.store.get(fsPath) : null;
    if (series === null || !isRun(series) || !isLive(series)) return undefined;
    return {
      badge: series.run.state === 'running' ? '●' : '‖',
      color: new vscode.ThemeColor(series.run.state === 'running' ? 'charts.green' : 'charts.yellow'),
      tooltip: `Training: ${runDescription(series)}`,
      propagate: false,
    };
  }

  private update(series: ReadonlySet<string>): void {
    const changed: vscode.Uri[] = [];
    for (const path of series) {
      const known = this.store.get(path);
      const face = known !== null && isRun(known) && isLive(known) ? runDescription(known) : undefined;
      if (this.marked.get(path) === face) continue;
      if (face === undefined) this.marked.delete(path);
      else this.marked.set(path, face);
      changed.push(vscode.Uri.file(path));
    }
    if (changed.length > 0) this.changes.fire(changed);
  }
}
