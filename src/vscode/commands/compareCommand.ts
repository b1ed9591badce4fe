import path from 'node:path';
import * as vscode from 'vscode';
import type { CheckpointEntry } from '../../checkpoints/series';
import type { Measure } from '../../measure/measure';
import { momentLabel, seriesFolderOf } from '../checkpointLabels';
import type { ComparisonPanels } from '../panels/comparisonPanels';
import { classify } from '../series/scan';
import type { SeriesStore } from '../series/seriesStore';
import { requireTrust } from '../trust';
import { evenlySpaced, matrixComfort, planComparison, type Selected } from './comparePlan';
import { targetPaths } from './targets';

const maxRows = 500;

export interface CompareServices {
  readonly store: SeriesStore;
  readonly panels: ComparisonPanels;
}

/** Compares what was selected in the explorer or a tree; asks where that is nothing or only one. */
export async function compareCommand(
  services: CompareServices,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  if (!(await requireTrust('a comparison'))) return;
  const paths = targetPaths(clicked, selected);
  if (paths.length === 0) {
    openComparison(services, await pickAny(services.store, 'Compare which checkpoints?'));
    return;
  }
  const selection: Selected[] = [];
  const useless: string[] = [];
  for (const each of paths) {
    const found = await select(services.store, each);
    if (found.length === 0) useless.push(each);
    selection.push(...found);
  }
  if (useless.length > 0) {
    const names = useless.map((each) => path.basename(each)).join(', ');
    void vscode.window.showWarningMessage(`No checkpoint in ${names}.`);
  }
  const plan = planComparison(selection);
  switch (plan.kind) {
    case 'compare':
      openComparison(services, plan.checkpoints);
      break;
    case 'pickSome':
      openComparison(services, await pickSome(plan.checkpoints));
      break;
    case 'pickOther':
      openComparison(services, await pickOther(services.store, plan.checkpoint));
      break;
    case 'nothing':
      break;
  }
}

export function openComparison(
  { panels }: CompareServices,
  checkpoints: readonly string[] | undefined,
  measure?: Measure,
): void {
  if (checkpoints === undefined || checkpoints.length < 2) return;
  if (checkpoints.length > maxRows) {
    void vscode.window.showWarningMessage(
      `${checkpoints.length} checkpoints are more than the ${maxRows} that fit a matrix; select fewer.`,
    );
    return;
  }
  panels.show(checkpoints, { measure });
}

/** What the store knows of a path, or else what the disk tells. */
async function select(store: SeriesStore, file: string): Promise<Selected[]> {
  const series = store.seriesOf(file);
  if (series?.path === file) return [{ kind: 'series', path: file, checkpoints: series.checkpoints }];
  const known = series?.checkpoints.find((each) => each.path === file);
  if (known !== undefined) {
    return [{ kind: 'checkpoint', path: file, series: seriesFolderOf(file), epoch: known.epoch }];
  }
  return classify(file);
}

interface CheckpointPick extends vscode.QuickPickItem {
  readonly checkpoint: string;
}

function pickOf(entry: Pick<CheckpointEntry, 'path'>, picked = false): CheckpointPick {
  return {
    label: momentLabel(entry.path),
    description: path.basename(entry.path),
    checkpoint: entry.path,
    picked,
  };
}

async function pickSome(checkpoints: readonly CheckpointEntry[]): Promise<string[] | undefined> {
  const spread = new Set(evenlySpaced(checkpoints, matrixComfort));
  const picks = await vscode.window.showQuickPick(
    checkpoints.map((entry) => pickOf(entry, spread.has(entry))),
    {
      canPickMany: true,
      title: `Compare which of the ${checkpoints.length} checkpoints?`,
      placeHolder: 'Two make a comparison, more a matrix',
    },
  );
  return picks?.map(({ checkpoint }) => checkpoint);
}

async function pickOther(store: SeriesStore, checkpoint: string): Promise<string[] | undefined> {
  await store.ready;
  const label = `${path.basename(seriesFolderOf(checkpoint))} · ${momentLabel(checkpoint)}`;
  const picks = await pickFrom(knownPicks(store, checkpoint), `Compare ${label} with…`);
  return picks === undefined ? undefined : [checkpoint, ...picks.filter((each) => each !== checkpoint)];
}

export async function pickAny(store: SeriesStore, title: string): Promise<string[] | undefined> {
  await store.ready;
  return pickFrom(knownPicks(store, null), title);
}

const browseFiles = 'Other files…';
const browseFolders = 'Other folders…';
const maxPicks = 2000;

async function pickFrom(
  known: readonly (CheckpointPick | vscode.QuickPickItem)[],
  title: string,
): Promise<string[] | undefined> {
  // A dialog picks either files or folders on Windows and Linux.
  const others = [browseFiles, browseFolders].map((label) => ({ label, alwaysShow: true }));
  const picks = await vscode.window.showQuickPick([...others, ...known], {
    canPickMany: true,
    matchOnDescription: true,
    title,
    placeHolder: 'Two make a comparison, more a matrix',
  });
  if (picks === undefined) return undefined;
  const checkpoints = picks.filter((pick): pick is CheckpointPick => 'checkpoint' in pick);
  const chosen = checkpoints.map(({ checkpoint }) => checkpoint);
  for (const { label } of picks) {
    if (label === browseFiles || label === browseFolders) {
      chosen.push(...((await pickOnDisk(title, label === browseFolders)) ?? []));
    }
  }
  return chosen;
}

/** Checkpoints of the series of `first` before those of the others; newest first. */
function knownPicks(store: SeriesStore, first: string | null): (CheckpointPick | vscode.QuickPickItem)[] {
  const home = first === null ? null : store.seriesOf(first);
  const watched = store.watched().flatMap(({ series }) => series);
  const all = new Set([...(home === null ? [] : [home]), ...store.runs(), ...watched]);
  const picks: (CheckpointPick | vscode.QuickPickItem)[] = [];
  for (const series of all) {
    if (series.checkpoints.length === 0 || picks.length > maxPicks) continue;
    picks.push({ label: series.name, kind: vscode.QuickPickItemKind.Separator });
    const others = series.checkpoints.filter((each) => each.path !== first).slice(-maxPicks);
    picks.push(...others.reverse().map((entry) => pickOf(entry)));
  }
  return picks;
}

async function pickOnDisk(title: string, folders: boolean): Promise<string[] | undefined> {
  const uris = await vscode.window.showOpenDialog({
    title,
    canSelectMany: true,
    canSelectFiles: !folders,
    canSelectFolders: folders,
    openLabel: 'Compare',
    ...(folders ? {} : { filters: { Checkpoints: ['safetensors', 'npz'] } }),
  });
  if (uris === undefined) return undefined;
  const found = (await Promise.all(uris.map(({ fsPath }) => classify(fsPath)))).flat();
  const plan = planComparison(found);
  if (plan.kind === 'compare') return [...plan.checkpoints];
  if (plan.kind === 'pickOther') return [plan.checkpoint];
  return plan.kind === 'pickSome' ? pickSome(plan.checkpoints) : undefined;
}
