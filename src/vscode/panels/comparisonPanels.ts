import * as vscode from 'vscode';
import {
  cellsAtOnce,
  comparisonMethods,
  comparisonStateSchema,
  type ComparisonEvents,
  type PairCell,
} from '../../protocol/comparison';
import { type MeanRule, publishedRule } from '../../measure/meanRule';
import type { Measure } from '../../measure/measure';
import { keptMeasure } from '../../protocol/keptMeasure';
import { arrangementMethods } from '../../protocol/arrangement';
import { layerDataMethods } from '../../protocol/layerData';
import { matchingMethods } from '../../protocol/matching';
import { emitter, forwarding, serve } from '../../protocol/rpc';
import type { Follow } from '../../protocol/selection';
import type { Analysis } from '../analysisPort';
import { checkpointLabels } from '../checkpointLabels';
import { comparedEntries } from './comparedEntries';
import { Disposable } from '../disposable';
import { panelTypes } from '../names';
import type { SeriesStore } from '../series/seriesStore';
import { readSettings } from '../settings';
import { ComparisonModel } from './comparisonModel';
import { ComparisonSelection } from './comparisonSelection';
import { panelHtml, webviewFolder } from './panelHtml';
import { PanelPort } from './panelPort';
import { savingHandlers } from './saveExport';

export interface ComparisonServices {
  readonly extensionUri: vscode.Uri;
  readonly analysis: Analysis;
  /** Of this workspace. */
  readonly memory: vscode.Memento;
  readonly store: SeriesStore;
  /** Lets the user choose checkpoints to be added. */
  readonly pick: () => Promise<readonly string[] | undefined>;
}

/** Where one is absent, the settings or what is usual decide. */
export interface ComparisonChoices {
  readonly measure?: Measure | undefined;
  readonly rule?: MeanRule;
  readonly follow?: Follow | null;
}

/** The NNSTD Comparison panels, one for each list of checkpoints. */
export class ComparisonPanels extends Disposable implements vscode.WebviewPanelSerializer {
  private readonly panels = new Set<ComparisonPanel>();

  constructor(private readonly services: ComparisonServices) {
    super();
    this.register(vscode.window.registerWebviewPanelSerializer(panelTypes.comparison, this));
  }

  override dispose(): void {
    for (const panel of [...this.panels]) panel.dispose();
    super.dispose();
  }

  get open(): readonly ComparisonPanel[] {
    return [...this.panels];
  }

  /** Two or more checkpoints, in the order of the rows; as `asked`, also where they are shown already. */
  show(checkpoints: readonly string[], asked: ComparisonChoices = {}): ComparisonPanel {
    const existing = this.showing(checkpoints);
    if (existing !== undefined) {
      if (asked.measure !== undefined) existing.model.setMeasure(asked.measure);
      if (asked.rule !== undefined) existing.model.setRule(asked.rule);
      existing.reveal();
      return existing;
    }
    const panel = vscode.window.createWebviewPanel(
      panelTypes.comparison,
      titleOf(checkpoints),
      vscode.ViewColumn.Active,
      webviewOptions(this.services.extensionUri),
    );
    return this.adopt(panel, checkpoints, asked);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const parsed = comparisonStateSchema.safeParse(state);
    if (!parsed.success || this.showing(parsed.data.paths) !== undefined) {
      panel.dispose();
      return;
    }
    panel.webview.options = webviewOptions(this.services.extensionUri);
    const { paths, rule, follow } = parsed.data;
    this.adopt(panel, paths, { measure: keptMeasure(parsed.data), rule, follow });
    await Promise.resolve();
  }

  private adopt(
    panel: vscode.WebviewPanel,
    checkpoints: readonly string[],
    { measure = readSettings().measure, rule = publishedRule, follow = null }: ComparisonChoices,
  ): ComparisonPanel {
    const adopted = new ComparisonPanel(panel, checkpoints, { measure, rule, follow }, this.services, {
      openPair: (a, b) => {
        const { model } = adopted;
        this.show([a, b], { measure: model.measure, rule: model.rule });
      },
      swap: () => {
        const swapped = [...adopted.model.paths].reverse();
        const other = this.showing(swapped);
        // The other way round may be open already, in a panel of its own.
        if (other !== undefined) {
          other.reveal();
          return;
        }
        adopted.swap();
      },
      closed: () => {
        this.panels.delete(adopted);
      },
    });
    this.panels.add(adopted);
    return adopted;
  }

  private showing(checkpoints: readonly string[]): ComparisonPanel | undefined {
    return this.open.find(({ model }) => model.paths.join('\n') === checkpoints.join('\n'));
  }
}

