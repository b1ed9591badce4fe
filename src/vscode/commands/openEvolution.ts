import path from 'node:path';
import * as vscode from 'vscode';
import type { EvolutionPanels } from '../panels/evolutionPanels';
import { findSeriesAt } from '../series/scan';
import type { SeriesStore } from '../series/seriesStore';
import { requireTrust } from '../trust';
import { targetPaths } from './targets';

export interface EvolutionCommandServices {
  readonly store: SeriesStore;
  readonly panels: EvolutionPanels;
}

const maxPanels = 8;

/** Opens the evolution of what was clicked, one panel for each series; asks where that is nothing. */
export async function openEvolutionCommand(
  services: EvolutionCommandServices,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  if (!(await requireTrust('the evolution of a topology'))) return;
  const paths = targetPaths(clicked, selected);
  const found =
    paths.length === 0 ? await pickKnown(services.store) : await seriesOfAll(services.store, paths);
  if (found === undefined) return;
  if (found.length === 0) {
    const names = paths.map((each) => path.basename(each)).join(', ');
    void vscode.window.showWarningMessage(`No checkpoints in ${names}.`);
    return;
  }
  const chosen = found.length > 1 && paths.length === 1 ? await pickSeries(found) : found.slice(0, maxPanels);
  for (const each of chosen) services.panels.show(each, { preserveFocus: false });
}

async function seriesOfAll(store: SeriesStore, paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (each) => {
      const known = store.seriesOf(each);
      return known === null ? findSeriesAt(each) : [known.path];
    }),
  );
  return [...new Set(found.flat())];
}

async function pickKnown(store: SeriesStore): Promise<string[] | undefined> {
  await store.ready;
  const known = [...store.runs(), ...store.watched().flatMap(({ series }) => series)].map(
    (each) => each.path,
  );
  const all = [...new Set(known)];
  if (all.length === 1) return all;
  return pickSeries(all);
}

const browse = '$(folder-opened) Another folder…';

async function pickSeries(all: readonly string[]): Promise<string[]> {
  const pick = await vscode.window.showQuickPick(
    [
      ...all.map((each) => ({ label: path.basename(each), description: path.dirname(each), each })),
      { label: browse },
    ],
    { title: 'Open the Topology Evolution of which series?', matchOnDescription: true },
  );
  if (pick === undefined) return [];
  if ('each' in pick) return [pick.each];
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: 'Open',
    })) ?? [];
  if (folder === undefined) return [];
  const found = await findSeriesAt(folder.fsPath);
  return found.length > 1 ? pickSeries(found) : found;
}
