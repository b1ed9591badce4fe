import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, statSync, unlinkSync } from 'node:fs';
import path from 'node:path';

/** Names begin with the time of their making. */
const namePattern = /^\d{13}-[0-9a-f]{12}\.segment$/;

export interface SegmentFile {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly changed: number;
}

/** The files of a cache, oldest first; none where the folder is not there or cannot be read. */
export function segmentFiles(folder: string): SegmentFile[] {
  try {
    const names = readdirSync(folder).filter((name) => namePattern.test(name));
    return names.sort().flatMap((name) => segmentFile(path.join(folder, name)));
  } catch {
    return [];
  }
}

/** None where it was deleted meanwhile. */
function segmentFile(file: string): SegmentFile[] {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? [] : [{ path: file, bytes: found.size, changed: found.mtimeMs }];
}

/** Path of a segment that nobody else writes. Makes the folder; throws where that cannot be. */
export function newSegmentPath(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const time = String(Date.now()).padStart(13, '0');
  return path.join(folder, `${time}-${randomBytes(6).toString('hex')}.segment`);
}

/** Deletes the oldest segments until all together have no more bytes than `limitBytes`. */
export function evictOldest(folder: string, limitBytes: number): void {
  const files = segmentFiles(folder);
  let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { path: file, bytes } of files) {
    if (total <= limitBytes) return;
    deleteSegment(file);
    total -= bytes;
  }
}

/** One that cannot be deleted, or was by another process, is left as it is. */
export function deleteSegment(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    return;
  }
}
