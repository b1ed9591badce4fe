import path from 'node:path';
import * as vscode from 'vscode';
import { runPaths } from '../../checkpoints/runFolder/layout';
import { evolutionMethods, evolutionStateSchema, type EvolutionEvents } from '../../protocol/evolution';
import type { Measure } from '../../measure/measure';
import { keptMeasure } from '../../protocol/keptMeasure';
import { layerDataMethods } from '../../protocol/layerData';
import { matchingMethods } from '../../protocol/matching';
import { emitter, forwarding, serve } from '../../protocol/rpc';
import type { Analysis } from '../analysisPort';
import { summarizeConfig } from '../configSummary';
import { Disposable } from '../disposable';
import { percent } from '../labels';
import { panelTypes } from '../names';
import { isRun, type KnownSeries } from '../series/knownSeries';
import type { SeriesStore } from '../series/seriesStore';
import { readSettings } from '../settings';
import { pollingNote } from '../views/runWords';
import { EvolutionModel, type EvolutionSubject } from './evolutionModel';
import { panelHtml, webviewFolder } from './panelHtml';
import { PanelPort } from './panelPort';
import { savingHandlers } from './saveExport';

export interface EvolutionServices {
  readonly extensionUri: vscode.Uri;
  readonly store: SeriesStore;
  readonly analysis: Analysis;
  /** Of this workspace. */
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  readonly compare: (checkpoints: readonly string[], measure: Measure) => void;
}

/** The Topology Evolution panels, one for each series. */
export class EvolutionPanels extends Disposable implements vscode.WebviewPanelSerializer {
  private readonly panels = new Map<string, EvolutionPanel>();

  constructor(private readonly services: EvolutionServices) {
    super();
    this.register(vscode.window.registerWebviewPanelSerializer(panelTypes.evolution, this));
  }

  override dispose(): void {
    for (const panel of [...this.panels.values()]) panel.dispose();
    super.dispose();
  }

  get open(): readonly EvolutionPanel[] {
    return [...this.panels.values()];
  }

  show(seriesPath: string, options: { readonly preserveFocus: boolean }): EvolutionPanel {
    const existing = this.panels.get(seriesPath);
    if (existing !== undefined) {
      existing.reveal(options.preserveFocus);
      return existing;
    }
    const panel = vscode.window.createWebviewPanel(
      panelTypes.evolution,
      titleOf(seriesPath),
      { viewColumn: vscode.ViewColumn.Active, preserveFocus: options.preserveFocus },
      webviewOptions(this.services.extensionUri),
    );
    return this.adopt(panel, seriesPath);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const parsed = evolutionStateSchema.safeParse(state);
    if (!parsed.success || this.panels.has(parsed.data.path)) {
      panel.dispose();
      return;
    }
    panel.webview.options = webviewOptions(this.services.extensionUri);
    this.adopt(panel, parsed.data.path, keptMeasure(parsed.data));
    await Promise.resolve();
  }

  private adopt(
    panel: vscode.WebviewPanel,
    seriesPath: string,
    measure: Measure = readSettings().measure,
  ): EvolutionPanel {
    const adopted = new EvolutionPanel(panel, seriesPath, measure, this.services, () => {
      this.panels.delete(seriesPath);
    });
    this.panels.set(seriesPath, adopted);
    return adopted;
  }
}

