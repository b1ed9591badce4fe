import path from 'node:path';
import * as vscode from 'vscode';
import type { ComparisonPanel, ComparisonPanels } from '../panels/comparisonPanels';
import type { EvolutionPanel, EvolutionPanels } from '../panels/evolutionPanels';
import { checkpointsAt } from '../series/scan';
import { requireTrust } from '../trust';
import { targetPaths } from './targets';

/** Draws runs and folders over those that an open Topology Evolution shows. */
export async function addToEvolutionCommand(
  panels: EvolutionPanels,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  if (!(await requireTrust('the evolution of a topology'))) return;
  const label = (panel: EvolutionPanel): string => panel.paths.map((each) => path.basename(each)).join(', ');
  const panel = await choosePanel(panels.open, label, 'Topology Evolution');
  if (panel === undefined) return;
  panel.reveal(false);
  await panel.addFrom(targetPaths(clicked, selected));
}

/** Adds checkpoints, or all of runs and folders, to an open NNSTD Comparison. */
export async function addToComparisonCommand(
  panels: ComparisonPanels,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  if (!(await requireTrust('a comparison'))) return;
  const found = await checkpointsAt(targetPaths(clicked, selected));
  const panel = await choosePanel(panels.open, ({ title }: ComparisonPanel) => title, 'NNSTD Comparison');
  if (panel === undefined || found.length === 0) return;
  panel.add(found);
  panel.reveal();
}

/** The only one that is open, or one of several; undefined where none is chosen, or none is open any more. */
async function choosePanel<T>(
  open: readonly T[],
  label: (panel: T) => string,
  what: string,
): Promise<T | undefined> {
  if (open.length === 0) void vscode.window.showInformationMessage(`No ${what} is open.`);
  if (open.length <= 1) return open[0];
  const picks = open.map((panel) => ({ label: label(panel), panel }));
  return (await vscode.window.showQuickPick(picks, { title: `Add to which ${what}?` }))?.panel;
}
