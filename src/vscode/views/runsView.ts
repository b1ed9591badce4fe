import * as vscode from 'vscode';
import type { FactsCache } from '../factsCache';
import { viewIds } from '../names';
import { isLive } from '../series/knownSeries';
import type { SeriesStore } from '../series/seriesStore';
import type { TreeNode } from './nodes';
import { SeriesTree } from './seriesTree';

/** Runs of the workspace and of the watched folders, newest first. */
export class RunsView extends SeriesTree {
  readonly view: vscode.TreeView<TreeNode>;
  private shownRuns = '';

  constructor(store: SeriesStore, facts: FactsCache) {
    super(store, facts);
    this.view = this.register(
      vscode.window.createTreeView(viewIds.runs, {
        treeDataProvider: this,
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.storeChanged(new Set());
  }

  protected override roots(): TreeNode[] {
    return this.store.runs().map((run) => this.seriesNode(run));
  }

  protected override storeChanged(series: ReadonlySet<string>): void {
    const runs = this.store.runs();
    const live = runs.filter(isLive).length;
    this.view.badge =
      live === 0
        ? undefined
        : { value: live, tooltip: live === 1 ? '1 run is live' : `${live} runs are live` };
    const paths = runs.map(({ path }) => path).join('\n');
    if (paths !== this.shownRuns) {
      this.shownRuns = paths;
      this.redrawAll();
    }
    for (const run of runs) {
      if (series.has(run.path)) this.redrawSeries(run);
    }
  }
}
