import * as vscode from 'vscode';
import type { FactsCache } from '../factsCache';
import { viewIds } from '../names';
import type { SeriesStore } from '../series/seriesStore';
import { watchFolderCommand } from '../commands/watchCommands';
import type { TreeNode } from './nodes';
import { PathDrag } from './pathDrag';
import { SeriesTree } from './seriesTree';

/** Watched folders with what is in them. */
export class CheckpointsView extends SeriesTree {
  readonly view: vscode.TreeView<TreeNode>;
  private shown = '';

  constructor(store: SeriesStore, facts: FactsCache) {
    super(store, facts);
    this.view = this.register(
      vscode.window.createTreeView(viewIds.checkpoints, {
        treeDataProvider: this,
        // A folder that is dropped here is watched from then on.
        dragAndDropController: new PathDrag((paths) => watchFolderCommand(undefined, paths)),
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.storeChanged(new Set());
  }

  protected override roots(): TreeNode[] {
    return this.store.watched().map((folder) => {
      const key = `watched:${folder.path}`;
      const node = this.keep({ kind: 'watchedFolder', key, path: folder.path, folder });
      if (node.kind === 'watchedFolder') node.folder = folder;
      return node;
    });
  }

  protected override storeChanged(series: ReadonlySet<string>): void {
    const watched = this.store.watched();
    const shape = JSON.stringify(
      watched.map(({ path, scanned, missing, problem, watchMode, series: inside }) => [
        path,
        scanned,
        missing,
        problem,
        watchMode,
        inside.map((each) => each.path),
      ]),
    );
    if (shape !== this.shown) {
      this.shown = shape;
      this.redrawAll();
      return;
    }
    for (const folder of watched) {
      for (const each of folder.series) {
        if (!series.has(each.path)) continue;
        this.redrawSeries(each);
        if (folder.series.length === 1) this.redraw(`watched:${folder.path}`);
      }
    }
  }
}
