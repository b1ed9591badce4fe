import path from 'node:path';
import * as z from 'zod';
import { pathText, section } from '../../configSchema';
import { DataError } from '../dataError';
import { commonKeys, defineDataFormat, type DataParts } from '../dataFormat';
import { listFolder, readBytes } from '../files';
import { maxFeatures, planarImage, type Samples } from '../samples';

/** An IDX file of unsigned bytes (http://yann.lecun.com/exdb/mnist/). */
export interface IdxArray {
  readonly dimensions: readonly number[];
  /** Length the product of the dimensions, last dimension fastest. */
  readonly bytes: Uint8Array;
}

const unsignedByte = 0x08;
const fileKeys = ['trainImages', 'trainLabels', 'testImages', 'testLabels'] as const;
const possibleFiles = `either "folder" or ${fileKeys.map((key) => `"${key}"`).join(', ')}`;

/**
 * Four IDX files, gzipped or not: in a folder by any of the usual names, or each named. The names are
 * `train-images-idx3-ubyte`, `t10k-labels.idx1-ubyte.gz`, `emnist-letters-test-images-idx3-ubyte.gz` …; of a file that is
 * there both ways the unpacked one is read.
 */
export const idxFormat = defineDataFormat({
  schema: section({
    kind: z.literal('idx').describe('Four IDX files, gzipped or not, as MNIST and its kin are published.'),
    folder: pathText.optional().describe('Folder with the four files by their usual names.'),
    trainImages: pathText.optional().describe('In place of folder: the training images.'),
    trainLabels: pathText.optional().describe('In place of folder: the training labels.'),
    testImages: pathText.optional().describe('In place of folder: the test images.'),
    testLabels: pathText.optional().describe('In place of folder: the test labels.'),
    ...commonKeys('global'),
  }).refine((files) => fileKeys.every((key) => (files[key] === undefined) === (files.folder !== undefined)), {
    error: possibleFiles,
    path: ['folder'],
  }),
  pathKeys: ['folder', ...fileKeys],
  shape: null,
  recognise: ({ path: folder, names }) =>
    names?.some((name) => filePattern('train', 'images').test(name)) === true
      ? { kind: 'idx', folder }
      : null,
  read: (config) => readIdxFiles(config),
});

/** A folder, or each file by its path. */
export type IdxFiles = Readonly<Partial<Record<'folder' | (typeof fileKeys)[number], string | undefined>>>;

/** Training and test samples of four IDX files. Throws `DataError`. */
export async function readIdxFiles(files: IdxFiles): Promise<DataParts> {
  const { folder } = files;
  const names = folder === undefined ? [] : await listFolder(folder, 'a folder of IDX files');
  const fileOf = (part: Part, kind: Kind): string =>
    folder === undefined
      ? files[`${part}${kind === 'images' ? 'Images' : 'Labels'}`]!
      : findFile(folder, names, part, kind);
  const train = await readSamples(fileOf('train', 'images'), fileOf('train', 'labels'));
  const test = await readSamples(fileOf('test', 'images'), fileOf('test', 'labels'));
  if (train.features !== test.features) {
    throw new DataError(
      folder ?? fileOf('test', 'images'),
      'test images of the size of the training images',
      `${test.features} and ${train.features} pixels`,
    );
  }
  const [height, width] = train.shape;
  return {
    train,
    test,
    classes: 1 + Math.max(largest(train.labels), largest(test.labels)),
    classNames: null,
    image: train.shape.length === 2 ? planarImage(1, height, width) : null,
    columns: null,
    notes: [],
  };
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

async function readSamples(
  imagesFile: string,
  labelsFile: string,
): Promise<Samples & { readonly shape: readonly number[] }> {
  const images = parseIdx(await readBytes(imagesFile, 'a readable IDX file'), imagesFile);
  const labels = parseIdx(await readBytes(labelsFile, 'a readable IDX file'), labelsFile);
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
  return { count, features, values: images.bytes, labels: labels.bytes, shape };
}

function findFile(folder: string, names: readonly string[], part: Part, kind: Kind): string {
  const pattern = filePattern(part, kind);
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

function filePattern(part: Part, kind: Kind): RegExp {
  const prefix = part === 'train' ? 'train' : '(?:t10k|test)';
  return new RegExp(`(?:^|[-_.])${prefix}[-_.]${kind}(?:[-_.]idx\\d[-_.]u?byte)?(\\.gz)?$`, 'i');
}

function largest(labels: Uint8Array): number {
  return labels.reduce((max, label) => Math.max(max, label), 0);
}
