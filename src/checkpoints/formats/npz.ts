import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { CheckpointError } from '../checkpoint';
import { failInside, type Fail } from './fail';
import { withRegularFile } from './regularFile';

/** Limits that no file of a user comes near, and no hostile file gets past: an archive unpacks to 1 GiB at most. */
const MAX_FILE_BYTES = 2 ** 30;
const MAX_UNPACKED_BYTES = 2 ** 30;
const MAX_MEMBERS = 1_000;
const STORED = 0;
const DEFLATED = 8;

const inflateRawAsync = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflateRaw);

/** The arrays of an `.npz` file by name without `.npy`, each still an `.npy` file: those asked for and no others. */
export interface Npz {
  readonly names: readonly string[];
  readonly members: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads an `.npz` file, stored or deflated. Declared sizes are checked against the limits before anything is
 * unpacked, sizes and CRCs after. A file without the directory at its end may be one that is still being written.
 */
export async function readNpz(path: string, wanted: ReadonlySet<string>, fail: Fail): Promise<Npz> {
  const bytes = await readWhole(path, fail);
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false }).catch(
    (error: unknown) => {
      throw fail('a zip archive (.npz)', problem(error), true);
    },
  );
  const entries = await listEntries(zip, fail);
  const members = new Map<string, Uint8Array>();
  let unpackedBytes = 0;
  for (const [name, entry] of entries) {
    if (!wanted.has(name)) continue;
    unpackedBytes += entry.uncompressedSize;
    if (unpackedBytes > MAX_UNPACKED_BYTES) {
      throw fail(`at most ${MAX_UNPACKED_BYTES} bytes unpacked`, `${unpackedBytes} or more`);
    }
    members.set(name, await unpack(zip, bytes, entry, failInside(fail, entry.fileName)));
  }
  return { names: [...entries.keys()], members };
}

async function readWhole(path: string, fail: Fail): Promise<Buffer> {
  return withRegularFile(path, fail, async (handle, size) => {
    if (size > MAX_FILE_BYTES) throw fail(`a file of at most ${MAX_FILE_BYTES} bytes`, `${size}`);
    return handle.readFile();
  });
}

async function listEntries(zip: ZipFile, fail: Fail): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > MAX_MEMBERS) throw fail(`at most ${MAX_MEMBERS} arrays`, `${zip.entryCount}`);
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.replace(/\.npy$/, '');
      if (entries.has(name)) throw fail('each array once', `'${name}' twice`);
      entries.set(name, entry);
    }
  } catch (error) {
    throw error instanceof CheckpointError ? error : fail('a whole zip directory', problem(error));
  }
  return entries;
}

async function unpack(zip: ZipFile, archive: Buffer, entry: Entry, fail: Fail): Promise<Uint8Array> {
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  if (entry.isEncrypted()) throw fail('an array that is not encrypted', 'an encrypted one');
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
    throw fail('stored or deflated data', `compression method ${compressionMethod}`);
  }
  const header = await zip.readLocalFileHeaderPromise(entry, { minimal: true }).catch((error: unknown) => {
    throw fail('a zip entry', problem(error));
  });
  const packed = archive.subarray(header.fileDataStart, header.fileDataStart + compressedSize);
  if (packed.length !== compressedSize) throw fail(`${compressedSize} bytes`, `${packed.length}`);
  const bytes = compressionMethod === STORED ? packed : await inflate(packed, uncompressedSize, fail);
  if (bytes.length !== uncompressedSize) {
    throw fail(`${uncompressedSize} bytes unpacked`, `${bytes.length}`);
  }
  const found = crc32(bytes);
  if (found !== entry.crc32) throw fail(`CRC ${hex(entry.crc32)}`, hex(found));
  return bytes;
}

async function inflate(packed: Uint8Array, size: number, fail: Fail): Promise<Uint8Array> {
  try {
    return await inflateRawAsync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch (error) {
    const tooLong = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw tooLong
      ? fail(`${size} bytes unpacked`, 'more')
      : fail('deflated data', `damaged data (${problem(error)})`);
  }
}

function problem(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
