import * as vscode from 'vscode';
import { epochLabel, networkDensity, percent } from '../labels';
import type { FactsState } from '../factsCache';
import { isRun, type KnownRun, type KnownSeries, type WatchedFolder } from '../series/knownSeries';
import type { NodeOf } from './nodes';

const stateIcons: Readonly<Record<string, string>> = {
  running: 'sync~spin',
  paused: 'debug-pause',
  finished: 'pass',
  failed: 'error',
  stopped: 'debug-stop',
  interrupted: 'debug-disconnect',
};

export function seriesItem({ key, series }: NodeOf<'series'>): vscode.TreeItem {
  const item = new vscode.TreeItem(series.name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = key;
  if (isRun(series)) {
    const state = series.run.state ?? 'unreadable';
    item.description = runDescription(series);
    item.iconPath = new vscode.ThemeIcon(stateIcons[state] ?? 'warning');
    item.contextValue = `run.${state}`;
    item.tooltip = runTooltip(series);
    item.accessibilityInformation = { label: `Run ${series.name}, ${item.description}` };
  } else {
    item.description = countOf(series.checkpoints.length);
    item.iconPath = new vscode.ThemeIcon('layers');
    item.contextValue = 'series';
    item.tooltip = series.path;
  }
  return item;
}

/** "running · epoch 12 of 200 · 84.5 %" */
export function runDescription({ run, watchMode }: KnownRun): string {
  const parts = [run.state ?? 'unreadable'];
  if (run.epoch !== null) parts.push(`epoch ${run.epoch} of ${run.epochs ?? '?'}`);
  if (run.testAccuracy !== null) parts.push(percent(run.testAccuracy));
  if (watchMode === 'polling') parts.push('polled');
  return parts.join(' · ');
}

function runTooltip({ run, path, watchMode }: KnownRun): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  const line = (text: string): void => {
    tooltip.appendText(text);
    tooltip.appendMarkdown('\n\n');
  };
  line(path);
  if (run.testAccuracy !== null) line(`Accuracy on the test set: ${percent(run.testAccuracy)}`);
  if (run.error !== null) line(`Failed: ${run.error}`);
  if (run.state === 'interrupted') line('Its process is gone. Resume continues from the last checkpoint.');
  if (run.record !== null) {
    if (run.record.endedEarly !== null) line(`Finished by ${run.record.endedEarly}`);
    const { pid, host, created, versions } = run.record;
    line(`Process ${pid} on ${host}, Node ${versions.node}; created ${new Date(created).toLocaleString()}`);
  }
  for (const problem of run.problems) line(problem);
  if (watchMode === 'polling') line(pollingNote);
  return tooltip;
}

export const pollingNote =
  'No file events come from this folder, so it is looked at about once a second (network drive, or out of file watches).';

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
  item.description = checkpointDescription(facts);
  item.tooltip = checkpointTooltip(path, facts);
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

function checkpointTooltip(path: string, facts: FactsState | null): string {
  if (facts?.status === 'failed') return `${path}\n${facts.reason}`;
  if (facts?.status !== 'known') return path;
  const { layers, formatLabel, notes } = facts.facts;
  const lines = layers.map(
    ({ inputs, outputs, links, density, emptyNeurons }, index) =>
      `Layer ${index + 1}: ${inputs} → ${outputs}, ${links.toLocaleString()} links, density ${percent(density)}` +
      (emptyNeurons === 0 ? '' : `, ${emptyNeurons} empty neurons`),
  );
  return [path, formatLabel, ...lines, ...notes].join('\n');
}

function countOf(count: number): string {
  return count === 1 ? '1 checkpoint' : `${count.toLocaleString()} checkpoints`;
}

/** Whatever of a series may change what its item shows. */
export function seriesFace(series: KnownSeries): string {
  return isRun(series)
    ? `${runDescription(series)}|${series.run.error ?? ''}`
    : `${series.checkpoints.length}|${series.watchMode}`;
}
