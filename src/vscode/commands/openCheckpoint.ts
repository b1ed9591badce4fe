import * as vscode from 'vscode';
import { editorTypes } from '../names';
import { targetPaths } from './targets';

/** Opens each selected checkpoint in its editor: a file, or a folder of layers. */
export async function openCheckpointCommand(clicked: unknown, selected: unknown): Promise<void> {
  const paths = targetPaths(clicked, selected);
  for (const each of paths) {
    await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(each), editorTypes.checkpoint, {
      preview: paths.length === 1,
    });
  }
}
