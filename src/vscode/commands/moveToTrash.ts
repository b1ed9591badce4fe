import * as vscode from 'vscode';
import { messageOf } from '../log';

/** What is deleted: files, or folders with all that is in them. */
export interface Doomed {
  readonly path: string;
  readonly name: string;
}

export interface DeletionServices {
  readonly log: vscode.LogOutputChannel;
  /** Called after each that is gone. */
  readonly onGone: (path: string) => Promise<void>;
}

const mostListed = 10;

/** Asks, then moves to the trash; where a machine has none, asks again and deletes for good. */
export async function moveToTrash(
  services: DeletionServices,
  doomed: readonly Doomed[],
  { question, consequences }: { readonly question: string; readonly consequences: readonly string[] },
): Promise<void> {
  const move = 'Move to Trash';
  const detail = [...consequences, pathsOf(doomed)].join('\n\n');
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail }, move);
  if (answer !== move) return;
  const left = await removeAll(services, doomed, true);
  if (left.length > 0) await offerPermanently(services, left);
}

/** A remote machine may have no trash. */
async function offerPermanently(services: DeletionServices, doomed: readonly Doomed[]): Promise<void> {
  const permanently = 'Delete Permanently';
  const answer = await vscode.window.showWarningMessage(
    'They cannot be moved to a trash here. Delete them for good?',
    { modal: true, detail: pathsOf(doomed) },
    permanently,
  );
  if (answer !== permanently) return;
  const left = await removeAll(services, doomed, false);
  if (left.length === 0) return;
  const names = left.map(({ name }) => name).join(', ');
  void vscode.window.showErrorMessage(`${names} could not be deleted; the log tells why.`);
}

/** Those that are still there. */
async function removeAll(
  services: DeletionServices,
  doomed: readonly Doomed[],
  useTrash: boolean,
): Promise<readonly Doomed[]> {
  const left: Doomed[] = [];
  for (const each of doomed) if (!(await remove(services, each, useTrash))) left.push(each);
  return left;
}

async function remove(
  { log, onGone }: DeletionServices,
  { path }: Doomed,
  useTrash: boolean,
): Promise<boolean> {
  try {
    await vscode.workspace.fs.delete(vscode.Uri.file(path), { recursive: true, useTrash });
    log.info(`Deleted ${path}${useTrash ? ' (to the trash)' : ''}.`);
  } catch (error) {
    log.warn(`${path} was not deleted: ${messageOf(error)}`);
    // Somebody else may have deleted it meanwhile.
    if (!(error instanceof vscode.FileSystemError && error.code === 'FileNotFound')) return false;
  }
  await onGone(path);
  return true;
}

function pathsOf(doomed: readonly Doomed[]): string {
  const more = doomed.length - mostListed;
  const listed = doomed.slice(0, mostListed).map(({ path }) => path);
  return [...listed, ...(more > 0 ? [`and ${String(more)} more`] : [])].join('\n');
}
