import path from 'node:path';
import * as vscode from 'vscode';
import type { CheckpointSeries } from '../../checkpoints/series';
import { runPaths } from '../../checkpoints/runFolder/layout';
import { Disposable } from '../disposable';
import { messageOf } from '../log';
import { isInside } from '../paths';
import { affectsSettings, readSettings } from '../settings';
import { isLive, isRun, isSame, type KnownRun, type KnownSeries, type WatchedFolder } from './knownSeries';
import { topmost } from './changedPaths';
import { ChangeTeller } from './changeTeller';
import type { LookAt } from './folderWatcher';
import { RefreshQueue } from './refreshQueue';
import { isRunFolder, mayHoldSeries, readSeries, runsAt, scanRoot } from './scan';
import { SeriesMap } from './seriesMap';
import { WatchedRoot, type RootPurpose } from './watchedRoot';

const livenessMs = 3000;
/** New entries that may still be growing, looked at where no event comes. */
const lookAtNewest = 3;
/** Changed paths that are looked at for runs at once, and of one batch at all: a checkout of a hundred thousand is none. */
const looksAtOnce = 32;
const maxLooks = 4000;

/** What is known of all runs and watched folders; follows the files and tells what changed. */
export class SeriesStore extends Disposable {
  private readonly teller = this.register(new ChangeTeller());
  readonly onDidChange = this.teller.onDidChange;
  /** Done with the first scan of every root there was at the start. */
  readonly ready: Promise<void>;

  private readonly roots = new Map<string, WatchedRoot>();
  private readonly shown = new Map<string, number>();
  private readonly series = new SeriesMap();
  private readonly touched = new Map<string, Set<string>>();
  /** By root: changed paths that may be runs, or hold some. */
  private readonly unexplained = new Map<string, Set<string>>();
  private readonly rescans: RefreshQueue;
  private readonly refreshes: RefreshQueue;
  private readonly searches: RefreshQueue;
  private readonly livenessTimer: NodeJS.Timeout;

