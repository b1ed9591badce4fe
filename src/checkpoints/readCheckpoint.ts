import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { CandidateEntry, Checkpoint, CheckpointFormat } from './checkpoint';
import { readingFile } from './formats/fail';
import { checkpointFormats } from './formats/registry';

/** Reads a checkpoint of any known format. Throws `CheckpointError`, and nothing else. */
export async function readCheckpoint(file: string): Promise<Checkpoint> {
  return readingFile(file, async (fail) => {
    const entry = await candidateEntry(file);
    const format = formatOf(entry);
    if (format === null) {
      throw fail(
        `a checkpoint (${checkpointFormats.map(({ label }) => label).join(', ')})`,
        entry.kind === 'folder' ? 'a folder without weight_l0.npz' : `a file named ${entry.name}`,
        entry.kind === 'folder',
      );
    }
    return format.read(file);
  });
}

/** The format that reads an entry, by its name and kind alone; null for none. */
export function formatOf(entry: CandidateEntry): CheckpointFormat | null {
  return checkpointFormats.find((format) => format.matches(entry)) ?? null;
}

/** A file or folder as formats are asked about it. Rejects with the error of the file system. */
export async function candidateEntry(file: string): Promise<CandidateEntry> {
  const name = path.basename(path.resolve(file));
  return (await stat(file)).isDirectory()
    ? { name, kind: 'folder', children: await readdir(file) }
    : { name, kind: 'file' };
}
