import * as vscode from 'vscode';

/** Paths of the files and folders among what was dropped. */
export function droppedPaths(uris: readonly string[]): string[] {
  return uris
    .map((each) => vscode.Uri.parse(each))
    .filter(({ scheme }) => scheme === 'file')
    .map(({ fsPath }) => fsPath);
}
