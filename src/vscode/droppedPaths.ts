import * as vscode from 'vscode';

/**
 * Paths of the files and folders among what was dropped. The window of a remote machine names that machine's files, which
 * are those of this process, by a scheme of its own, and nothing that a page gets from it is translated.
 */
export function droppedPaths(uris: readonly string[]): string[] {
  const schemes = vscode.env.remoteName === undefined ? ['file'] : ['file', 'vscode-remote'];
  return uris
    .map((each) => vscode.Uri.parse(each))
    .filter(({ scheme }) => schemes.includes(scheme))
    .map((uri) => uri.with({ scheme: 'file', authority: uri.scheme === 'file' ? uri.authority : '' }).fsPath);
}
