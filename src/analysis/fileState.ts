import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** State of a checkpoint file or folder, told without reading it. */
export interface FileState {
  /** Sizes, times and identities of the file or of the folder's entries: another one for every other state. */
  readonly stamp: string;
  /**
   * Nothing changed lately. What was written twice within a tick of the file system's clock may look the same, so that
   * a stamp names a content for good only once the tick is past.
   */
  readonly settled: boolean;
}

const TICK_MS = 2000;

/** Null where there is none. */
export async function fileState(checkpoint: string): Promise<FileState | null> {
  try {
    const own = await stateOfEntry(checkpoint);
    if (!own.isFolder) return own;
    const names = (await readdir(checkpoint)).sort();
    const entries = await Promise.all(names.map((name) => stateOfEntry(path.join(checkpoint, name))));
    return {
      stamp: entries.map(({ stamp }, k) => `${names[k]}=${stamp}`).join('|'),
      settled: own.settled && entries.every(({ settled }) => settled),
    };
  } catch {
    return null;
  }
}

async function stateOfEntry(file: string): Promise<FileState & { readonly isFolder: boolean }> {
  const found = await stat(file, { bigint: true });
  return {
    stamp: [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(':'),
    settled: Date.now() - Math.max(Number(found.mtimeMs), Number(found.ctimeMs)) > TICK_MS,
    isFolder: found.isDirectory(),
  };
}
