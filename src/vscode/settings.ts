import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { defaultMethod, type Measure, measureOf } from '../measure/measure';
import { budgetSchema, methodSchema } from '../protocol/facts';

const section = 'sparseTopology';

export type AutoOpen = 'never' | 'started' | 'any';

export interface Settings {
  /** Absolute. */
  readonly watchFolders: readonly string[];
  readonly autoOpenEvolution: AutoOpen;
  /** Absolute; null where a relative one has no workspace folder to start from. */
  readonly runsFolder: string | null;
  /** Of new panels. */
  readonly measure: Measure;
  readonly watcher: 'auto' | 'polling';
  /** Of the distances kept on the disk; 0 keeps none. */
  readonly cacheMegabytes: number;
  /** Null: the editor's own Node. */
  readonly nodePath: string | null;
}

export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration(section);
  const nodePath = configuration.get<string>('nodePath', '').trim();
  const watchFolders = configuration
    .get<readonly string[]>('watchFolders', [])
    .map(absolute)
    .filter((folder) => folder !== null);
  return {
    watchFolders: [...new Set(watchFolders)],
    autoOpenEvolution: configuration.get<AutoOpen>('autoOpenEvolution', 'started'),
    runsFolder: absolute(configuration.get<string>('runsFolder', 'runs')),
    measure: measureOf(methodSchema.catch(defaultMethod).parse(configuration.get<unknown>('method')), {
      budget: budgetSchema.catch('standard').parse(configuration.get<unknown>('budget')),
    }),
    watcher: configuration.get<'auto' | 'polling'>('watcher', 'auto'),
    cacheMegabytes: configuration.get<number>('cache.maximumMegabytes', 256),
    nodePath: nodePath === '' ? null : nodePath,
  };
}

export function affectsSettings(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(section);
}

/** Adds a folder to the workspace's settings where there is a workspace, to the user's otherwise. */
export async function addWatchFolder(folder: string): Promise<void> {
  if (readSettings().watchFolders.includes(folder)) return;
  const configuration = vscode.workspace.getConfiguration(section);
  await configuration.update(
    'watchFolders',
    [...configuration.get<readonly string[]>('watchFolders', []), folder],
    writeTarget(),
  );
}

/** Removes a folder from every level of settings that names it. */
export async function removeWatchFolder(folder: string): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(section);
  const levels = configuration.inspect<readonly string[]>('watchFolders');
  const without = (names: readonly string[]): string[] => names.filter((name) => absolute(name) !== folder);
  for (const [names, target] of [
    [levels?.workspaceValue, vscode.ConfigurationTarget.Workspace],
    [levels?.globalValue, vscode.ConfigurationTarget.Global],
  ] as const) {
    if (names === undefined) continue;
    const left = without(names);
    if (left.length === names.length) continue;
    await configuration.update('watchFolders', left.length === 0 ? undefined : left, target);
  }
}

function writeTarget(): vscode.ConfigurationTarget {
  return firstWorkspaceFolder() === null
    ? vscode.ConfigurationTarget.Global
    : vscode.ConfigurationTarget.Workspace;
}

export function firstWorkspaceFolder(): string | null {
  return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath ?? null;
}

/** As URIs spell it (the drive letter of Windows in lower case), so that paths of settings and of events agree. */
function absolute(name: string): string | null {
  const joined = join(name);
  return joined === null ? null : vscode.Uri.file(joined).fsPath;
}

function join(name: string): string | null {
  const trimmed = name.trim();
  if (trimmed === '') return null;
  if (trimmed === '~' || trimmed.startsWith('~/') || trimmed.startsWith('~\\')) {
    return path.join(homedir(), trimmed.slice(1));
  }
  if (path.isAbsolute(trimmed)) return path.resolve(trimmed);
  const base = firstWorkspaceFolder();
  return base === null ? null : path.resolve(base, trimmed);
}
