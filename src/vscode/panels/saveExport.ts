import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { writeFileAtomic } from '../../checkpoints/atomicWrite';
import type { Handlers } from '../../protocol/rpc';
import type { SavedFile, SavingMethods } from '../../protocol/saving';

/** Where the last export of this workspace went. */
const folderKey = 'sparseTopology.exportFolder';

const kinds: Readonly<Record<string, string>> = {
  png: 'PNG image',
  svg: 'SVG picture',
  csv: 'CSV table',
  json: 'JSON',
  html: 'HTML report',
};

/** Answers a page that has made a file: asks where to, writes it, and offers to open or show it. */
export function savingHandlers(memory: vscode.Memento): Handlers<SavingMethods> {
  return {
    async save(file) {
      const target = await askWhere(file, memory);
      if (target === undefined) return { name: null };
      await writeFileAtomic(target.fsPath, file.content);
      await memory.update(folderKey, path.dirname(target.fsPath));
      void offer(target);
      return { name: path.basename(target.fsPath) };
    },
  };
}

function askWhere({ name }: SavedFile, memory: vscode.Memento): Thenable<vscode.Uri | undefined> {
  const extension = path.extname(name).slice(1);
  const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const folder = memory.get<string>(folderKey) ?? workspace ?? os.homedir();
  return vscode.window.showSaveDialog({
    title: 'Export',
    saveLabel: 'Export',
    defaultUri: vscode.Uri.file(path.join(folder, name)),
    filters: { [kinds[extension]]: [extension] },
  });
}

async function offer(target: vscode.Uri): Promise<void> {
  const open = 'Open';
  const reveal = 'Reveal';
  const chosen = await vscode.window.showInformationMessage(
    `Exported ${path.basename(target.fsPath)}`,
    open,
    reveal,
  );
  if (chosen === open && target.path.endsWith('.html')) await vscode.env.openExternal(target);
  else if (chosen === open) await vscode.commands.executeCommand('vscode.open', target);
  else if (chosen === reveal) await vscode.commands.executeCommand(revealCommand(target), target);
}

/** The system's file manager shows nothing of another machine, nor does it in a browser. */
function revealCommand(target: vscode.Uri): string {
  const inWorkspace = vscode.workspace.getWorkspaceFolder(target) !== undefined;
  return inWorkspace ? 'revealInExplorer' : 'revealFileInOS';
}
