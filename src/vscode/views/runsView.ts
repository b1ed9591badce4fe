import * as vscode from 'vscode';
import type { FactsCache } from '../factsCache';
import { contextKeys, viewIds } from '../names';
import { isLive } from '../series/knownSeries';
import type { SeriesStore } from '../series/seriesStore';
import type { TreeNode } from './nodes';
import { PathDrag } from './pathDrag';
import {
  arrangeRuns,
  type ArrangedRun,
  filterWords,
  isFiltering,
  isGroup,
  type RunArrangement,
  runArrangementSchema,
} from './runArrangement';
import { SeriesTree } from './seriesTree';

const memoryKey = 'runArrangement';

/** Runs of the workspace and of the watched folders, in the order, groups and choice that the user gave them. */
export class RunsView extends SeriesTree {
  readonly view: vscode.TreeView<TreeNode>;
  private chosen: RunArrangement;
  private shownRuns = '';

  constructor(
    store: SeriesStore,
    facts: FactsCache,
    private readonly memory: vscode.Memento,
  ) {
    super(store, facts);
    this.chosen = runArrangementSchema.catch(runArrangementSchema.parse({})).parse(memory.get(memoryKey, {}));
    this.view = this.register(
      vscode.window.createTreeView(viewIds.runs, {
        treeDataProvider: this,
        dragAndDropController: new PathDrag(),
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.tellArrangement();
    this.storeChanged(new Set());
  }

  get arrangement(): RunArrangement {
    return this.chosen;
  }

  async arrange(change: Partial<RunArrangement>): Promise<void> {
    this.chosen = { ...this.chosen, ...change };
    this.tellArrangement();
    this.redrawAll();
    await this.memory.update(memoryKey, this.chosen);
  }

  protected override roots(): TreeNode[] {
    const arranged = this.arranged();
    this.view.message = this.messageOf(arranged);
    return arranged.map((item) => {
      if (!isGroup(item)) return this.seriesNode(item);
      const { experiment, runs } = item;
      const node = this.keep({ kind: 'group', key: `group:${experiment}`, experiment, runs });
      if (node.kind === 'group') node.runs = runs;
      return node;
    });
  }

  protected override storeChanged(series: ReadonlySet<string>): void {
    const runs = this.store.runs();
    const live = runs.filter(isLive).length;
    this.view.badge =
      live === 0
        ? undefined
        : { value: live, tooltip: live === 1 ? '1 run is live' : `${live} runs are live` };
    const shape = JSON.stringify(this.arranged().map(shapeOf));
    if (shape !== this.shownRuns) {
      this.shownRuns = shape;
      this.redrawAll();
    }
    for (const run of runs) {
      if (series.has(run.path)) this.redrawSeries(run);
    }
  }

  private arranged(): readonly ArrangedRun[] {
    return arrangeRuns(this.store.runs(), this.chosen, Date.now());
  }

  /** What the filter leaves; where that is nothing, the view's own words stand in the place of a message. */
  private messageOf(arranged: readonly ArrangedRun[]): string {
    const all = this.store.runs().length;
    const shown = arranged.reduce((sum, item) => sum + (isGroup(item) ? item.runs.length : 1), 0);
    if (!isFiltering(this.chosen.filter) || shown === 0) return '';
    return `${shown} of ${all} runs: ${filterWords(this.chosen.filter)}`;
  }

  private tellArrangement(): void {
    const tell = (key: string, value: boolean): void => {
      void vscode.commands.executeCommand('setContext', key, value);
    };
    tell(contextKeys.runsGrouped, this.chosen.grouped);
    tell(contextKeys.runsFiltered, isFiltering(this.chosen.filter));
  }
}

function shapeOf(item: ArrangedRun): unknown {
  return isGroup(item) ? [item.experiment, item.runs.map(({ path }) => path)] : item.path;
}
