import * as vscode from 'vscode';
import type { Analysis } from '../analysisPort';

/** Of all workspaces: they share one cache. */
export async function clearDistanceCacheCommand(analysis: Analysis): Promise<void> {
  await analysis.request('clearCache', null);
  void vscode.window.showInformationMessage('The distances that were kept on the disk are deleted.');
}
