import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { DataError } from '../../../src/training/data/dataError';
import { BatchMaker, batchCount } from '../../../src/training/data/batches';
import { loadDataset } from '../../../src/training/data/dataset';
import { findSampleFolder } from '../../../src/training/data/formats/fashionMnistSample';
import { parseIdx, readIdxFiles } from '../../../src/training/data/formats/idx';
import { datasetOf, plainPreparation } from './support/toyData';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'idx-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function idx(dimensions: readonly number[], bytes: readonly number[], type = 0x08): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.writeUInt32BE((type << 8) + dimensions.length, 0);
  dimensions.forEach((size, k) => header.writeUInt32BE(size, 4 + 4 * k));
  return Buffer.concat([header, Buffer.from(bytes)]);
}

/** Three training and two test images of 2 × 2 pixels. */
const whole: Readonly<Record<string, Buffer>> = {
  'train-images-idx3-ubyte': idx([3, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
  'train-labels-idx1-ubyte': idx([3], [2, 0, 1]),
  't10k-images-idx3-ubyte': idx([2, 2, 2], [20, 21, 22, 23, 24, 25, 26, 27]),
  't10k-labels-idx1-ubyte': idx([2], [1, 0]),
};

async function write(files: Readonly<Record<string, Buffer>>): Promise<void> {
  for (const [name, bytes] of Object.entries(files)) await writeFile(path.join(folder, name), bytes);
}

async function problem(): Promise<DataError> {
  const error = await readIdxFiles({ folder }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(DataError);
  return error as DataError;
}

describe('IDX folders', () => {
  it.each([
    ['as published', (name: string) => name],
    ['with a dot', (name: string) => name.replace('-idx', '.idx')],
    ['with a prefix and "test"', (name: string) => `emnist-letters-${name.replace('t10k', 'test')}`],
    ['in capitals', (name: string) => name.toUpperCase()],
  ])('are read by the usual names, gzipped or not: %s', async (_, rename) => {
    const entries = Object.entries(whole);
    await write(
      Object.fromEntries(
        entries.map(([name, bytes], k) =>
          k % 2 === 0 ? [rename(name), bytes] : [`${rename(name)}.gz`, gzipSync(bytes)],
        ),
      ),
    );
    const { train, test } = await readIdxFiles({ folder });
    expect(train).toMatchObject({ count: 3, features: 4 });
    expect([...train.values]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect([...train.labels]).toEqual([2, 0, 1]);
    expect([...test!.values]).toEqual([20, 21, 22, 23, 24, 25, 26, 27]);
    expect([...test!.labels]).toEqual([1, 0]);
  });

  it('prefer the unpacked one of two', async () => {
    await write({ ...whole, 'train-labels-idx1-ubyte.gz': Buffer.from('no gzip') });
    await expect(readIdxFiles({ folder })).resolves.toBeDefined();
  });

  it('tell which file is missing, and which are too many', async () => {
    await write(whole);
    await rm(path.join(folder, 't10k-labels-idx1-ubyte'));
    expect(await problem()).toMatchObject({ file: folder, found: 'none' });
    expect((await problem()).expected).toContain('t10k-labels-idx1-ubyte');
    await write({ ...whole, 'test-labels-idx1-ubyte': whole['t10k-labels-idx1-ubyte'] });
    expect((await problem()).found).toBe('t10k-labels-idx1-ubyte and test-labels-idx1-ubyte');
  });

  it('tell that a folder is missing, or is none', async () => {
    await expect(readIdxFiles({ folder: path.join(folder, 'absent') })).rejects.toThrow(DataError);
    await write({ file: Buffer.of(1) });
    await expect(readIdxFiles({ folder: path.join(folder, 'file') })).rejects.toThrow(DataError);
  });

  const images = 'train-images-idx3-ubyte';
  const labels = 'train-labels-idx1-ubyte';
  const truncatedGzip = gzipSync(whole[images]).subarray(0, 20);
  it.each([
    ['truncated', images, whole[images].subarray(0, 20), /12 values .* found 4: the file is truncated/],
    ['too long', images, Buffer.concat([whole[images], Buffer.of(1)]), /12 values .* found 13/],
    ['empty', images, Buffer.alloc(0), /header of at least 4 bytes, found 0 bytes/],
    ['a cut header', images, whole[images].subarray(0, 10), /header of 16 bytes/],
    ['wrong magic', images, Buffer.from('PNG\u0000 and so on'), /begins with 50 4e 47 00/],
    ['other type', images, idx([3, 2, 2], [], 0x0d), /begins with 00 00 0d 03/],
    ['no dimension', images, idx([], [1]), /begins with 00 00 08 00/],
    ['a huge header', images, idx([0xffffffff, 0xffffffff, 0xffffffff], [1]), /truncated/],
    ['images without pixels', images, idx([3, 0, 2], []), /1 to 16777216 pixels/],
    ['no image', images, idx([0, 2, 2], []), /at least one image/],
    ['labels for images', images, whole[labels], /1 to 16777216 pixels/],
    ['images for labels', labels, whole[images], /one dimension of labels/],
    ['other counts', labels, idx([4], [0, 1, 2, 0]), /3 labels, .* found 4/],
    ['cut gzip', images, truncatedGzip, /whole gzip data/],
    ['broken gzip', images, Buffer.concat([truncatedGzip, Buffer.alloc(20, 7)]), /whole gzip data/],
  ])('refuse a file that is %s', async (_, name, bytes, message) => {
    await write({ ...whole, [name]: bytes });
    const error = await problem();
    expect(error.file).toBe(path.join(folder, name));
    expect(error.message).toMatch(message);
  });

  it('refuse a folder in place of a file, and images of different sizes', async () => {
    await write({ ...whole, 't10k-images-idx3-ubyte': idx([2, 1, 2], [1, 2, 3, 4]) });
    expect((await problem()).message).toContain('2 and 4 pixels');
    await rm(path.join(folder, 't10k-images-idx3-ubyte'));
    await mkdir(path.join(folder, 't10k-images-idx3-ubyte'));
    expect((await problem()).file).toBe(path.join(folder, 't10k-images-idx3-ubyte'));
  });

  it('give any number of dimensions', () => {
    expect(parseIdx(idx([1, 2, 1, 2], [1, 2, 3, 4]), 'x').dimensions).toEqual([1, 2, 1, 2]);
  });
});

describe('batches', () => {
  const samples = {
    count: 3,
    features: 2,
    values: Uint8Array.of(0, 10, 20, 30, 40, 50),
    labels: Uint8Array.of(0, 1, 2),
  };
  const dataset = datasetOf(samples, samples);
  const [deviation] = dataset.normalization.deviations;

  it('are normalised by mean and deviation of all training values', () => {
    expect(dataset).toMatchObject({ inputs: 2, classes: 3 });
    expect([...dataset.normalization.means]).toEqual([25]);
    expect(deviation).toBeCloseTo(Math.sqrt(1750 / 6), 12);
  });

  it('are feature-major, in the given order, the last one smaller', () => {
    const maker = new BatchMaker(dataset, 2);
    expect(batchCount(samples, 2)).toBe(2);
    const normal = (byte: number): number => Math.fround((byte - 25) / deviation);
    const order = { order: Uint32Array.of(2, 0, 1), seed: 1, epoch: 1 };
    const first = maker.make(samples, 0, order);
    expect(first.size).toBe(2);
    expect([...first.inputs.subarray(0, 4)]).toEqual([40, 0, 50, 10].map(normal));
    expect([...first.labels.subarray(0, 2)]).toEqual([2, 0]);
    const last = maker.make(samples, 1, order);
    expect(last.size).toBe(1);
    expect([...last.inputs.subarray(0, 2)]).toEqual([20, 30].map(normal));
  });

  it('of constant data are 0, not NaN', () => {
    const flat = { ...samples, values: new Uint8Array(6).fill(9) };
    expect([...new BatchMaker(datasetOf(flat, flat), 3).make(flat, 0, null).inputs]).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });
});

describe('the embedded sample', () => {
  const sampleFolder = findSampleFolder();

  it('is found from any folder below, and missed with a clear error', () => {
    expect(findSampleFolder(path.join(path.dirname(sampleFolder), 'no', 'such', 'folder'))).toBe(
      sampleFolder,
    );
    expect(() => findSampleFolder(folder)).toThrow(DataError);
  });

  it('is 600 training and 100 test images of each class, none twice', async () => {
    const { train, test, inputs, classes } = await loadDataset({
      kind: 'fashion-mnist-sample',
      ...plainPreparation,
    });
    expect([inputs, classes, train.count, test.count]).toEqual([784, 10, 6000, 1000]);
    const perClass = (labels: Uint8Array): number[] =>
      Array.from({ length: 10 }, (_, label) => labels.filter((other) => other === label).length);
    expect(perClass(train.labels)).toEqual(new Array(10).fill(600));
    expect(perClass(test.labels)).toEqual(new Array(10).fill(100));
    const images = new Set<string>();
    for (const { values, count, features } of [train, test]) {
      for (let k = 0; k < count; k++) {
        images.add(Buffer.from(values.subarray(k * features, (k + 1) * features)).toString('latin1'));
      }
    }
    expect(images.size).toBe(7000);
  });

  it('is what its provenance records, in at most 4 MB', async () => {
    const schema = z.object({
      files: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })),
    });
    const json: unknown = JSON.parse(await readFile(path.join(sampleFolder, 'provenance.json'), 'utf8'));
    const { files } = schema.parse(json);
    expect(files.map(({ name }) => name).sort()).toEqual(
      (await readdir(sampleFolder)).filter((name) => name.endsWith('.gz')).sort(),
    );
    let total = 0;
    for (const file of files) {
      const packed = path.join(sampleFolder, file.name);
      total += (await stat(packed)).size;
      const bytes = gunzipSync(await readFile(packed));
      expect(bytes.length).toBe(file.bytes);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
    }
    expect(total).toBeLessThan(4_000_000);
  });
});
