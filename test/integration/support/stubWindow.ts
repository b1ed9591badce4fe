import * as vscode from 'vscode';

type Asking =
  | 'showWarningMessage'
  | 'showErrorMessage'
  | 'showInformationMessage'
  | 'showQuickPick'
  | 'showInputBox'
  | 'showOpenDialog'
  | 'showSaveDialog';

export interface Asked {
  readonly what: Asking;
  readonly args: readonly unknown[];
}

/** Answers what the extension asks of the user while `during` runs; returns what was asked. */
export async function answering(
  answers: Partial<Record<Asking, (...args: unknown[]) => unknown>>,
  during: () => Promise<void>,
): Promise<readonly Asked[]> {
  const window = vscode.window as unknown as Record<Asking, unknown>;
  const before = new Map<Asking, unknown>();
  const asked: Asked[] = [];
  for (const [what, answer] of Object.entries(answers) as [Asking, (...args: unknown[]) => unknown][]) {
    before.set(what, window[what]);
    window[what] = (...args: unknown[]) => {
      asked.push({ what, args });
      return Promise.resolve(answer(...args));
    };
  }
  try {
    await during();
  } finally {
    for (const [what, original] of before) window[what] = original;
  }
  return asked;
}
