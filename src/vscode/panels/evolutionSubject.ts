import path from 'node:path';
import * as vscode from 'vscode';
import { runPaths } from '../../checkpoints/runFolder/layout';
import { summarizeConfig } from '../configSummary';
import { percent } from '../labels';
import { isRun, type KnownSeries } from '../series/knownSeries';
import { pollingNote } from '../views/runWords';
import type { EvolutionSubject } from './evolutionHeader';

/** What the store says of a series, as a panel shows it. `series`: null before it is known. */
export function toSubject(
  seriesPath: string,
  series: KnownSeries | null,
  missing: boolean,
): EvolutionSubject {
  const notes: string[] = [];
  if (!vscode.workspace.isTrusted) {
    notes.push(
      'Restricted Mode: no process is started, so nothing is computed until you trust this workspace.',
    );
  }
  if (series?.watchMode === 'polling') notes.push(pollingNote);
  if (series === null || !isRun(series)) {
    return {
      path: seriesPath,
      name: series?.name ?? path.basename(seriesPath),
      kind: series?.kind ?? 'folder',
      checkpoints: series?.checkpoints ?? [],
      state: null,
      stateDetail: null,
      summary: null,
      notes,
      missing,
      metricsFile: null,
    };
  }
  const { run, name, checkpoints } = series;
  return {
    path: seriesPath,
    name,
    kind: 'run',
    checkpoints,
    state: run.state,
    stateDetail: stateDetail(series),
    summary: summarizeConfig(run.config),
    notes: [...(run.annotation.note === null ? [] : [run.annotation.note]), ...notes, ...run.problems],
    missing,
    metricsFile: runPaths(seriesPath).metrics,
  };
}

function stateDetail({ run }: KnownSeries): string | null {
  if (run === null) return null;
  if (run.error !== null) return run.error;
  if (run.epoch === null) return null;
  const accuracy = run.testAccuracy === null ? '' : `, accuracy ${percent(run.testAccuracy)}`;
  return `epoch ${run.epoch} of ${run.epochs ?? '?'}${accuracy}`;
}
