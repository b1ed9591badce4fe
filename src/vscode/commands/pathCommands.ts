import * as vscode from 'vscode';
import { targetPaths } from './targets';

/** One path a line, for all that is selected. */
export async function copyPathCommand(clicked: unknown, selected: unknown): Promise<void> {
  await copy(targetPaths(clicked, selected));
}

/** From the workspace folder that holds it; the whole path where none does. */
export async function copyRelativePathCommand(clicked: unknown, selected: unknown): Promise<void> {
  const several = (vscode.workspace.workspaceFolders ?? []).length > 1;
  await copy(
    targetPaths(clicked, selected).map((each) =>
      vscode.workspace.asRelativePath(vscode.Uri.file(each), several),
    ),
  );
}

async function copy(paths: readonly string[]): Promise<void> {
  if (paths.length > 0) await vscode.env.clipboard.writeText(paths.join('\n'));
}

export async function revealInExplorerCommand(clicked: unknown, selected: unknown): Promise<void> {
  const [file] = targetPaths(clicked, selected);
  if (file === undefined) return;
  const uri = vscode.Uri.file(file);
  if (vscode.workspace.getWorkspaceFolder(uri) === undefined) {
    void vscode.window.showInformationMessage(
      `${file} is in no folder of this workspace, so the explorer does not show it.`,
    );
    return;
  }
  await vscode.commands.executeCommand('revealInExplorer', uri);
}

const revealInOs = 'revealFileInOS';

/** Only a desktop window has a file manager beside it. */
export async function revealInFileManagerCommand(clicked: unknown, selected: unknown): Promise<void> {
  const [file] = targetPaths(clicked, selected);
  if (file === undefined) return;
  if (!(await vscode.commands.getCommands(true)).includes(revealInOs)) {
    void vscode.window.showInformationMessage(`This window has no file manager to show ${file} in.`);
    return;
  }
  await vscode.commands.executeCommand(revealInOs, vscode.Uri.file(file));
}
