import { statfs } from 'node:fs/promises';

/** Left to others, and to the small files of a run. */
const reserveBytes = 16 << 20;

/** The disk has no room for a file that is about to be written. Its code is that of a write that fails for this. */
export class DiskFullError extends Error {
  override readonly name = 'DiskFullError';
  readonly code = 'ENOSPC';

  constructor(
    readonly folder: string,
    readonly neededBytes: number,
    readonly freeBytes: number,
  ) {
    super(`${folder}: expected room for ${neededBytes} bytes, found ${freeBytes}`);
  }
}

/** Throws `DiskFullError` where the disk of a folder has no room for so many bytes and a little more. */
export async function checkFreeSpace(folder: string, bytes: number): Promise<void> {
  const { blocks, bavail, bsize } = await statfs(folder);
  // Some network drives tell nothing.
  if (blocks === 0) return;
  const freeBytes = bavail * bsize;
  const neededBytes = bytes + reserveBytes;
  if (freeBytes < neededBytes) throw new DiskFullError(folder, neededBytes, freeBytes);
}
