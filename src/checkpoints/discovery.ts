import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { listFolder, tryListFolder, type FolderListing } from './folderListing';
import { formatOf } from './readCheckpoint';
import { runPaths } from './runFolder/layout';
import { entryOf, scanSeries, seriesOf } from './scanSeries';
import type { CheckpointEntry, CheckpointSeries } from './series';

/** Folders that never hold a user's checkpoints, and hold many files. Hidden ones are left out as well. */
const IGNORED_FOLDERS = new Set(['node_modules', '__pycache__', 'site-packages']);
const DEFAULT_DEPTH = 8;

export interface DiscoveryOptions {
  /** How many folders deep below the root to look; 8 unless told. */
  readonly maxDepth?: number;
  /** Only run folders of ours, not other checkpoints. */
  readonly runsOnly?: boolean;
  /** Rejects with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * All series in a folder and the folders below it, in the order of their paths. Names decide, no checkpoint is opened.
 * Links are followed, once each. Folders that cannot be read are passed over; where the root cannot be, it rejects
 * with the error of the file system.
 */
export async function discoverSeries(
  root: string,
  options: DiscoveryOptions = {},
): Promise<readonly CheckpointSeries[]> {
  const { maxDepth = DEFAULT_DEPTH, runsOnly = false, signal } = options;
  const found: CheckpointSeries[] = [];
  const seen = new Set<string>();

  async function visit(folder: string, real: string, listing: FolderListing, depth: number): Promise<void> {
    signal?.throwIfAborted();
    if (seen.has(real)) return;
    seen.add(real);
    const series = await seriesOf(folder, listing);
    if (series !== null && (!runsOnly || series.kind === 'run')) found.push(series);
    if (series?.kind === 'run' || depth >= maxDepth) return;
    const taken = new Set(series?.checkpoints.map((checkpoint) => checkpoint.path));
    for (const name of listing.folders) {
      const child = path.join(folder, name);
      if (IGNORED_FOLDERS.has(name) || taken.has(child)) continue;
      const realChild = listing.linked.has(name)
        ? await realpath(child).catch(() => null)
        : path.join(real, name);
      const inside = realChild === null ? null : await tryListFolder(child);
      if (realChild !== null && inside !== null) await visit(child, realChild, inside, depth + 1);
    }
  }

  const absolute = path.resolve(root);
  await visit(absolute, await realpath(absolute), await listFolder(absolute), 0);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What a file or folder is to us. `series` is the path of the series that a checkpoint belongs to. */
export type PathIdentity =
  | { readonly kind: 'checkpoint'; readonly checkpoint: CheckpointEntry; readonly series: string | null }
  | { readonly kind: 'series'; readonly path: string }
  | { readonly kind: 'run'; readonly path: string }
  | { readonly kind: 'nothing' };

/**
 * Tells what a path is, for a right click on it: a checkpoint (a file, or a folder of layers), a series of them, a run
 * folder (its `checkpoints` folder counts as the run), or nothing of ours. By names alone. Never rejects.
 */
export async function identifyPath(file: string): Promise<PathIdentity> {
  const absolute = path.resolve(file);
  const kind = await stat(absolute).catch(() => null);
  if (kind?.isFile() === true) return identifyFile(absolute);
  const listing = kind?.isDirectory() === true ? await tryListFolder(absolute) : null;
  return listing === null ? { kind: 'nothing' } : identifyFolder(absolute, listing);
}

async function identifyFile(file: string): Promise<PathIdentity> {
  const folder = path.dirname(file);
  const name = path.basename(file);
  const checkpoint = name.startsWith('.') ? null : entryOf(folder, { name, kind: 'file' });
  if (checkpoint === null) return { kind: 'nothing' };
  const run = await runOf(folder);
  if (run !== null) return { kind: 'checkpoint', checkpoint, series: run };
  // A layer file of a folder that is a checkpoint stands for itself.
  const children = (await tryListFolder(folder))?.files ?? [];
  const isPart = formatOf({ name: path.basename(folder), kind: 'folder', children }) !== null;
  return { kind: 'checkpoint', checkpoint, series: isPart ? null : folder };
}

async function identifyFolder(folder: string, listing: FolderListing): Promise<PathIdentity> {
  const name = path.basename(folder);
  const parent = path.dirname(folder);
  const checkpoint = entryOf(parent, { name, kind: 'folder', children: listing.files });
  if (checkpoint !== null) {
    const inParent = formatOf({ name, kind: 'folder' }) !== null;
    return { kind: 'checkpoint', checkpoint, series: inParent ? parent : folder };
  }
  const run = await runOf(folder);
  if (run !== null) return { kind: 'run', path: run };
  const series = await scanSeries(folder).catch(() => null);
  if (series === null) return { kind: 'nothing' };
  return { kind: series.kind === 'run' ? 'run' : 'series', path: folder };
}

/** The run folder whose `checkpoints` folder this is; null for any other. */
async function runOf(folder: string): Promise<string | null> {
  const parent = path.dirname(folder);
  if (path.basename(folder) !== path.basename(runPaths(parent).checkpoints)) return null;
  const series = await scanSeries(parent).catch(() => null);
  return series?.kind === 'run' ? parent : null;
}
