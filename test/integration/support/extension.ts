import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SparseTopologyApi } from '../../../src/extension';

export const extensionId = 'sparse-topology.sparse-topology';

export function extensionUnderTest(): vscode.Extension<SparseTopologyApi> {
  const extension = vscode.extensions.getExtension<SparseTopologyApi>(extensionId);
  assert.ok(extension, 'the extension is not there');
  return extension;
}

/** The activated extension, its first scan done. */
export async function activated(): Promise<SparseTopologyApi> {
  const api = await extensionUnderTest().activate();
  await api.store.ready;
  return api;
}

export function workspaceFolder(): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  return folder.uri.fsPath;
}

export async function setSetting(name: string, value: unknown): Promise<void> {
  await vscode.workspace
    .getConfiguration('sparseTopology')
    .update(name, value, vscode.ConfigurationTarget.Workspace);
}