export class EvolutionPanel extends Disposable {
  readonly model: EvolutionModel;
  /** As last known: the store forgets a folder that is gone, the panel keeps what it shows. */
  private last: KnownSeries | null;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    readonly seriesPath: string,
    measure: Measure,
    private readonly services: EvolutionServices,
    onClosed: () => void,
  ) {
    super();
    const { store, analysis, log, extensionUri, memory } = services;
    const port = new PanelPort(panel);
    const emit = emitter<EvolutionEvents>(port);
    this.last = store.get(seriesPath);
    const load = (): void => {
      panel.webview.html = panelHtml(panel.webview, extensionUri, 'evolution', panel.title);
    };
    const tell =
      <N extends keyof EvolutionEvents & string>(name: N) =>
      (value: Parameters<typeof emit<N>>[1]): void => {
        port.tell(() => {
          emit(name, value);
        });
      };
    const model = new EvolutionModel(
      this.subject(),
      measure,
      analysis,
      {
        header: tell('header'),
        measure: tell('measure'),
        curve: tell('curve'),
        points: tell('points'),
        removed: tell('removed'),
        chance: tell('chance'),
        explored: tell('explored'),
        // Rare: a resumed run took back epochs. The page asks for everything anew.
        reset: load,
      },
      (problem) => {
        log.warn(problem);
      },
    );
    this.model = model;
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'panel.svg');
    const abort = serve(port, evolutionMethods, {
      ...forwarding({ ...layerDataMethods, ...matchingMethods }, analysis.request),
      ...savingHandlers(memory),
      subscribe: () => port.open(model.snapshot()),
      compare: ({ paths }) => {
        services.compare(paths, model.measure);
        return null;
      },
      setMeasure: (asked) => {
        model.setMeasure(asked.measure);
        return null;
      },
    });
    this.register({ dispose: abort });
    this.register({
      dispose: () => {
        model.dispose();
      },
    });
    this.register(
      store.onDidChange(({ series, rewritten }) => {
        if (!series.has(seriesPath)) return;
        model.invalidate(rewritten);
        this.last = store.get(seriesPath) ?? this.last;
        model.update(this.subject());
      }),
    );
    this.register(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        model.retryFailed();
      }),
    );
    this.register(
      panel.onDidDispose(() => {
        onClosed();
        this.dispose();
      }),
    );
    void store.show(seriesPath).then((following) => {
      this.register(following);
      this.last = store.get(seriesPath) ?? this.last;
      if (!this.isDisposed) model.update(this.subject());
    });
    load();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    super.dispose();
    this.panel.dispose();
  }

  reveal(preserveFocus: boolean): void {
    this.panel.reveal(undefined, preserveFocus);
  }

  private subject(): EvolutionSubject {
    const now = this.services.store.get(this.seriesPath);
    return toSubject(this.seriesPath, now ?? this.last, now === null);
  }
}

function toSubject(seriesPath: string, series: KnownSeries | null, missing: boolean): EvolutionSubject {
  const notes: string[] = [];
  if (!vscode.workspace.isTrusted) {
    notes.push(
      'Restricted Mode: no process is started, so nothing is computed until you trust this workspace.',
    );
  }
  if (series?.watchMode === 'polling') notes.push(pollingNote);
  if (series === null || !isRun(series)) {
    return {
      path: seriesPath,
      name: series?.name ?? path.basename(seriesPath),
      kind: series?.kind ?? 'folder',
      checkpoints: series?.checkpoints ?? [],
      state: null,
      stateDetail: null,
      summary: null,
      notes,
      missing,
      metricsFile: null,
    };
  }
  const { run, name, checkpoints } = series;
  return {
    path: seriesPath,
    name,
    kind: 'run',
    checkpoints,
    state: run.state,
    stateDetail: stateDetail(series),
    summary: summarizeConfig(run.config),
    notes: [...(run.annotation.note === null ? [] : [run.annotation.note]), ...notes, ...run.problems],
    missing,
    metricsFile: runPaths(seriesPath).metrics,
  };
}

function stateDetail({ run }: KnownSeries): string | null {
  if (run === null) return null;
  if (run.error !== null) return run.error;
  if (run.epoch === null) return null;
  const accuracy = run.testAccuracy === null ? '' : `, accuracy ${percent(run.testAccuracy)}`;
  return `epoch ${run.epoch} of ${run.epochs ?? '?'}${accuracy}`;
}

function titleOf(seriesPath: string): string {
  return `${path.basename(seriesPath)}: Topology Evolution`;
}

function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [webviewFolder(extensionUri)] };
}
