import * as vscode from 'vscode';

/** Asked for a process in Restricted Mode. */
export class RestrictedModeError extends Error {
  override readonly name = 'RestrictedModeError';

  constructor(readonly what: string) {
    super(`Restricted Mode: ${what} would start a process, which waits until you trust this workspace.`);
  }
}

/** Whether a process may be started for `what`; says why not, with the way out. */
export async function requireTrust(what: string): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = 'Manage Workspace Trust';
  const choice = await vscode.window.showWarningMessage(new RestrictedModeError(what).message, manage);
  if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return vscode.workspace.isTrusted;
}