  constructor(private readonly log: vscode.LogOutputChannel) {
    super();
    const problem = (what: string, error: unknown): void => {
      log.error(`${what}: ${messageOf(error)}`);
    };
    this.rescans = this.register(new RefreshQueue((root) => this.rescan(root), problem));
    this.refreshes = this.register(new RefreshQueue((series) => this.refreshSeries(series), problem));
    // What is searched is what changed, each place once: nothing that would be done too often.
    this.searches = this.register(new RefreshQueue((root) => this.searchUnexplained(root), problem, 4, 0));
    this.register(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.syncRoots()));
    this.register(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affectsSettings(event)) void this.syncRoots();
      }),
    );
    this.livenessTimer = setInterval(() => {
      // A process that dies changes no file.
      for (const run of this.runs()) if (isLive(run)) this.refreshes.mark(run.path);
    }, livenessMs);
    this.ready = this.syncRoots();
  }

  override dispose(): void {
    clearInterval(this.livenessTimer);
    for (const root of this.roots.values()) root.dispose();
    super.dispose();
  }

  /** Newest first. */
  runs(): readonly KnownRun[] {
    return this.series.runs();
  }

  watched(): WatchedFolder[] {
    return [...this.roots.values()]
      .filter(({ purpose }) => purpose === 'watched')
      .map((root) => ({
        path: root.path,
        watchMode: root.mode,
        scanned: root.scanned,
        missing: root.missing,
        problem: root.problem,
        series: [...root.series]
          .sort((a, b) => a.localeCompare(b, undefined, { numeric: true }))
          .map((each) => this.series.get(each))
          .filter((each) => each !== undefined),
      }));
  }

  get(seriesPath: string): KnownSeries | null {
    return this.series.get(seriesPath) ?? null;
  }

  /** The known series that a file or folder belongs to, or is. */
  seriesOf(file: string): KnownSeries | null {
    return this.series.holding(file);
  }

  /** Follows a series that may be in no watched folder, as long as something shows it. */
  async show(seriesPath: string): Promise<vscode.Disposable> {
    this.shown.set(seriesPath, (this.shown.get(seriesPath) ?? 0) + 1);
    if (!this.series.has(seriesPath)) await this.syncRoots();
    let released = false;
    return new vscode.Disposable(() => {
      if (released) return;
      released = true;
      const count = this.shown.get(seriesPath)! - 1;
      if (count > 0) this.shown.set(seriesPath, count);
      else this.shown.delete(seriesPath);
      if (!this.isDisposed) void this.syncRoots();
    });
  }

  /** Looks at a run folder now, without waiting for an event. */
  async adoptRun(folder: string): Promise<void> {
    const root = this.rootFor(folder);
    if (root === null || !(await isRunFolder(folder))) return;
    this.addSeries(root, [folder]);
    await this.refreshSeries(folder);
  }

  /** Looks at a series now, as after it was deleted. */
  async refreshOne(seriesPath: string): Promise<void> {
    await this.refreshSeries(seriesPath);
  }

  async refresh(): Promise<void> {
    await Promise.all([...this.roots.keys()].map((root) => this.rescan(root)));
    await Promise.all(this.series.paths().map((each) => this.refreshSeries(each)));
  }

  private async syncRoots(): Promise<void> {
    const settings = readSettings();
    const wanted = new Map<string, RootPurpose>();
    for (const seriesPath of this.shown.keys()) wanted.set(seriesPath, 'shown');
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      if (uri.scheme === 'file') wanted.set(uri.fsPath, 'workspace');
    }
    for (const folder of settings.watchFolders) wanted.set(folder, 'watched');

    const pollOnly = settings.watcher === 'polling';
    for (const [key, root] of this.roots) {
      const stays = wanted.get(key) === root.purpose && root.pollOnly === pollOnly;
      if (!stays) this.removeRoot(root);
    }
    const added = [...wanted].filter(([folder]) => !this.roots.has(folder));
    for (const [folder, purpose] of added) this.addRoot(folder, purpose, pollOnly);
    await Promise.all(added.map(([folder]) => this.rescan(folder)));
  }

  private addRoot(folder: string, purpose: RootPurpose, pollOnly: boolean): void {
    const root: WatchedRoot = new WatchedRoot({
      path: folder,
      purpose,
      pollOnly,
      log: this.log,
      lookAt: () => this.lookAt(folder),
    });
    this.roots.set(folder, root);
    root.watcher.onDidChange((files) => {
      this.route(root, files);
    });
    root.watcher.onDidChangeMode(() => {
      for (const each of root.series) this.series.set({ ...this.series.get(each)!, watchMode: root.mode });
      this.teller.tell([...root.series]);
    });
  }

  private removeRoot(root: WatchedRoot): void {
    this.roots.delete(root.path);
    this.rescans.forget(root.path);
    this.searches.forget(root.path);
    this.unexplained.delete(root.path);
    root.dispose();
    this.dropOrphans(root.series);
    this.teller.tell([...root.series]);
  }

  private async rescan(rootPath: string): Promise<void> {
    const root = this.roots.get(rootPath);
    if (root === undefined) return;
    const found = await scanRoot(rootPath, root.purpose === 'workspace' ? 'runs' : 'everything');
    if (this.roots.get(rootPath) !== root) return;
    const before = root.series;
    root.series = new Set(found.series.map((each) => each.path));
    root.scanned = true;
    root.missing = found.missing;
    root.problem = found.problem;
    this.dropOrphans(before);
    await this.take(root, found.series);
    this.teller.tell([...before, ...root.series]);
  }

  /** Reads those that were unknown of what a search found; their paths. */
  private async take(root: WatchedRoot, found: readonly CheckpointSeries[]): Promise<string[]> {
    const scanned = new Map(found.map((each) => [each.path, each]));
    const added = this.addSeries(root, [...scanned.keys()]);
    await Promise.all(added.map((each) => this.readAgain(each, scanned.get(each))));
    return added;
  }

  /** Looks for runs where something changed, and nowhere else. */
  private async searchUnexplained(rootPath: string): Promise<void> {
    const root = this.roots.get(rootPath);
    const files = topmost(this.unexplained.get(rootPath) ?? new Set());
    this.unexplained.delete(rootPath);
    if (root === undefined) return;
    for (let start = 0; start < Math.min(files.length, maxLooks); start += looksAtOnce) {
      const found = await Promise.all(files.slice(start, start + looksAtOnce).map(runsAt));
      if (this.roots.get(rootPath) !== root) return;
      const added = await this.take(root, found.flat());
      if (added.length > 0) this.teller.tell(added);
    }
  }

  /** Paths of those that were unknown. */
  private addSeries(root: WatchedRoot, found: readonly string[]): string[] {
    root.series = new Set([...root.series, ...found]);
    const added = found.filter((each) => !this.series.has(each));
    for (const each of added) {
      const name = path.basename(each);
      this.series.set({
        path: each,
        name,
        kind: 'folder',
        checkpoints: [],
        run: null,
        watchMode: root.mode,
      });
    }
    return added;
  }

  private dropOrphans(candidates: Iterable<string>): void {
    for (const each of candidates) {
      if ([...this.roots.values()].some(({ series }) => series.has(each))) continue;
      this.series.delete(each);
      this.touched.delete(each);
      this.refreshes.forget(each);
    }
  }

  private async refreshSeries(seriesPath: string): Promise<void> {
    const rewritten = await this.readAgain(seriesPath);
    if (rewritten !== null) this.teller.tell([seriesPath], rewritten);
  }

  /** Checkpoints that were written again; null where nothing changed at all. */
  private async readAgain(seriesPath: string, scanned?: CheckpointSeries): Promise<readonly string[] | null> {
    const before = this.series.get(seriesPath);
    if (before === undefined) return null;
    const touched = this.touched.get(seriesPath) ?? new Set<string>();
    this.touched.delete(seriesPath);
    const read = await readSeries(seriesPath, scanned);
    // Dropped meanwhile.
    if (!this.series.has(seriesPath)) return null;
    if (read === null) {
      for (const root of this.roots.values()) {
        if (root.series.has(seriesPath))
          root.series = new Set([...root.series].filter((each) => each !== seriesPath));
      }
      this.dropOrphans([seriesPath]);
      return [];
    }
    const known = new Set(before.checkpoints.map((each) => each.path));
    const rewritten = [...touched]
      .flatMap((file) => [file, path.dirname(file)])
      .filter((each) => known.has(each));
    const next = { ...read, watchMode: this.series.get(seriesPath)!.watchMode };
    if (rewritten.length === 0 && isSame(next, before)) return null;
    this.series.set(next);
    return [...new Set(rewritten)];
  }

  /** Finds out which series changed files belong to, and which folders have to be searched again. */
  private route(root: WatchedRoot, files: readonly string[]): void {
    for (const file of files) {
      const owner = this.seriesOf(file);
      if (owner !== null && isInside(owner.path, root.path)) {
        this.touched.set(owner.path, (this.touched.get(owner.path) ?? new Set()).add(file));
        this.refreshes.mark(owner.path);
        if (owner.kind === 'folder' && mayHoldSeries(owner.path, file)) this.rescans.mark(root.path);
        continue;
      }
      // A folder of series that is gone, renamed or replaced.
      const below = [...root.series].filter((each) => each.startsWith(file + path.sep));
      for (const each of below) this.refreshes.mark(each);
      if (root.purpose !== 'workspace') {
        this.rescans.mark(root.path);
        continue;
      }
      // A run folder comes whole, by a rename, and is told of by its own name alone.
      const unexplained = this.unexplained.get(root.path) ?? new Set();
      this.unexplained.set(root.path, unexplained.add(file));
      this.searches.mark(root.path);
    }
  }

  private rootFor(folder: string): WatchedRoot | null {
    const holding = [...this.roots.values()].filter((root) => isInside(folder, root.path));
    return holding.sort((a, b) => b.path.length - a.path.length)[0] ?? null;
  }

  private lookAt(rootPath: string): LookAt {
    const root = this.roots.get(rootPath);
    const folders = new Set([rootPath]);
    const files = new Set<string>();
    for (const series of [...(root?.series ?? [])].map((each) => this.series.get(each)!)) {
      // The folders between: a new network appears in one of them.
      for (let at = series.path; at.length > rootPath.length; at = path.dirname(at)) folders.add(at);
      const { record, metrics, checkpoints } = runPaths(series.path);
      if (isRun(series)) folders.add(checkpoints);
      if (isRun(series) && isLive(series)) files.add(record).add(metrics);
      for (const each of series.checkpoints.slice(-lookAtNewest)) files.add(each.path);
    }
    return { folders: [...folders], files: [...files] };
  }
}
