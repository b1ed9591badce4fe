import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { writeFileAtomic } from '../../checkpoints/atomicWrite';
import { errorCode, runFolderProblem } from '../../checkpoints/runFolder/runFolderErrors';
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

/**
 * Answers a page that has made a file: asks where to, writes it, and offers to open or show it. Where it cannot be
 * written it says why and asks for another place, as often as the user wants to try.
 */
export function savingHandlers(memory: vscode.Memento): Handlers<SavingMethods> {
  return {
    async save(file) {
      for (;;) {
        const target = await askWhere(file, memory);
        if (target === undefined) return { name: null };
        const name = path.basename(target.fsPath);
        try {
          await writeFileAtomic(target.fsPath, file.content);
        } catch (error) {
          const why = `${name} was not saved: ${reasonOf(error, target.fsPath)}.`;
          if (await wantsElsewhere(why)) continue;
          throw new Error(why, { cause: error });
        }
        await memory.update(folderKey, path.dirname(target.fsPath));
        void offer(target);
        return { name };
      }
    },
  };
}

function askWhere({ name }: SavedFile, memory: vscode.Memento): Thenable<vscode.Uri | undefined> {
  const extension = path.extname(name).slice(1);
  return vscode.window.showSaveDialog({
    title: 'Export',
    saveLabel: 'Export',
    defaultUri: vscode.Uri.file(path.join(firstFolder(memory), name)),
    filters: { [kinds[extension]]: [extension] },
  });
}

/** The last one, unless it went meanwhile. */
function firstFolder(memory: vscode.Memento): string {
  const last = memory.get<string>(folderKey);
  if (last !== undefined && existsSync(last)) return last;
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? os.homedir();
}

function reasonOf(error: unknown, file: string): string {
  const folder = path.dirname(file);
  return errorCode(error) === 'ENOENT' ? `${folder} is not there` : runFolderProblem(folder, error).message;
}

async function wantsElsewhere(why: string): Promise<boolean> {
  const elsewhere = 'Save Elsewhere…';
  return (await vscode.window.showErrorMessage(why, { modal: true }, elsewhere)) === elsewhere;
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
