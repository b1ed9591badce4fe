import type { FileHandle } from 'node:fs/promises';
import * as z from 'zod';
import type { Fail } from './fail';
import { shapeText } from './npy';
import { withRegularFile } from './regularFile';

/** Longest header that is read; ours take about 1 KiB a layer. */
const MAX_HEADER_BYTES = 16 * 2 ** 20;

/** A call reads less than 2³¹ bytes. */
const mostAtOnce = 2 ** 30;

/** The element types of the format, and their bytes. */
const ITEM_BYTES = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  I64: 8,
  U64: 8,
  F64: 8,
} as const;
export type Dtype = keyof typeof ITEM_BYTES;

export interface TensorInfo {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Byte offsets from the start of the file. */
  readonly begin: number;
  readonly end: number;
}

/** A tensor to be written; `bytes` are its items in little-endian C order. */
export interface Tensor {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** An open safetensors file (https://github.com/huggingface/safetensors#format): its header, and tensors on demand. */
export interface SafetensorsFile {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /** The items of a tensor of the file, in a buffer of their own. */
  read(tensor: TensorInfo): Promise<ArrayBuffer>;
}

/**
 * Opens a safetensors file for the time of `use`. The header is checked in full before that: lengths and types agree,
 * and tensors fill the file without gap or overlap. Throws `CheckpointError`.
 */
export async function withSafetensors<T>(
  path: string,
  fail: Fail,
  use: (file: SafetensorsFile) => Promise<T>,
): Promise<T> {
  return withRegularFile(path, fail, async (handle, size) => {
    const { header, dataStart } = await readHeader(handle, size, fail);
    const { metadata, tensors } = parseHeader(header, dataStart, size, fail);
    return use({
      metadata,
      tensors,
      read: async ({ begin, end }) => (await readExactly(handle, begin, end - begin, fail)).buffer,
    });
  });
}

/**
 * The chunks of a safetensors file, header first; the tensors' own memory is not copied. Larger item types come first
 * and the header is padded, so that every tensor is aligned. Equal arguments give equal bytes.
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array[] {
  const ordered = [...tensors].sort(([, a], [, b]) => ITEM_BYTES[b.dtype] - ITEM_BYTES[a.dtype]);
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { dtype, shape, bytes }] of ordered) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
  }
  const json = Buffer.from(JSON.stringify(header), 'utf8');
  const paddedBytes = Math.ceil(json.length / 8) * 8;
  const start = Buffer.alloc(8 + paddedBytes, ' ');
  start.writeBigUInt64LE(BigInt(paddedBytes));
  json.copy(start, 8);
  return [start, ...ordered.map(([, { bytes }]) => bytes)];
}

async function readHeader(
  handle: FileHandle,
  size: number,
  fail: Fail,
): Promise<{ readonly header: string; readonly dataStart: number }> {
  if (size < 8) throw fail('a safetensors file, of at least 8 bytes', `${size} bytes`, true);
  const prefix = Buffer.from(await readExactly(handle, 0, 8, fail));
  const headerBytes = Number(prefix.readBigUInt64LE());
  if (headerBytes > MAX_HEADER_BYTES) {
    throw fail(
      `a safetensors file, with a header of at most ${MAX_HEADER_BYTES} bytes`,
      `a length of ${headerBytes}`,
    );
  }
  if (8 + headerBytes > size) {
    throw fail(`a header of ${headerBytes} bytes`, `${size - 8} bytes after its length`, true);
  }
  // Zeros at the start are what a network drive shows of a file whose first block has not arrived.
  if (headerBytes === 0) throw fail('a safetensors header', 'a header of 0 bytes', true);
  const bytes = await readExactly(handle, 8, headerBytes, fail);
  return { header: new TextDecoder().decode(bytes), dataStart: 8 + headerBytes };
}

const metadataSchema = z.record(z.string(), z.string());
const tensorSchema = z.object({
  dtype: z.enum(Object.keys(ITEM_BYTES) as [Dtype, ...Dtype[]]),
  shape: z.array(z.number().int().nonnegative()).max(8),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});

function parseHeader(
  header: string,
  dataStart: number,
  size: number,
  fail: Fail,
): Pick<SafetensorsFile, 'metadata' | 'tensors'> {
  let json: unknown;
  try {
    json = JSON.parse(header);
  } catch {
    throw fail('a safetensors header in JSON', JSON.stringify(header.slice(0, 60)));
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw fail('a safetensors header (a JSON object)', JSON.stringify(header.slice(0, 60)));
  }
  let metadata = new Map<string, string>();
  const tensors = new Map<string, TensorInfo>();
  for (const [name, value] of Object.entries(json)) {
    if (name === '__metadata__') {
      const parsed = metadataSchema.safeParse(value);
      if (!parsed.success) throw fail('metadata of strings', z.prettifyError(parsed.error));
      metadata = new Map(Object.entries(parsed.data));
      continue;
    }
    const parsed = tensorSchema.safeParse(value);
    if (!parsed.success) {
      throw fail(`tensor ${quote(name)} with dtype, shape and data_offsets`, z.prettifyError(parsed.error));
    }
    const { dtype, shape, data_offsets: offsets } = parsed.data;
    const expected = shape.reduce((product, length) => product * length, ITEM_BYTES[dtype]);
    if (offsets[1] - offsets[0] !== expected) {
      throw fail(
        `${expected} bytes for tensor ${quote(name)} (${dtype}, shape ${shapeText(shape)})`,
        `offsets ${offsets[0]} to ${offsets[1]}`,
      );
    }
    tensors.set(name, { dtype, shape, begin: dataStart + offsets[0], end: dataStart + offsets[1] });
  }
  checkCoverage(tensors, dataStart, size, fail);
  return { metadata, tensors };
}

function checkCoverage(
  tensors: ReadonlyMap<string, TensorInfo>,
  dataStart: number,
  size: number,
  fail: Fail,
): void {
  let end = dataStart;
  for (const [name, tensor] of [...tensors].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end)) {
    if (tensor.begin !== end) {
      throw fail(
        `tensor ${quote(name)} to begin where the one before ends (offset ${end - dataStart})`,
        `offset ${tensor.begin - dataStart}`,
      );
    }
    end = tensor.end;
  }
  if (end !== size) throw fail(`a file of ${end} bytes, as its header says`, `${size}`, size < end);
}

async function readExactly(
  handle: FileHandle,
  position: number,
  length: number,
  fail: Fail,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await handle.read(
      bytes,
      done,
      Math.min(length - done, mostAtOnce),
      position + done,
    );
    if (bytesRead === 0) throw fail(`${length} bytes at ${position}`, `${done}`, true);
    done += bytesRead;
  }
  return bytes;
}

function quote(name: string): string {
  return JSON.stringify(name.slice(0, 80));
}
