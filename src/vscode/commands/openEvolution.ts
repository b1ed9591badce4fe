import path from 'node:path';
import * as vscode from 'vscode';
import { mostSeries } from '../../protocol/evolution';
import type { EvolutionPanels } from '../panels/evolutionPanels';
import { findSeriesAt } from '../series/scan';
import { seriesOfPaths } from '../series/seriesOfPaths';
import type { SeriesStore } from '../series/seriesStore';
import { requireTrust } from '../trust';
import { targetPaths } from './targets';

export interface EvolutionCommandServices {
  readonly store: SeriesStore;
  readonly panels: EvolutionPanels;
}

/** Opens the evolution of what was clicked, several series over each other in one panel; asks where that is nothing. */
export async function openEvolutionCommand(
  services: EvolutionCommandServices,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  if (!(await requireTrust('the evolution of a topology'))) return;
  const paths = targetPaths(clicked, selected);
  const found =
    paths.length === 0 ? await pickKnown(services.store) : await seriesOfPaths(services.store, paths);
  if (found.length === 0) {
    if (paths.length === 0) return;
    const names = paths.map((each) => path.basename(each)).join(', ');
    void vscode.window.showWarningMessage(`No checkpoints in ${names}.`);
    return;
  }
  const chosen = found.length > 1 && paths.length === 1 ? await pickSeries(found) : found;
  if (chosen.length === 0) return;
  if (chosen.length > mostSeries) {
    void vscode.window.showInformationMessage(
      `Of ${chosen.length} series the first ${mostSeries} are shown: more cannot be told apart.`,
    );
  }
  services.panels.show(chosen, { preserveFocus: false });
}

/** Series to be shown beside those that are; empty where none is chosen. */
export async function pickMoreSeries(store: SeriesStore, shown: readonly string[]): Promise<string[]> {
  const others = (await knownPaths(store)).filter((each) => !shown.includes(each));
  return pickSeries(others, 'Show which series too?');
}

async function knownPaths(store: SeriesStore): Promise<string[]> {
  await store.ready;
  const known = [...store.runs(), ...store.watched().flatMap(({ series }) => series)];
  return [...new Set(known.map((each) => each.path))];
}

async function pickKnown(store: SeriesStore): Promise<string[]> {
  const all = await knownPaths(store);
  return all.length === 1 ? all : pickSeries(all);
}

const browse = '$(folder-opened) Another folder…';

async function pickSeries(
  all: readonly string[],
  title = 'Open the Topology Evolution of which series?',
): Promise<string[]> {
  const picks = await vscode.window.showQuickPick(
    [
      ...all.map((each) => ({ label: path.basename(each), description: path.dirname(each), each })),
      { label: browse },
    ],
    { title, matchOnDescription: true, canPickMany: true },
  );
  const chosen = (picks ?? []).flatMap((pick) => ('each' in pick ? [pick.each] : []));
  const browses = (picks ?? []).some((pick) => !('each' in pick));
  return browses ? [...chosen, ...(await browseSeries(title))] : chosen;
}

async function browseSeries(title: string): Promise<string[]> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: 'Open',
    })) ?? [];
  if (folder === undefined) return [];
  const found = await findSeriesAt(folder.fsPath);
  return found.length > 1 ? pickSeries(found, title) : found;
}
