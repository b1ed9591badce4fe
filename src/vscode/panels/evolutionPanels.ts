import path from 'node:path';
import * as vscode from 'vscode';
import {
  evolutionMethods,
  evolutionStateSchema,
  mostSeries,
  type EvolutionEvents,
} from '../../protocol/evolution';
import type { Measure } from '../../measure/measure';
import { keptMeasure } from '../../protocol/keptMeasure';
import { layerDataMethods } from '../../protocol/layerData';
import { matchingMethods } from '../../protocol/matching';
import { emitter, forwarding, serve } from '../../protocol/rpc';
import { Disposable } from '../disposable';
import { droppedPaths } from '../droppedPaths';
import { panelTypes } from '../names';
import { seriesOfPaths } from '../series/seriesOfPaths';
import { readSettings } from '../settings';
import type { EvolutionModel } from './evolutionModel';
import { FollowedSeries, type FollowingServices, type Tell } from './followedSeries';
import { panelHtml, webviewFolder } from './panelHtml';
import { PanelPort } from './panelPort';
import { savingHandlers } from './saveExport';

export interface EvolutionServices extends FollowingServices {
  readonly extensionUri: vscode.Uri;
  /** Of this workspace. */
  readonly memory: vscode.Memento;
  readonly compare: (checkpoints: readonly string[], measure: Measure) => void;
  /** Asks the user for series that are not among `shown`; empty where none is chosen. */
  readonly pickMore: (shown: readonly string[]) => Promise<readonly string[]>;
  readonly showLog: (run: string) => Promise<void>;
  /** Opens the form with what a run was trained by. */
  readonly trainAgain: (run: string) => Promise<void>;
}

/** The Topology Evolution panels, one for each list of series. */
export class EvolutionPanels extends Disposable implements vscode.WebviewPanelSerializer {
  private readonly panels = new Set<EvolutionPanel>();

  constructor(private readonly services: EvolutionServices) {
    super();
    this.register(vscode.window.registerWebviewPanelSerializer(panelTypes.evolution, this));
  }

  override dispose(): void {
    for (const panel of [...this.panels]) panel.dispose();
    super.dispose();
  }

  get open(): readonly EvolutionPanel[] {
    return [...this.panels];
  }

  /** One series, or several over each other. */
  show(series: string | readonly string[], options: { readonly preserveFocus: boolean }): EvolutionPanel {
    const paths = typeof series === 'string' ? [series] : series.slice(0, mostSeries);
    const existing = this.showing(paths);
    if (existing !== undefined) {
      existing.reveal(options.preserveFocus);
      return existing;
    }
    const panel = vscode.window.createWebviewPanel(
      panelTypes.evolution,
      titleOf(paths),
      { viewColumn: vscode.ViewColumn.Active, preserveFocus: options.preserveFocus },
      webviewOptions(this.services.extensionUri),
    );
    return this.adopt(panel, paths);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const parsed = evolutionStateSchema.safeParse(state);
    const paths = parsed.success ? [parsed.data.path, ...parsed.data.others] : [];
    if (!parsed.success || this.showing(paths) !== undefined) {
      panel.dispose();
      return;
    }
    panel.webview.options = webviewOptions(this.services.extensionUri);
    this.adopt(panel, paths, keptMeasure(parsed.data));
    await Promise.resolve();
  }

  private showing(paths: readonly string[]): EvolutionPanel | undefined {
    return this.open.find((panel) => panel.paths.join('\n') === paths.join('\n'));
  }

  private adopt(
    panel: vscode.WebviewPanel,
    paths: readonly string[],
    measure: Measure = readSettings().measure,
  ): EvolutionPanel {
    const adopted = new EvolutionPanel(panel, paths, measure, this.services, () => {
      this.panels.delete(adopted);
    });
    this.panels.add(adopted);
    return adopted;
  }
}