export class ComparisonPanel extends Disposable {
  readonly model: ComparisonModel;
  private readonly selection: ComparisonSelection;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    checkpoints: readonly string[],
    {
      measure,
      rule,
      follow,
    }: { readonly measure: Measure; readonly rule: MeanRule; readonly follow: Follow | null },
    { analysis, extensionUri, memory, store, pick }: ComparisonServices,
    owner: { openPair(a: string, b: string): void; swap(): void; closed(): void },
  ) {
    super();
    const port = new PanelPort(panel);
    const emit = emitter<ComparisonEvents>(port);
    const tell =
      <N extends keyof ComparisonEvents & string>(name: N) =>
      (value: Parameters<typeof emit<N>>[1]): void => {
        port.tell(() => {
          emit(name, value);
        });
      };
    const tellAll = (batches: readonly PairCell[][]): void => {
      for (const batch of batches) tell('cells')(batch);
    };
    const entries = comparedEntries(checkpoints);
    const model = new ComparisonModel(entries, measure, rule, follow, analysis, {
      item: tell('item'),
      items: (items) => {
        panel.title = titleOf(items.map(({ path }) => path));
        tell('items')(items);
      },
      follow: tell('follow'),
      measure: tell('measure'),
      rule: tell('rule'),
      status: tell('status'),
      layer: tell('layer'),
      yardsticks: tell('yardsticks'),
      swapped: () => {
        tell('swapped')(null);
      },
      cells: (cells) => {
        tellAll(inBatches(cells));
      },
      reset: () => {
        tell('reset')(null);
      },
    });
    this.model = model;
    this.selection = this.register(
      new ComparisonSelection(model, { store, pick, isShown: () => this.visible }, () => {
        tell('runsChanged')(null);
      }),
    );
    this.register(
      panel.onDidChangeViewState(() => {
        this.selection.catchUp();
      }),
    );
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'panel.svg');
    const abort = serve(port, comparisonMethods, {
      ...forwarding({ ...layerDataMethods, ...matchingMethods, ...arrangementMethods }, analysis.request),
      ...this.selection.handlers,
      ...savingHandlers(memory),
      subscribe: () => {
        const snapshot = model.snapshot();
        const [first, ...rest] = inBatches(snapshot.cells);
        port.open(snapshot);
        tellAll(rest);
        return { ...snapshot, cells: first };
      },
      painted: () => {
        model.begin();
        return null;
      },
      cancel: () => {
        model.cancel();
        return null;
      },
      restart: () => {
        model.restart();
        return null;
      },
      setMeasure: (asked) => {
        model.setMeasure(asked.measure);
        return null;
      },
      setRule: (asked) => {
        model.setRule(asked.rule);
        return null;
      },
      compareBeside: (asked, context) => model.compareBeside(asked.measure, context),
      swap: () => {
        owner.swap();
        return null;
      },
      measureYardstick: ({ yardstick }) => {
        model.measureYardstick(yardstick);
        return null;
      },
      stopYardstick: ({ yardstick }) => {
        model.stopYardstick(yardstick);
        return null;
      },
      cellChance: ({ a, b }, context) => model.cellChance(a, b, context),
      focus: ({ rows, columns }) => {
        model.focus(rows, columns);
        return null;
      },
      openPair: ({ a, b }) => {
        owner.openPair(a, b);
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
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        if (model.snapshot().status.phase === 'failed') model.restart();
      }),
    );
    this.register(
      panel.onDidDispose(() => {
        owner.closed();
        this.dispose();
      }),
    );
    panel.webview.html = panelHtml(panel.webview, extensionUri, 'comparison', panel.title);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    super.dispose();
    this.panel.dispose();
  }

  get visible(): boolean {
    return this.panel.visible;
  }

  reveal(): void {
    this.panel.reveal();
  }

  get title(): string {
    return this.panel.title;
  }

  /** Compares these too. Throws where there are more than fit. */
  add(checkpoints: readonly string[]): void {
    this.selection.add(checkpoints);
  }

  /** Exchanges A and B of a pair. */
  swap(): void {
    this.model.swap();
    this.panel.title = titleOf(this.model.paths);
  }
}

/** At least one, the first of them perhaps empty. */
function inBatches(cells: readonly PairCell[]): PairCell[][] {
  const count = Math.max(1, Math.ceil(cells.length / cellsAtOnce));
  return Array.from({ length: count }, (_, k) => cells.slice(k * cellsAtOnce, (k + 1) * cellsAtOnce));
}

function titleOf(checkpoints: readonly string[]): string {
  if (checkpoints.length > 2) return `NNSTD of ${checkpoints.length} checkpoints`;
  return `NNSTD: ${checkpointLabels(checkpoints).join(' ↔ ')}`;
}

function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [webviewFolder(extensionUri)] };
}
