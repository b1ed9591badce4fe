import * as vscode from 'vscode';
import { deletable } from './commands/runCommands';
import { Disposable } from './disposable';
import { contextKeys, panelTypes } from './names';
import { isLive } from './series/knownSeries';
import type { SeriesStore } from './series/seriesStore';

/** Keeps the context keys that hide commands where they cannot apply. */
export class ContextKeys extends Disposable {
  private readonly told = new Map<string, boolean>();

  constructor(private readonly store: SeriesStore) {
    super();
    this.register(
      store.onDidChange(() => {
        this.update();
      }),
    );
    this.register(
      vscode.window.tabGroups.onDidChangeTabs(() => {
        this.updatePanels();
      }),
    );
    this.updatePanels();
    void store.ready.then(() => {
      this.update();
    });
  }

  private update(): void {
    const runs = this.store.runs();
    const states = runs.map(({ run }) => run.state);
    const live = runs.some(isLive);
    this.tell(contextKeys.hasRuns, runs.length > 0);
    this.tell(contextKeys.hasRunning, states.includes('running'));
    this.tell(contextKeys.hasLive, live);
    this.tell(
      contextKeys.hasResumable,
      states.some(
        (state) => state === 'paused' || state === 'interrupted' || state === 'stopped' || state === 'failed',
      ),
    );
    this.tell(
      contextKeys.hasDeletable,
      states.some((state) => deletable.includes(state)),
    );
    this.tell(contextKeys.hasWatchedFolders, this.store.watched().length > 0);
  }

  private updatePanels(): void {
    const open = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .flatMap(({ input }) => (input instanceof vscode.TabInputWebview ? [input.viewType] : []));
    // The editor puts a word of its own before the type.
    const isOpen = (type: string): boolean => open.some((each) => each.endsWith(type));
    this.tell(contextKeys.hasEvolution, isOpen(panelTypes.evolution));
    this.tell(contextKeys.hasComparison, isOpen(panelTypes.comparison));
  }

  private tell(key: string, value: boolean): void {
    if (this.told.get(key) === value) return;
    this.told.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
