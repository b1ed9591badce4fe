import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import type { FactsCache } from '../factsCache';
import { isRun, type KnownSeries } from '../series/knownSeries';
import type { SeriesStore } from '../series/seriesStore';
import { checkpointRanges, flatLimit, type TreeNode } from './nodes';
import {
  checkpointItem,
  checkpointTooltip,
  groupItem,
  rangeItem,
  seriesFace,
  seriesItem,
  watchedFolderItem,
} from './treeItems';
import { runTooltip } from './runTooltip';

const refreshMs = 200;

/** What both trees share: series down to checkpoints, made when they are opened, redrawn at most a few times a second. */
export abstract class SeriesTree extends Disposable implements vscode.TreeDataProvider<TreeNode> {
  private readonly changes = this.register(new vscode.EventEmitter<TreeNode | undefined>());
  readonly onDidChangeTreeData = this.changes.event;

  /** The nodes the editor holds: it knows them by identity. */
  private readonly nodes = new Map<string, TreeNode>();
  private readonly faces = new Map<string, string>();
  private readonly stale = new Set<string>();
  /** Series that changed since the last redrawing. */
  private changed = new Set<string>();
  private rootsStale = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    protected readonly store: SeriesStore,
    protected readonly facts: FactsCache,
  ) {
    super();
    this.register(
      store.onDidChange(({ series, rewritten }) => {
        this.facts.invalidate(rewritten);
        for (const each of series) this.changed.add(each);
        this.schedule();
      }),
    );
    this.register(
      facts.onDidChange((checkpoint) => {
        this.redraw(`checkpoint:${checkpoint}`);
      }),
    );
    this.register(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.redrawAll();
      }),
    );
  }

  override dispose(): void {
    clearTimeout(this.timer);
    super.dispose();
  }

  protected abstract roots(): TreeNode[];
  /** Called at most a few times a second. */
  protected abstract storeChanged(series: ReadonlySet<string>): void;

  getTreeItem(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'watchedFolder':
        return watchedFolderItem(node);
      case 'group':
        return groupItem(node);
      case 'series':
        return seriesItem(node);
      case 'range':
        return rangeItem(node);
      case 'checkpoint':
        return checkpointItem(node, vscode.workspace.isTrusted ? this.facts.get(node.path) : null);
      case 'message': {
        const item = new vscode.TreeItem(node.text);
        item.id = node.key;
        return item;
      }
    }
  }

  /** A tooltip is made when it is pointed at. */
  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    if (node.kind === 'series' && isRun(node.series)) item.tooltip = runTooltip(node.series);
    if (node.kind === 'checkpoint') {
      item.tooltip = checkpointTooltip(
        node.path,
        vscode.workspace.isTrusted ? this.facts.get(node.path) : null,
      );
    }
    return item;
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node === undefined) {
      await this.store.ready;
      return this.roots();
    }
    switch (node.kind) {
      case 'watchedFolder':
        return this.watchedChildren(node.path);
      case 'group':
        return node.runs.map((run) => this.seriesNode(run));
      case 'series':
        return this.checkpointNodes(this.store.get(node.path) ?? node.series);
      case 'range':
        return node.checkpoints.map((entry) => this.checkpointNode(node.series, entry));
      default:
        return [];
    }
  }

  getParent(): undefined {
    return undefined;
  }

  protected seriesNode(series: KnownSeries): TreeNode {
    const node = this.keep({ kind: 'series', key: `series:${series.path}`, path: series.path, series });
    if (node.kind === 'series') node.series = series;
    return node;
  }

  /** Redraws a series where something that is shown of it changed: a run says every few seconds that it lives. */
  protected redrawSeries(series: KnownSeries): void {
    const node = this.seriesNode(series);
    const face = `${seriesFace(series)}|${series.checkpoints.length}|${series.checkpoints.at(-1)?.path ?? ''}`;
    if (this.faces.get(series.path) === face) return;
    this.faces.set(series.path, face);
    this.redraw(node.key);
  }

  protected keep(node: TreeNode): TreeNode {
    const known = this.nodes.get(node.key);
    if (known !== undefined) return known;
    this.nodes.set(node.key, node);
    return node;
  }

  protected redraw(key: string): void {
    if (!this.nodes.has(key)) return;
    this.stale.add(key);
    this.schedule();
  }

  protected redrawAll(): void {
    this.rootsStale = true;
    this.schedule();
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => {
      const { changed } = this;
      this.changed = new Set();
      if (changed.size > 0) this.storeChanged(changed);
      this.timer = undefined;
      const stale = [...this.stale];
      this.stale.clear();
      if (this.rootsStale) {
        this.rootsStale = false;
        this.changes.fire(undefined);
        return;
      }
      for (const key of stale) {
        const node = this.nodes.get(key);
        if (node !== undefined) this.changes.fire(node);
      }
    }, refreshMs);
  }

  private watchedChildren(folder: string): TreeNode[] {
    const watched = this.store.watched().find(({ path }) => path === folder);
    if (watched === undefined) return [];
    // A watched folder that is itself the one series shows its checkpoints at once.
    const [only] = watched.series;
    if (watched.series.length === 1 && only.path === folder) return this.checkpointNodes(only);
    if (watched.series.length === 0 && watched.scanned) {
      const text = watched.problem ?? (watched.missing ? 'The folder is not there' : 'No checkpoints yet');
      return [{ kind: 'message', key: `message:${folder}`, text }];
    }
    return watched.series.map((series) => this.seriesNode(series));
  }

  private checkpointNodes(series: KnownSeries): TreeNode[] {
    if (series.checkpoints.length === 0) {
      return [{ kind: 'message', key: `message:${series.path}`, text: 'No checkpoints yet' }];
    }
    if (series.checkpoints.length <= flatLimit) {
      return [...series.checkpoints].reverse().map((entry) => this.checkpointNode(series.path, entry));
    }
    return checkpointRanges(series.checkpoints).map(({ start, checkpoints }) => {
      const key = `range:${series.path}:${start}`;
      const node = this.keep({ kind: 'range', key, series: series.path, checkpoints });
      if (node.kind === 'range') node.checkpoints = checkpoints;
      return node;
    });
  }

  private checkpointNode(series: string, entry: KnownSeries['checkpoints'][number]): TreeNode {
    const node = this.keep({
      kind: 'checkpoint',
      key: `checkpoint:${entry.path}`,
      path: entry.path,
      series,
      entry,
    });
    if (node.kind === 'checkpoint') node.entry = entry;
    return node;
  }
}
