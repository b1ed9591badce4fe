import * as vscode from 'vscode';
import { Disposable } from './disposable';
import { percent } from './labels';
import { commandIds } from './names';
import { isLive } from './series/knownSeries';
import type { SeriesStore } from './series/seriesStore';
import { runDescription } from './views/runWords';

/** Progress of what trains, and a click to its panel. */
export class TrainingStatus extends Disposable {
  private readonly item = this.register(
    vscode.window.createStatusBarItem('sparseTopology.training', vscode.StatusBarAlignment.Left, 10),
  );

  constructor(private readonly store: SeriesStore) {
    super();
    this.item.name = 'Sparse Topology: Training';
    this.register(
      store.onDidChange(() => {
        this.update();
      }),
    );
    this.update();
  }

  private update(): void {
    const live = this.store.runs().filter(isLive);
    // The newest that runs; a paused one only where none does.
    const shown = live.find(({ run }) => run.state === 'running') ?? live[0];
    if (shown === undefined) {
      this.item.hide();
      return;
    }
    const { name, run } = shown;
    const icon = run.state === 'paused' ? '$(debug-pause)' : '$(sync~spin)';
    const accuracy = run.testAccuracy === null ? '' : ` · ${percent(run.testAccuracy)}`;
    const others = live.length === 1 ? '' : ` (+${live.length - 1})`;
    this.item.text = `${icon} ${name} ${run.epoch ?? 0}/${run.epochs ?? '?'}${accuracy}${others}`;
    this.item.tooltip = live.map((each) => `${each.name}: ${runDescription(each)}`).join('\n');
    this.item.command = {
      command: commandIds.openEvolution,
      title: 'Open Topology Evolution',
      arguments: [shown.path],
    };
    this.item.show();
  }
}
