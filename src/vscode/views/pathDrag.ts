import * as vscode from 'vscode';
import { targetPaths } from '../commands/targets';
import { droppedPaths } from '../droppedPaths';
import type { TreeNode } from './nodes';

const uriList = 'text/uri-list';

/** Drags what is selected as files: into a panel (with Shift held, as VS Code wants it), an editor or the terminal. */
export class PathDrag implements vscode.TreeDragAndDropController<TreeNode> {
  readonly dragMimeTypes = [uriList];
  readonly dropMimeTypes: readonly string[];

  /** `onDrop` takes the paths of files and folders that are let go over the view. */
  constructor(private readonly onDrop?: (paths: readonly string[]) => Promise<void>) {
    this.dropMimeTypes = onDrop === undefined ? [] : [uriList];
  }

  handleDrag(nodes: readonly TreeNode[], data: vscode.DataTransfer): void {
    const uris = targetPaths(undefined, nodes).map((each) => vscode.Uri.file(each).toString());
    data.set(uriList, new vscode.DataTransferItem(uris.join('\r\n')));
  }

  async handleDrop(_target: TreeNode | undefined, data: vscode.DataTransfer): Promise<void> {
    const text = (await data.get(uriList)?.asString()) ?? '';
    const uris = text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
    const paths = droppedPaths(uris);
    if (paths.length > 0) await this.onDrop?.(paths);
  }
}