export class EvolutionPanel extends Disposable {
  /** By path, in the order in which they were added. */
  private readonly followed = new Map<string, FollowedSeries>();
  private readonly tell: Tell;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    paths: readonly string[],
    measure: Measure,
    private readonly services: EvolutionServices,
    onClosed: () => void,
  ) {
    super();
    const { analysis, extensionUri, memory } = services;
    const port = new PanelPort(panel);
    const emit = emitter<EvolutionEvents>(port);
    this.tell = (name, value) => {
      port.tell(() => {
        emit(name, value);
      });
    };
    for (const each of paths) this.follow(each, measure, false);
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'panel.svg');
    const abort = serve(port, evolutionMethods, {
      ...forwarding({ ...layerDataMethods, ...matchingMethods }, analysis.request),
      ...savingHandlers(memory),
      subscribe: () => port.open({ series: this.all.map(({ model }) => model.snapshot()) }),
      painted: () => {
        // Not before: what is computed while the page is made keeps it from being drawn.
        for (const { model } of this.all) model.setShown(this.visible);
        return null;
      },
      addSeries: () => {
        void this.askForMore();
        return null;
      },
      addDropped: async ({ uris }) => {
        await this.addFrom(droppedPaths(uris));
        return null;
      },
      readAgain: async ({ path: series }) => {
        await this.followed.get(series)?.readAgain();
        return null;
      },
      showLog: async ({ path: run }) => {
        await services.showLog(run);
        return null;
      },
      trainAgain: async ({ path: run }) => {
        await services.trainAgain(run);
        return null;
      },
      removeSeries: ({ path: series }) => {
        this.remove(series);
        return null;
      },
      compare: (asked) => {
        services.compare(asked.paths, this.model.measure);
        return null;
      },
      setMeasure: (asked) => {
        for (const { model } of this.all) model.setMeasure(asked.measure);
        return null;
      },
    });
    this.register({ dispose: abort });
    this.register(
      panel.onDidChangeViewState(() => {
        // Shown again, its page is made anew and subscribes.
        if (!this.visible) for (const { model } of this.all) model.setShown(false);
      }),
    );
    this.register(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        for (const { model } of this.all) model.retryFailed();
      }),
    );
    this.register(
      panel.onDidDispose(() => {
        onClosed();
        this.dispose();
      }),
    );
    panel.webview.html = panelHtml(panel.webview, extensionUri, 'evolution', panel.title);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    for (const series of this.all) series.dispose();
    super.dispose();
    this.panel.dispose();
  }

  get visible(): boolean {
    return this.panel.visible;
  }

  get paths(): readonly string[] {
    return [...this.followed.keys()];
  }

  /** Of the first series. */
  get model(): EvolutionModel {
    return this.all[0].model;
  }

  get seriesPath(): string {
    return this.all[0].path;
  }

  reveal(preserveFocus: boolean): void {
    this.panel.reveal(undefined, preserveFocus);
  }

  /** Does nothing for one that is shown, nor where no more fit. */
  add(series: string): void {
    if (this.isDisposed || this.followed.has(series) || this.followed.size >= mostSeries) return;
    this.tell('joined', this.follow(series, this.model.measure, this.visible).model.snapshot());
    this.panel.title = titleOf(this.paths);
  }

  /** Shows the series that paths are, belong to, or hold. Throws where none is new, or there are more than fit. */
  async addFrom(paths: readonly string[]): Promise<void> {
    const names = paths.map((each) => path.basename(each)).join(', ');
    const found = await seriesOfPaths(this.services.store, paths);
    if (found.length === 0) throw new Error(`No series of checkpoints in ${names || 'what was dropped'}.`);
    const more = found.filter((each) => !this.followed.has(each));
    if (more.length === 0) throw new Error(`Shown already: ${names}.`);
    const all = this.followed.size + more.length;
    if (all > mostSeries) {
      throw new Error(
        `${String(all)} series are more than the ${String(mostSeries)} that can be told apart.`,
      );
    }
    for (const each of more) this.add(each);
  }

  /** Shows a series no more; the last one stays. */
  remove(series: string): void {
    const gone = this.followed.get(series);
    if (gone === undefined || this.followed.size === 1) return;
    this.followed.delete(series);
    gone.dispose();
    this.tell('left', series);
    this.panel.title = titleOf(this.paths);
  }

  private get all(): readonly FollowedSeries[] {
    return [...this.followed.values()];
  }

  private follow(series: string, measure: Measure, shown: boolean): FollowedSeries {
    const followed = new FollowedSeries(series, measure, shown, this.services, this.tell);
    this.followed.set(series, followed);
    return followed;
  }

  private async askForMore(): Promise<void> {
    for (const series of await this.services.pickMore(this.paths)) this.add(series);
  }
}

function titleOf(paths: readonly string[]): string {
  const [first, ...others] = paths.map((each) => path.basename(each));
  return `${others.length === 0 ? first : `${first} and ${String(others.length)} more`}: Topology Evolution`;
}

function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [webviewFolder(extensionUri)] };
}
