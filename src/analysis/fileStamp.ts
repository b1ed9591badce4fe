import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Tells states of a checkpoint file or folder apart without reading it: sizes, times and identities of the file or of
 * the folder's entries. Null where there is none.
 */
export async function stampOf(checkpoint: string): Promise<string | null> {
  try {
    const own = await stampOfEntry(checkpoint);
    if (!own.isFolder) return own.stamp;
    const names = (await readdir(checkpoint)).sort();
    const entries = await Promise.all(
      names.map(async (name) => `${name}=${(await stampOfEntry(path.join(checkpoint, name))).stamp}`),
    );
    return entries.join('|');
  } catch {
    return null;
  }
}

async function stampOfEntry(file: string): Promise<{ readonly stamp: string; readonly isFolder: boolean }> {
  const found = await stat(file, { bigint: true });
  const stamp = [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(':');
  return { stamp, isFolder: found.isDirectory() };
}
