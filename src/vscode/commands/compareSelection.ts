import * as vscode from 'vscode';
import { contextKeys } from '../names';
import { compareCommand, type CompareServices } from './compareCommand';
import { targetPaths } from './targets';

/** The first of two steps, as VS Code compares files: what was selected waits for what it is compared with. */
export class CompareSelection {
  private selected: readonly string[] = [];

  constructor(private readonly services: CompareServices) {}

  select(clicked: unknown, all: unknown): void {
    const paths = targetPaths(clicked, all);
    if (paths.length === 0) return;
    this.selected = paths;
    void vscode.commands.executeCommand('setContext', contextKeys.hasCompareSelection, true);
  }

  /** What was selected first stands first where the comparison keeps an order. */
  async compareWith(clicked: unknown, all: unknown): Promise<void> {
    const paths = targetPaths(clicked, all);
    if (paths.length === 0) return;
    await compareCommand(this.services, undefined, [...new Set([...this.selected, ...paths])]);
  }
}
