import * as vscode from 'vscode';
import { commandIds } from '../names';
import { epochLabel, networkDensity, percent } from '../labels';
import type { FactsState } from '../factsCache';
import { isLive, isRun, type KnownSeries, type WatchedFolder } from '../series/knownSeries';
import type { NodeOf } from './nodes';
import { dragNote, pollingNote, runDescription } from './runWords';

const icon = (id: string, color?: string): vscode.ThemeIcon =>
  new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));

const stateIcons: Readonly<Record<string, vscode.ThemeIcon>> = {
  running: icon('sync~spin', 'charts.green'),
  paused: icon('debug-pause', 'charts.yellow'),
  finished: icon('pass'),
  failed: icon('error', 'list.errorForeground'),
  stopped: icon('debug-stop'),
  interrupted: icon('debug-disconnect', 'list.warningForeground'),
};
const unreadableIcon = icon('warning', 'list.warningForeground');

export function seriesItem({ key, series }: NodeOf<'series'>): vscode.TreeItem {
  const item = new vscode.TreeItem(series.name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = key;
  // What is dragged: a panel is given the file itself.
  item.resourceUri = vscode.Uri.file(series.path);
  if (isRun(series)) {
    const state = series.run.state ?? 'unreadable';
    item.description = runDescription(series);
    item.iconPath = stateIcons[state] ?? unreadableIcon;
    item.contextValue = `run.${state}`;
    item.accessibilityInformation = { label: `Run ${series.name}, ${item.description}` };
  } else {
    item.description = countOf(series.checkpoints.length);
    item.iconPath = new vscode.ThemeIcon('layers');
    item.contextValue = 'series';
    item.tooltip = series.path;
  }
  return item;
}

export function watchedFolderItem({ key, path, folder }: NodeOf<'watchedFolder'>): vscode.TreeItem {
  const item = new vscode.TreeItem(
    vscode.Uri.file(path),
    folder.series.length === 1
      ? vscode.TreeItemCollapsibleState.Expanded
      : vscode.TreeItemCollapsibleState.Collapsed,
  );
  item.id = key;
  item.iconPath = new vscode.ThemeIcon(folder.missing ? 'warning' : 'eye');
  item.contextValue = 'watchedFolder';
  item.description = watchedDescription(folder);
  item.tooltip = [path, folder.problem, folder.watchMode === 'polling' ? pollingNote : null]
    .filter((line) => line !== null)
    .join('\n');
  return item;
}

function watchedDescription({ scanned, missing, problem, series, watchMode }: WatchedFolder): string {
  if (!scanned) return 'looking…';
  if (missing) return 'not there';
  if (problem !== null) return 'cannot be read';
  const polled = watchMode === 'polling' ? ' · polled' : '';
  return series.length === 1
    ? `${countOf(series[0].checkpoints.length)}${polled}`
    : `${series.length} series${polled}`;
}

/** A larger experiment is folded at first. */
const unfoldedAtMost = 20;

export function groupItem({ key, experiment, runs }: NodeOf<'group'>): vscode.TreeItem {
  const item = new vscode.TreeItem(
    experiment,
    runs.length <= unfoldedAtMost
      ? vscode.TreeItemCollapsibleState.Expanded
      : vscode.TreeItemCollapsibleState.Collapsed,
  );
  item.id = key;
  item.iconPath = icon('beaker');
  item.contextValue = 'group';
  const live = runs.filter(isLive).length;
  item.description = `${runs.length} runs${live === 0 ? '' : ` · ${live} live`}`;
  item.tooltip =
    'Runs of one experiment: those whose names differ by a last number, or that were put together';
  return item;
}

export function rangeItem({ key, checkpoints }: NodeOf<'range'>): vscode.TreeItem {
  const newest = checkpoints[0];
  const oldest = checkpoints[checkpoints.length - 1];
  const label =
    newest.epoch === null || oldest.epoch === null
      ? `${oldest.name} – ${newest.name}`
      : `epochs ${oldest.epoch} – ${newest.epoch}`;
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = key;
  item.description = countOf(checkpoints.length);
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.contextValue = 'range';
  return item;
}

/** `facts` is null where nobody may ask. */
export function checkpointItem(
  { key, path, entry }: NodeOf<'checkpoint'>,
  facts: FactsState | null,
): vscode.TreeItem {
  const item = new vscode.TreeItem(epochLabel(entry) ?? entry.name, vscode.TreeItemCollapsibleState.None);
  item.id = key;
  item.iconPath = new vscode.ThemeIcon(facts?.status === 'failed' ? 'warning' : 'circle-small');
  item.contextValue = 'checkpoint';
  item.command = { command: commandIds.openCheckpoint, title: 'Open Checkpoint', arguments: [path] };
  item.description = checkpointDescription(facts);
  item.resourceUri = vscode.Uri.file(path);
  return item;
}

function checkpointDescription(facts: FactsState | null): string {
  switch (facts?.status) {
    case 'known': {
      const density = networkDensity(facts.facts.layers);
      return density === null ? 'no layers' : `density ${percent(density)}`;
    }
    case 'unfinished':
      return 'being written…';
    case 'failed':
      return 'unreadable';
    default:
      return '';
  }
}

export function checkpointTooltip(path: string, facts: FactsState | null): string {
  if (facts?.status === 'failed') return `${path}\n${facts.reason}`;
  if (facts?.status !== 'known') return `${path}\n${dragNote}`;
  const { layers, formatLabel, notes } = facts.facts;
  const lines = layers.map(
    ({ inputs, outputs, links, density, emptyNeurons }, index) =>
      `Layer ${index + 1}: ${inputs} → ${outputs}, ${links.toLocaleString()} links, density ${percent(density)}` +
      (emptyNeurons === 0 ? '' : `, ${emptyNeurons} empty neurons`),
  );
  return [path, formatLabel, ...lines, ...notes, dragNote].join('\n');
}

function countOf(count: number): string {
  return count === 1 ? '1 checkpoint' : `${count.toLocaleString()} checkpoints`;
}

/** Whatever of a series may change what its item shows. */
export function seriesFace(series: KnownSeries): string {
  return isRun(series)
    ? `${series.name}|${runDescription(series)}|${series.run.error ?? ''}|${JSON.stringify(series.run.annotation)}`
    : `${series.checkpoints.length}|${series.watchMode}`;
}
