import type * as vscode from 'vscode';
import { Disposable } from '../disposable';
import { FolderWatcher, type LookAt, type WatchMode } from './folderWatcher';

/** Why a folder is looked at: only for its runs, because the user asked to, or because a panel shows it. */
export type RootPurpose = 'workspace' | 'watched' | 'shown';

export interface RootOptions {
  readonly path: string;
  readonly purpose: RootPurpose;
  readonly pollOnly: boolean;
  readonly lookAt: () => LookAt;
  readonly log: vscode.LogOutputChannel;
}

/** A folder in which series are found, with its watcher and what its last scan gave. */
export class WatchedRoot extends Disposable {
  readonly path: string;
  readonly purpose: RootPurpose;
  readonly pollOnly: boolean;
  readonly watcher: FolderWatcher;
  /** Paths of the series that the last scan found. */
  series: ReadonlySet<string> = new Set();
  scanned = false;
  missing = false;
  problem: string | null = null;

  constructor(options: RootOptions) {
    super();
    this.path = options.path;
    this.purpose = options.purpose;
    this.pollOnly = options.pollOnly;
    this.watcher = this.register(
      new FolderWatcher({
        root: options.path,
        lookAt: options.lookAt,
        pollOnly: options.pollOnly,
        log: options.log,
      }),
    );
  }

  get mode(): WatchMode {
    return this.watcher.mode;
  }
}
