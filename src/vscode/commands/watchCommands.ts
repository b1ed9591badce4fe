import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { viewIds } from '../names';
import { addWatchFolder, readSettings, removeWatchFolder } from '../settings';
import { targetPaths } from './targets';

export async function watchFolderCommand(clicked: unknown, selected: unknown): Promise<void> {
  const paths = targetPaths(clicked, selected);
  const chosen = paths.length > 0 ? paths : await askForFolders();
  for (const each of chosen) {
    if (await isFolder(each)) await addWatchFolder(each);
    else void vscode.window.showWarningMessage(`${path.basename(each)} is no folder.`);
  }
  if (chosen.length > 0) await vscode.commands.executeCommand(`${viewIds.checkpoints}.focus`);
}

export async function unwatchFolderCommand(clicked: unknown, selected: unknown): Promise<void> {
  const watched = readSettings().watchFolders;
  const paths = targetPaths(clicked, selected).filter((each) => watched.includes(each));
  for (const each of paths.length > 0 ? paths : await pickWatched(watched)) await removeWatchFolder(each);
}

async function askForFolders(): Promise<string[]> {
  const uris = await vscode.window.showOpenDialog({
    title: 'Watch which folder for checkpoints?',
    canSelectFolders: true,
    canSelectFiles: false,
    canSelectMany: true,
    openLabel: 'Watch',
  });
  return (uris ?? []).map(({ fsPath }) => fsPath);
}

async function pickWatched(watched: readonly string[]): Promise<string[]> {
  const picks = await vscode.window.showQuickPick(
    watched.map((each) => ({ label: path.basename(each), description: each, each })),
    { title: 'Stop watching which folders?', canPickMany: true },
  );
  return (picks ?? []).map(({ each }) => each);
}

async function isFolder(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
