import * as vscode from 'vscode';
import type { CheckpointEntry } from '../../checkpoints/series';
import { momentLabel } from '../checkpointLabels';
import { isLive, isRun, type KnownSeries } from '../series/knownSeries';
import type { SeriesStore } from '../series/seriesStore';
import { lossOf } from './checkpointLoss';
import { moveToTrash } from './moveToTrash';
import { chooseRuns, deletable, type RunServices } from './runCommands';
import { targetPaths } from './targets';

/** Runs with all that is in their folders; called on checkpoints, as by the Delete key, those. */
export async function deleteRunCommand(
  services: RunServices,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  const { store, log } = services;
  const paths = targetPaths(clicked, selected);
  await store.ready;
  if (paths.length > 0 && paths.every((each) => isCheckpoint(store, each))) {
    await deleteCheckpointCommand(services, clicked, selected);
    return;
  }
  const runs = await chooseRuns(store, deletable, 'Delete which run?', clicked, selected);
  if (runs.length === 0) return;
  const what = runs.length === 1 ? `the run ${runs[0].name}` : `${runs.length} runs`;
  await moveToTrash({ log, onGone: (gone) => store.refreshOne(gone) }, runs, {
    question: `Delete ${what} with all checkpoints?`,
    consequences: [],
  });
}

interface Chosen {
  readonly series: KnownSeries;
  readonly entries: readonly CheckpointEntry[];
}

/** Single checkpoints; never those of a live run, which resumes from them and removes them by its own rules. */
export async function deleteCheckpointCommand(
  { store, log }: RunServices,
  clicked: unknown,
  selected: unknown,
): Promise<void> {
  await store.ready;
  const chosen = bySeries(store, targetPaths(clicked, selected));
  const live = chosen.filter(({ series }) => isRun(series) && isLive(series));
  if (live.length > 0) {
    const names = live.map(({ series }) => series.name).join(', ');
    const is = live.length === 1 ? 'is live: its' : 'are live: their';
    void vscode.window.showWarningMessage(
      `${names} ${is} checkpoints can be deleted once training has ended. What a run keeps while it trains is up to "keep" in its configuration.`,
    );
  }
  const free = chosen.filter((each) => !live.includes(each));
  const entries = free.flatMap((each) => each.entries);
  if (entries.length === 0) {
    if (live.length === 0) {
      void vscode.window.showInformationMessage(
        'Nothing that is selected is a checkpoint that is still there.',
      );
    }
    return;
  }
  const [first] = free;
  const what =
    entries.length === 1
      ? `${momentLabel(entries[0].path)} of ${first.series.name}`
      : `${entries.length} checkpoints${free.length === 1 ? ` of ${first.series.name}` : ''}`;
  await moveToTrash(
    { log, onGone: (gone) => store.refreshOne(store.seriesOf(gone)?.path ?? gone) },
    entries,
    { question: `Delete ${what}?`, consequences: free.flatMap((each) => lossOf(each.series, each.entries)) },
  );
}

function bySeries(store: SeriesStore, paths: readonly string[]): readonly Chosen[] {
  const wanted = new Set(paths);
  const all = new Set(paths.map((each) => store.seriesOf(each)).filter((series) => series !== null));
  return [...all]
    .map((series) => ({ series, entries: series.checkpoints.filter(({ path }) => wanted.has(path)) }))
    .filter(({ entries }) => entries.length > 0);
}

function isCheckpoint(store: SeriesStore, path: string): boolean {
  return store.seriesOf(path)?.checkpoints.some((entry) => entry.path === path) ?? false;
}
