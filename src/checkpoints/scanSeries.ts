import path from 'node:path';
import type { CandidateEntry } from './checkpoint';
import { listFolder, tryListFolder, type FolderListing } from './folderListing';
import { epochOfName } from './formats/names';
import { formatOf } from './readCheckpoint';
import { parseCheckpointFileName, runPaths } from './runFolder/layout';
import type { CheckpointEntry, CheckpointSeries } from './series';

/** How many epoch folders are looked into before all of them are taken for what their names say. */
const SAMPLED_FOLDERS = 3;

/**
 * The checkpoints of one folder: a run folder of ours (also before its first checkpoint), a folder of `epoch_NNN`
 * folders or of checkpoint files, or a folder that is a checkpoint itself. Null where there is none, and where the
 * folder is gone. Names decide, nothing is opened. Rejects with other errors of the file system.
 */
export async function scanSeries(folder: string): Promise<CheckpointSeries | null> {
  try {
    return await seriesOf(folder, await listFolder(folder));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

/** The same for a folder that is listed already. */
export async function seriesOf(folder: string, listing: FolderListing): Promise<CheckpointSeries | null> {
  const run = await runSeries(folder, listing);
  if (run !== null) return run;
  const name = path.basename(folder);
  const itself = entryOf(path.dirname(folder), { name, kind: 'folder', children: listing.files });
  const checkpoints = [
    ...(await epochFolders(folder, listing)),
    // The files of a folder that is a checkpoint are its parts.
    ...(itself === null ? entriesOf(folder, listing.files, 'file') : [itself]),
  ];
  return checkpoints.length === 0
    ? null
    : { path: folder, name, kind: 'folder', checkpoints: inOrder(checkpoints) };
}

/** A checkpoint in `folder`, by the first format that takes it; null for none. */
export function entryOf(folder: string, candidate: CandidateEntry): CheckpointEntry | null {
  const format = formatOf(candidate);
  if (format === null) return null;
  const { name } = candidate;
  const moment = parseCheckpointFileName(name);
  return {
    // Not `path.join`, which looks at every character: a folder may hold ten thousand.
    path: folder.endsWith(path.sep) ? folder + name : `${folder}${path.sep}${name}`,
    format: format.id,
    epoch: moment?.epoch ?? epochOfName(name),
    step: moment?.stepInEpoch ?? 0,
    name,
  };
}

function entriesOf(
  folder: string,
  names: readonly string[],
  kind: CandidateEntry['kind'],
): readonly CheckpointEntry[] {
  return names.map((name) => entryOf(folder, { name, kind })).filter((entry) => entry !== null);
}

/** A folder is a run by its `run.json`, or by its configuration beside checkpoints named as ours are. */
async function runSeries(folder: string, listing: FolderListing): Promise<CheckpointSeries | null> {
  const paths = runPaths(folder);
  const has = (file: string): boolean => listing.files.includes(path.basename(file));
  const hasFolder = listing.folders.includes(path.basename(paths.checkpoints));
  const hasRecord = has(paths.record) && (has(paths.config) || hasFolder);
  if (!hasRecord && !(has(paths.config) && hasFolder)) return null;
  const inside = hasFolder ? await tryListFolder(paths.checkpoints) : null;
  const names = (inside?.files ?? []).filter((name) => parseCheckpointFileName(name) !== null);
  const checkpoints = entriesOf(paths.checkpoints, names, 'file');
  if (!hasRecord && checkpoints.length === 0) return null;
  return { path: folder, name: path.basename(folder), kind: 'run', checkpoints: inOrder(checkpoints) };
}

/** Those of the folders inside that are named like checkpoints, where a look into a few of them bears that out. */
async function epochFolders(folder: string, listing: FolderListing): Promise<readonly CheckpointEntry[]> {
  const named = inOrder(entriesOf(folder, listing.folders, 'folder'));
  for (let sample = 0; sample < Math.min(SAMPLED_FOLDERS, named.length); sample++) {
    const { name, path: inside } = named[Math.round((sample * (named.length - 1)) / (SAMPLED_FOLDERS - 1))];
    const children = (await tryListFolder(inside))?.files ?? [];
    if (formatOf({ name, kind: 'folder', children }) !== null) return named;
  }
  return [];
}

const collator = new Intl.Collator('en', { numeric: true });

/** By epoch (those without one last), then step, then name. */
function inOrder(entries: readonly CheckpointEntry[]): readonly CheckpointEntry[] {
  return entries.toSorted(
    (a, b) =>
      (a.epoch ?? Infinity) - (b.epoch ?? Infinity) || a.step - b.step || collator.compare(a.name, b.name),
  );
}
