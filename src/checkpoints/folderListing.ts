import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** The names inside a folder by kind, links resolved to what they lead to; neither hidden nor broken ones. */
export interface FolderListing {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Those of `folders` that are symbolic links or junctions. */
  readonly linked: ReadonlySet<string>;
}

/**
 * Lists a folder from its directory entries alone; only links are looked at one by one. Rejects with the error of the
 * file system.
 */
export async function listFolder(folder: string): Promise<FolderListing> {
  const files: string[] = [];
  const folders: string[] = [];
  const linked = new Set<string>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    // Hidden names are other programs' business, and those of files that are still being written.
    if (entry.name.startsWith('.')) continue;
    if (entry.isFile()) files.push(entry.name);
    else if (entry.isDirectory()) folders.push(entry.name);
    else if (entry.isSymbolicLink()) {
      const target = await stat(path.join(folder, entry.name)).catch(() => null);
      if (target?.isFile() === true) files.push(entry.name);
      else if (target?.isDirectory() === true) {
        folders.push(entry.name);
        linked.add(entry.name);
      }
    }
  }
  return { files, folders, linked };
}

/** The same for a folder that may be gone or closed to us: then null. */
export async function tryListFolder(folder: string): Promise<FolderListing | null> {
  try {
    return await listFolder(folder);
  } catch {
    return null;
  }
}
