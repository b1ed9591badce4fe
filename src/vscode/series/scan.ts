import { stat } from 'node:fs/promises';
import path from 'node:path';
import { discoverSeries, identifyPath } from '../../checkpoints/discovery';
import { runPaths } from '../../checkpoints/runFolder/layout';
import { readRun } from '../../checkpoints/runFolder/readRun';
import { formatOf } from '../../checkpoints/readCheckpoint';
import { scanSeries } from '../../checkpoints/scanSeries';
import type { CheckpointSeries } from '../../checkpoints/series';
import type { Selected } from '../commands/comparePlan';
import { messageOf } from '../log';
import type { KnownSeries } from './knownSeries';

export interface RootScan {
  readonly series: readonly CheckpointSeries[];
  readonly missing: boolean;
  /** Why the folder cannot be read. */
  readonly problem: string | null;
}

/** All series in a folder, or only its runs. */
export async function scanRoot(root: string, what: 'runs' | 'everything'): Promise<RootScan> {
  try {
    const series = await discoverSeries(root, { runsOnly: what === 'runs' });
    return { series, missing: false, problem: null };
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { series: [], missing, problem: missing ? null : messageOf(error) };
  }
}

/** A series as its folder is now, or as it was scanned a moment ago; null where it is none any more. */
export async function readSeries(
  seriesPath: string,
  scanned?: CheckpointSeries,
): Promise<Omit<KnownSeries, 'watchMode'> | null> {
  const series = scanned ?? (await scanSeries(seriesPath));
  if (series === null) return null;
  if (series.kind !== 'run') return { ...series, run: null };
  const run = await readRun(seriesPath);
  return { ...series, name: run.annotation.name ?? series.name, run };
}

/** Runs that a changed path is, is in, or holds; it may be gone again, or be anything. */
export async function runsAt(file: string): Promise<readonly CheckpointSeries[]> {
  // Most changed paths are files of no concern to us.
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory() === true) return discoverSeries(file, { runsOnly: true }).catch(() => []);
  if (found === null || path.basename(file) !== path.basename(runPaths('').record)) return [];
  const series = await scanSeries(path.dirname(file)).catch(() => null);
  return series?.kind === 'run' ? [series] : [];
}

export async function isRunFolder(folder: string): Promise<boolean> {
  // Most candidates are files.
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory() !== true) return false;
  return (await scanSeries(folder).catch(() => null))?.kind === 'run';
}

/** Whether a change of `file` below a series may have made another one: not where it is, or is part of, a checkpoint. */
export function mayHoldSeries(series: string, file: string): boolean {
  const [name] = path.relative(series, file).split(path.sep);
  if (name === '' || name.startsWith('.')) return false;
  return formatOf({ name, kind: 'file' }) === null && formatOf({ name, kind: 'folder' }) === null;
}

/** What a path on the disk is to a comparison; a folder of folders is all series below it. */
export async function classify(file: string): Promise<Selected[]> {
  const found = await identifyPath(file);
  switch (found.kind) {
    case 'checkpoint': {
      const { checkpoint } = found;
      const series = found.series ?? checkpoint.path;
      return [{ kind: 'checkpoint', path: checkpoint.path, series, epoch: checkpoint.epoch }];
    }
    case 'series':
    case 'run': {
      const series = await scanSeries(found.path);
      return series === null ? [] : [{ ...series, kind: 'series' }];
    }
    case 'nothing':
      return (await scanRoot(file, 'everything')).series.map((series) => ({ ...series, kind: 'series' }));
  }
}

/** The checkpoints that paths are, or that are in the series that they are or hold. */
export async function checkpointsAt(files: readonly string[]): Promise<string[]> {
  const found = (await Promise.all(files.map(classify))).flat();
  const paths = found.flatMap((each) =>
    each.kind === 'checkpoint' ? [each.path] : each.checkpoints.map(({ path: inside }) => inside),
  );
  return [...new Set(paths)];
}

/** Paths of the series that a path is, belongs to, or holds. */
export async function findSeriesAt(file: string): Promise<string[]> {
  const found = await identifyPath(file);
  switch (found.kind) {
    case 'checkpoint':
      return found.series === null ? [] : [found.series];
    case 'series':
    case 'run':
      return [found.path];
    case 'nothing':
      return (await scanRoot(file, 'everything')).series.map((series) => series.path);
  }
}
