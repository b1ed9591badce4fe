import { randomBytes } from 'node:crypto';
import { open, rename, unlink, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a rename is tried again where another program holds the file open for a moment (Windows). */
const RENAME_PATIENCE_MS = 5_000;
/** A call takes less than 2³¹ bytes. */
const mostAtOnce = 2 ** 30;
const TEMPORARY_NAME = /^\..+\.[0-9a-f]{12}\.tmp$/;

/**
 * Writes a file so that it appears whole or not at all, even when the machine loses power: under a temporary name in
 * the same folder, flushed to the disk, then renamed over whatever was there. Rejects with the error of the file
 * system, the temporary file removed.
 */
export async function writeFileAtomic(
  file: string,
  content: string | Uint8Array | readonly Uint8Array[],
): Promise<void> {
  const folder = path.dirname(file);
  const temporary = path.join(folder, temporaryName(path.basename(file)));
  try {
    const handle = await open(temporary, 'wx');
    try {
      for (const chunk of chunksOf(content)) await writeAll(handle, chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await renameWithPatience(temporary, file);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
}

/** Whether a file of this name is what an interrupted `writeFileAtomic` left, or is about to rename. */
export function isTemporaryName(name: string): boolean {
  return TEMPORARY_NAME.test(name);
}

function temporaryName(name: string): string {
  return `.${name}.${randomBytes(6).toString('hex')}.tmp`;
}

function chunksOf(content: string | Uint8Array | readonly Uint8Array[]): readonly Uint8Array[] {
  if (typeof content === 'string') return [Buffer.from(content, 'utf8')];
  return content instanceof Uint8Array ? [content] : content;
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    const length = Math.min(chunk.length - written, mostAtOnce);
    written += (await handle.write(chunk, written, length)).bytesWritten;
  }
}

async function renameWithPatience(from: string, to: string): Promise<void> {
  const deadline = Date.now() + RENAME_PATIENCE_MS;
  for (let pauseMs = 10; ; pauseMs = Math.min(pauseMs * 2, 500)) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (process.platform !== 'win32' || !isHeldOpen(error) || Date.now() > deadline) throw error;
      await delay(pauseMs);
    }
  }
}

function isHeldOpen(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['EPERM', 'EBUSY', 'EACCES'].includes(String(error.code))
  );
}

/** Makes the rename itself durable. Some systems (Windows, some network drives) cannot; the content is safe there too. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    return;
  }
}
