import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { isNetworkFolder } from './networkFolder';
import { isInside } from '../paths';

export type WatchMode = 'events' | 'polling';

export interface LookAt {
  /** Each is reported when it is looked at first: it may have changed since it was listed. */
  readonly folders: readonly string[];
  /** Files, and folders that are checkpoints. */
  readonly files: readonly string[];
}

export interface FolderWatcherOptions {
  readonly root: string;
  /** What is looked at where no event comes. */
  readonly lookAt: () => LookAt;
  /** Rely on no event at all. */
  readonly pollOnly: boolean;
  readonly log: vscode.LogOutputChannel;
}

const batchMs = 100;
const pollMs = 700;
const checkMs = 2500;
/** A watcher takes a while to begin: what happens until then is found by a look soon after, and no sign of anything. */
const firstCheckMs = 400;
const beginningMs = 5000;
/** An event this late is taken not to come. Under load the watcher of VS Code takes up to a second. */
const eventPatienceMs = 4000;

/**
 * Changes below one folder, as batches of paths. Beside the file events it looks at a few modification times, and
 * where they show what no event told it polls from then on, until an event proves to come after all.
 */
export class FolderWatcher extends Disposable {
  private readonly changes = this.register(new vscode.EventEmitter<readonly string[]>());
  private readonly modes = this.register(new vscode.EventEmitter<WatchMode>());
  readonly onDidChange = this.changes.event;
  readonly onDidChangeMode = this.modes.event;

  private currentMode: WatchMode;
  private readonly batch = new Set<string>();
  private batchTimer: NodeJS.Timeout | undefined;
  private checkTimer: NodeJS.Timeout | undefined;
  private stamps: ReadonlyMap<string, string> = new Map();
  private readonly begunAt = performance.now();
  private lastCheckAt = this.begunAt;
  private lastEventAt = 0;
  private missed: { readonly below: string; readonly at: number } | null = null;

  constructor(private readonly options: FolderWatcherOptions) {
    super();
    this.currentMode = options.pollOnly ? 'polling' : 'events';
    if (!options.pollOnly) this.listen();
    void this.start();
  }

  get mode(): WatchMode {
    return this.currentMode;
  }

  override dispose(): void {
    clearTimeout(this.batchTimer);
    clearTimeout(this.checkTimer);
    super.dispose();
  }

  private listen(): void {
    const watcher = this.register(
      vscode.workspace.createFileSystemWatcher(
        new vscode.RelativePattern(vscode.Uri.file(this.options.root), '**'),
      ),
    );
    const heard = (uri: vscode.Uri): void => {
      this.lastEventAt = performance.now();
      if (this.missed !== null && isInside(uri.fsPath, this.missed.below)) {
        this.missed = null;
        if (this.currentMode === 'polling') this.setMode('events', 'file events come');
      }
      this.report(uri.fsPath);
    };
    this.register(watcher.onDidCreate(heard));
    this.register(watcher.onDidChange(heard));
    this.register(watcher.onDidDelete(heard));
  }

  private async start(): Promise<void> {
    if (this.currentMode === 'events' && (await isNetworkFolder(this.options.root))) {
      this.missed = { below: this.options.root, at: performance.now() };
      this.setMode('polling', 'it is on a network drive');
    }
    this.scheduleCheck(firstCheckMs);
  }

  private scheduleCheck(afterMs: number): void {
    if (this.isDisposed) return;
    this.checkTimer = setTimeout(() => {
      void this.check().finally(() => {
        this.scheduleCheck(this.currentMode === 'polling' ? pollMs : checkMs);
      });
    }, afterMs);
  }

  private async check(): Promise<void> {
    const startedAt = performance.now();
    const { folders, files } = this.options.lookAt();
    const now = await readStamps([...folders, ...files]);
    const before = this.stamps;
    this.stamps = now;
    const changed = [...now.keys()].filter((file) => before.has(file) && before.get(file) !== now.get(file));
    for (const file of [...changed, ...folders.filter((folder) => !before.has(folder))]) this.report(file);
    if (this.currentMode === 'events' && startedAt - this.begunAt > beginningMs) this.suspect(changed);
    this.lastCheckAt = startedAt;
  }

  private suspect(changed: readonly string[]): void {
    const now = performance.now();
    if (this.missed === null && changed.length > 0 && this.lastEventAt < this.lastCheckAt) {
      this.missed = { below: changed[0], at: now };
    } else if (this.missed !== null && now - this.missed.at > eventPatienceMs) {
      this.setMode('polling', `no file event came for a change in ${this.missed.below}`);
    }
  }

  private report(file: string): void {
    this.batch.add(file);
    // A throttle, not a debounce: a folder that never rests is reported all the same.
    this.batchTimer ??= setTimeout(() => {
      this.batchTimer = undefined;
      const files = [...this.batch];
      this.batch.clear();
      this.changes.fire(files);
    }, batchMs);
  }

  private setMode(mode: WatchMode, why: string): void {
    this.currentMode = mode;
    const how = mode === 'polling' ? 'Polling' : 'Following the file events of';
    this.options.log.info(`${how} ${this.options.root}: ${why}.`);
    this.modes.fire(mode);
  }
}

async function readStamps(files: readonly string[]): Promise<Map<string, string>> {
  const stamps = await Promise.all(
    files.map(async (file): Promise<[string, string]> => {
      try {
        const { mtimeMs, size, ino } = await stat(path.resolve(file));
        return [file, `${mtimeMs}:${size}:${ino}`];
      } catch {
        return [file, 'absent'];
      }
    }),
  );
  return new Map(stamps);
}
