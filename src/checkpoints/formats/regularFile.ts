import { open, stat, type FileHandle } from 'node:fs/promises';
import type { Fail } from './fail';

/**
 * Opens a file for the time of `use`, with its size in bytes. Anything but a regular file is refused before it is
 * opened: a pipe would wait for its writer for ever. Throws `CheckpointError` or the error of the file system.
 */
export async function withRegularFile<T>(
  path: string,
  fail: Fail,
  use: (handle: FileHandle, size: number) => Promise<T>,
): Promise<T> {
  const kind = await stat(path);
  if (!kind.isFile()) throw fail('a file', kind.isDirectory() ? 'a folder' : 'a device, pipe or socket');
  const handle = await open(path, 'r');
  try {
    return await use(handle, (await handle.stat()).size);
  } finally {
    await handle.close();
  }
}
