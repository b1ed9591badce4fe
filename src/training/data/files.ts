import { createReadStream, type Stats } from 'node:fs';
import { open, readFile, readdir, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';
import { DataError } from './dataError';

/** Beyond this an unpacked file is refused: no data set that fits into memory is so large, a hostile archive may be. */
const maxBytes = 2 ** 31;

const gunzipAsync = promisify(gunzip);

/** Names in a folder, sorted. `what` says what was expected there. Throws `DataError`. */
export async function listFolder(folder: string, what: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    throw new DataError(folder, what, systemReason(error));
  }
}

/** A whole file, unpacked where it is gzipped. Throws `DataError`. */
export async function readBytes(file: string, what: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    await checkRegular(file, what);
    bytes = await readFile(file);
  } catch (error) {
    throw error instanceof DataError ? error : new DataError(file, what, systemReason(error));
  }
  if (!isGzip(bytes)) return bytes;
  try {
    return await gunzipAsync(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    throw gzipError(file, error);
  }
}

/** A file as text in pieces, unpacked where it is gzipped. Throws `DataError`, also for bytes that are not UTF-8. */
export async function* readText(file: string, what: string): AsyncGenerator<string> {
  let packed: boolean;
  try {
    await checkRegular(file, what);
    packed = await startsAsGzip(file);
  } catch (error) {
    throw error instanceof DataError ? error : new DataError(file, what, systemReason(error));
  }
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes: Uint8Array | null): string => {
    try {
      return bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      throw new DataError(file, 'text in UTF-8', 'bytes that are none');
    }
  };
  for await (const bytes of streamOf(file, packed)) yield decode(bytes);
  yield decode(null);
}

/** What a failed call of the file system found, in words. */
export function systemReason(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'nothing';
    case 'ENOTDIR':
      return 'a file';
    case 'EISDIR':
      return 'a folder';
    default:
      return `an error: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** A pipe would wait for its writer for ever. */
async function checkRegular(file: string, what: string): Promise<void> {
  const kind: Stats = await stat(file);
  if (!kind.isFile())
    throw new DataError(file, what, kind.isDirectory() ? 'a folder' : 'a device, pipe or socket');
}

async function startsAsGzip(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return isGzip(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

async function* streamOf(file: string, packed: boolean): AsyncGenerator<Uint8Array> {
  const source = createReadStream(file, { highWaterMark: 1 << 20 });
  const stream: Readable = packed ? source.pipe(createGunzip({ chunkSize: 1 << 20 })) : source;
  // An error of the file does not pass through the pipe by itself.
  if (packed) source.on('error', (error) => stream.destroy(error));
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (error) {
    throw packed ? gzipError(file, error) : new DataError(file, 'a readable file', systemReason(error));
  } finally {
    source.destroy();
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function gzipError(file: string, error: unknown): DataError {
  return new DataError(file, `whole gzip data of at most ${maxBytes} bytes unpacked`, systemReason(error));
}
