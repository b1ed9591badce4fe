import path from 'node:path';
import * as z from 'zod';
import { pathText, section } from '../../configSchema';
import { DataError } from '../dataError';
import { commonKeys, defineDataFormat, pathList } from '../dataFormat';
import { listFolder, readBytes } from '../files';
import { planarImage, type Samples } from '../samples';

/** Red, green and blue plane of 32 × 32 bytes after the label. */
const pixels = 3 * 32 * 32;
const recordBytes = 1 + pixels;
const classNames = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
] as const;

/**
 * The binary version of CIFAR-10 (https://www.cs.toronto.edu/~kriz/cifar.html), gzipped or not: a folder with
 * `data_batch_1.bin` … and `test_batch.bin`, as the archive unpacks, or the files by name.
 */
export const cifar10Format = defineDataFormat({
  schema: section({
    kind: z.literal('cifar10').describe('The binary version of CIFAR-10, gzipped or not.'),
    folder: pathText.optional().describe('Folder with data_batch_1.bin … and test_batch.bin.'),
    train: pathList.optional().describe('In place of folder: the training files.'),
    test: pathList.optional().describe('In place of folder: the test files.'),
    ...commonKeys('channel'),
  }).refine(
    ({ folder, train, test }) => (folder === undefined) === (train !== undefined && test !== undefined),
    { error: 'either "folder" or "train" and "test"', path: ['folder'] },
  ),
  pathKeys: ['folder', 'train', 'test'],
  shape: { inputs: pixels, classes: classNames.length },
  recognise: ({ path: folder, names }) =>
    names?.some((name) => trainName.test(name)) === true ? { kind: 'cifar10', folder } : null,
  async read({ folder, train, test }) {
    const files = folder === undefined ? { train: train!, test: test! } : await filesOf(folder);
    return {
      train: await readBatches(files.train),
      test: await readBatches(files.test),
      classes: classNames.length,
      classNames,
      image: planarImage(3, 32, 32),
      columns: null,
      notes: [`training files: ${files.train.map((file) => path.basename(file)).join(', ')}`],
    };
  },
});

const trainName = /^data_batch_\d+\.bin(\.gz)?$/;
const testName = /^test_batch\.bin(\.gz)?$/;

async function filesOf(folder: string): Promise<{ train: readonly string[]; test: readonly string[] }> {
  const names = await listFolder(folder, 'a folder of CIFAR-10 in its binary version');
  const matching = (pattern: RegExp, usual: string): readonly string[] => {
    const found = names.filter((name) => pattern.test(name));
    if (found.length === 0) throw new DataError(folder, `a file "${usual}" of the binary version`, 'none');
    return found.map((name) => path.join(folder, name));
  };
  return { train: matching(trainName, 'data_batch_1.bin'), test: matching(testName, 'test_batch.bin') };
}

async function readBatches(files: readonly string[]): Promise<Samples> {
  const batches: Uint8Array[] = [];
  for (const file of files) batches.push(await readBatch(file));
  const count = batches.reduce((sum, batch) => sum + batch.length / recordBytes, 0);
  const values = new Uint8Array(count * pixels);
  const labels = new Uint8Array(count);
  let sample = 0;
  for (const batch of batches) {
    for (let start = 0; start < batch.length; start += recordBytes, sample++) {
      labels[sample] = batch[start];
      values.set(batch.subarray(start + 1, start + recordBytes), sample * pixels);
    }
  }
  return { count, features: pixels, values, labels };
}

async function readBatch(file: string): Promise<Uint8Array> {
  const bytes = await readBytes(file, 'a readable CIFAR-10 file');
  if (bytes.length === 0 || bytes.length % recordBytes !== 0) {
    throw new DataError(file, `one or more images of ${recordBytes} bytes`, `${bytes.length} bytes`);
  }
  for (let start = 0; start < bytes.length; start += recordBytes) {
    if (bytes[start] < classNames.length) continue;
    const image = start / recordBytes;
    throw new DataError(
      file,
      `labels of 0 to ${classNames.length - 1}`,
      `${bytes[start]} before image ${image}`,
    );
  }
  return bytes;
}
