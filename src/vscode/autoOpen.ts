import * as vscode from 'vscode';
import { Disposable } from './disposable';
import type { EvolutionPanels } from './panels/evolutionPanels';
import type { SeriesStore } from './series/seriesStore';
import { readSettings } from './settings';
import type { RunLauncher } from './training/runLauncher';

const memoryKey = 'autoOpened';
const remembered = 200;

/** Opens the Evolution panel by itself, as the setting says; for a run that is merely found, once. */
export class AutoOpen extends Disposable {
  constructor(
    private readonly store: SeriesStore,
    private readonly panels: EvolutionPanels,
    launcher: RunLauncher,
    private readonly memory: vscode.Memento,
  ) {
    super();
    this.register(
      launcher.onDidStart((folder) => {
        if (readSettings().autoOpenEvolution !== 'never') this.open(folder);
      }),
    );
    this.register(
      store.onDidChange(() => {
        this.openFound();
      }),
    );
    this.register(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.openFound();
      }),
    );
  }

  private openFound(): void {
    if (readSettings().autoOpenEvolution !== 'any' || !vscode.workspace.isTrusted) return;
    const opened = new Set(this.memory.get<readonly string[]>(memoryKey, []));
    for (const { path, run } of this.store.runs()) {
      if (run.state === 'running' && !opened.has(`${path}\n${run.record?.created}`)) this.open(path);
    }
  }

  private open(folder: string): void {
    const created = this.store.get(folder)?.run?.record?.created;
    const opened = this.memory.get<readonly string[]>(memoryKey, []);
    void this.memory.update(memoryKey, [...opened, `${folder}\n${created}`].slice(-remembered));
    this.panels.show(folder, { preserveFocus: true });
  }
}
