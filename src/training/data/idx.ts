import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { DataError } from './dataError';
import type { Samples } from './dataset';

/** An IDX file of unsigned bytes (http://yann.lecun.com/exdb/mnist/). */
export interface IdxArray {
  readonly dimensions: readonly number[];
  /** Length the product of the dimensions, last dimension fastest. */
  readonly bytes: Uint8Array;
}

/** Beyond this an unpacked file is refused: no data set of this kind is so large, a hostile archive may be. */
const maxBytes = 2 ** 31;
const maxFeatures = 2 ** 24;
const unsignedByte = 0x08;

const gunzipAsync = promisify(gunzip);

/**
 * Training and test samples of a folder with four IDX files, gzipped or not, by any of the usual names:
 * `train-images-idx3-ubyte`, `t10k-labels.idx1-ubyte.gz`, `emnist-letters-test-images-idx3-ubyte.gz` … Of a file that is
 * there both ways the unpacked one is read. Throws `DataError`.
 */
export async function readIdxFolder(folder: string): Promise<{ train: Samples; test: Samples }> {
  const names = await listFolder(folder);
  const train = await readSamples(folder, names, 'train');
  const test = await readSamples(folder, names, 'test');
  if (train.features !== test.features) {
    throw new DataError(
      folder,
      'test images of the size of the training images',
      `${test.features} and ${train.features} pixels`,
    );
  }
  return { train, test };
}

/** Parses the content of an IDX file; `file` names it in errors. Throws `DataError`. */
export function parseIdx(bytes: Uint8Array, file: string): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4)
    throw new DataError(file, 'an IDX header of at least 4 bytes', `${bytes.length} bytes`);
  const magic = view.getUint32(0);
  const type = (magic >>> 8) & 0xff;
  const rank = magic & 0xff;
  if (magic >>> 16 !== 0 || type !== unsignedByte || rank === 0) {
    throw new DataError(
      file,
      'an IDX file of unsigned bytes, which begins with 00 00 08',
      `a file that begins with ${[...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}`,
    );
  }
  const header = 4 + 4 * rank;
  if (bytes.length < header) {
    throw new DataError(file, `a header of ${header} bytes for ${rank} dimensions`, `${bytes.length} bytes`);
  }
  const dimensions = Array.from({ length: rank }, (_, k) => view.getUint32(4 + 4 * k));
  const size = dimensions.reduce((product, dimension) => product * dimension, 1);
  if (bytes.length - header !== size) {
    throw new DataError(
      file,
      `${size} values (${dimensions.join(' × ')})`,
      `${bytes.length - header}${bytes.length - header < size ? ': the file is truncated' : ''}`,
    );
  }
  return { dimensions, bytes: bytes.subarray(header) };
}

type Part = 'train' | 'test';
type Kind = 'images' | 'labels';

async function readSamples(folder: string, names: readonly string[], part: Part): Promise<Samples> {
  const imagesFile = findFile(folder, names, part, 'images');
  const labelsFile = findFile(folder, names, part, 'labels');
  const images = await readIdx(imagesFile);
  const labels = await readIdx(labelsFile);
  const [count, ...shape] = images.dimensions;
  const features = shape.reduce((product, size) => product * size, 1);
  if (shape.length === 0 || features === 0 || features > maxFeatures) {
    throw new DataError(
      imagesFile,
      `images of 1 to ${maxFeatures} pixels`,
      `the dimensions ${images.dimensions.join(' × ')}`,
    );
  }
  if (count === 0) throw new DataError(imagesFile, 'at least one image', 'none');
  if (labels.dimensions.length !== 1) {
    throw new DataError(labelsFile, 'one dimension of labels', `${labels.dimensions.join(' × ')}`);
  }
  if (labels.dimensions[0] !== count) {
    throw new DataError(
      labelsFile,
      `${count} labels, as many as images in ${path.basename(imagesFile)}`,
      `${labels.dimensions[0]}`,
    );
  }
  return { count, features, values: images.bytes, labels: labels.bytes };
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    throw new DataError(folder, 'a folder of IDX files', systemReason(error));
  }
}

function findFile(folder: string, names: readonly string[], part: Part, kind: Kind): string {
  const prefix = part === 'train' ? 'train' : '(?:t10k|test)';
  const pattern = new RegExp(`(?:^|[-_.])${prefix}[-_.]${kind}(?:[-_.]idx\\d[-_.]u?byte)?(\\.gz)?$`, 'i');
  const found = names.filter((name) => pattern.test(name));
  const unpacked = found.filter((name) => !/\.gz$/i.test(name));
  const candidates = unpacked.length > 0 ? unpacked : found;
  if (candidates.length === 1) return path.join(folder, candidates[0]);
  const usual = `${part === 'train' ? 'train' : 't10k'}-${kind}-idx${kind === 'images' ? 3 : 1}-ubyte`;
  throw new DataError(
    folder,
    `one file of ${part === 'train' ? 'training' : 'test'} ${kind}, "${usual}" or "${usual}.gz"`,
    candidates.length === 0 ? 'none' : candidates.join(' and '),
  );
}

async function readIdx(file: string): Promise<IdxArray> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new DataError(file, 'a readable IDX file', systemReason(error));
  }
  if (bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      bytes = await gunzipAsync(bytes, { maxOutputLength: maxBytes });
    } catch (error) {
      throw new DataError(file, `whole gzip data of at most ${maxBytes} bytes unpacked`, systemReason(error));
    }
  }
  return parseIdx(bytes, file);
}

function systemReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  switch (code) {
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
