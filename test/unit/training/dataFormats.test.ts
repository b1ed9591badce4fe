import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../../src/training/data/dataError';
import { recogniseData } from '../../../src/training/data/formats/registry';
import { describeData } from '../../../src/training/data/report';
import { npy, npz, numbers } from '../checkpoints/support/npzFiles';
import { dataFolder } from './support/dataFolder';

const folder = dataFolder();

async function problemWith(data: object): Promise<DataError> {
  const error: unknown = await folder.read(data).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(DataError);
  return error as DataError;
}

/** Image n of a batch has label n mod 10; byte k of it is (n + k) mod 251. */
function cifarBatch(images: number): Buffer {
  return Buffer.concat(
    Array.from({ length: images }, (_, n) =>
      Buffer.from([n % 10, ...Array.from({ length: 3072 }, (_, k) => (n + k) % 251)]),
    ),
  );
}

describe('CIFAR-10', () => {
  it('is read from its folder, planes as they are, the batches in order', async () => {
    await mkdir(folder.place('cifar'), { recursive: true });
    const batch = cifarBatch(3);
    await folder.write('cifar/data_batch_1.bin', batch.subarray(0, 3073));
    await folder.write('cifar/data_batch_2.bin.gz', gzipSync(batch.subarray(3073)));
    await folder.write('cifar/test_batch.bin', batch.subarray(3073, 2 * 3073));
    const parts = await folder.read({ kind: 'cifar10', folder: 'cifar' });
    expect([...parts.train.labels]).toEqual([0, 1, 2]);
    expect([...parts.train.values]).toEqual(
      [0, 1, 2].flatMap((n) => [...batch.subarray(n * 3073 + 1, (n + 1) * 3073)]),
    );
    expect([...parts.test!.labels]).toEqual([1]);
    expect(parts.image).toMatchObject({ channels: 3, height: 32, width: 32 });
    expect(parts.classNames![9]).toBe('truck');
    const files = { train: ['cifar/data_batch_1.bin'], test: ['cifar/test_batch.bin'] };
    expect((await folder.read({ kind: 'cifar10', ...files })).train.count).toBe(1);
  });

  it.each([
    ['empty', Buffer.alloc(0), /one or more images of 3073 bytes, found 0/],
    ['cut', cifarBatch(2).subarray(0, 4000), /found 4000 bytes/],
    ['no labels', Buffer.alloc(3073, 200), /labels of 0 to 9, found 200 before image 0/],
  ])('refuses a file that is %s', async (_, bytes, message) => {
    await folder.write('bad.bin', bytes);
    const error = await problemWith({ kind: 'cifar10', train: ['bad.bin'], test: ['bad.bin'] });
    expect(error.message).toMatch(message);
    expect(error.file).toBe(folder.place('bad.bin'));
  });

  it('says which file a folder lacks', async () => {
    expect((await problemWith({ kind: 'cifar10', folder: '.' })).expected).toContain('data_batch_1.bin');
  });
});

describe('NumPy arrays', () => {
  const images = npy('|u1', [3, 2, 2], Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
  const labels = numbers('<i8', [5, 7, 5]);

  it('are read from an archive as Keras has it', async () => {
    const test = { x_test: images, y_test: numbers('|i1', [7, 9, 5]) };
    await folder.write('whole.npz', npz({ x_train: images, y_train: labels, ...test }, 6));
    const parts = await folder.read({ kind: 'numpy', file: 'whole.npz' });
    expect([...parts.train.values]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(parts.train.values).toBeInstanceOf(Uint8Array);
    expect([...parts.train.labels]).toEqual([0, 1, 0]);
    expect([...parts.test!.labels]).toEqual([1, 2, 0]);
    expect(parts.classNames).toEqual(['5', '7', '9']);
    expect(parts.image).toMatchObject({ channels: 1, height: 2, width: 2 });
    expect(parts.notes[1]).toBe('y_train: int64 of shape (3,)');
  });

  it('are read from a folder or from files of any type; without test arrays there is no test', async () => {
    await mkdir(folder.place('arrays'), { recursive: true });
    const values = [0.5, -1, 2, 3, 4, 5];
    const floats = npy('<f8', [3, 2], new Uint8Array(Float64Array.from(values).buffer));
    await folder.write('arrays/X_train.npy', floats);
    await folder.write(
      'arrays/y_train.npy',
      npy('<f4', [3, 1], new Uint8Array(Float32Array.of(1, 0, 1).buffer)),
    );
    for (const data of [
      { folder: 'arrays' },
      { trainInputs: 'arrays/X_train.npy', trainLabels: 'arrays/y_train.npy' },
    ]) {
      const parts = await folder.read({ kind: 'numpy', ...data });
      expect(parts.train.values).toEqual(Float32Array.from(values));
      expect(parts).toMatchObject({ test: null, image: null, classes: 2 });
    }
  });

  it('of integers that fit are kept as bytes', async () => {
    const wide = npy('<i8', [2, 2], new Uint8Array(BigInt64Array.of(0n, 255n, 3n, 4n).buffer));
    await folder.write('wide.npz', npz({ x: wide, y: numbers('<i4', [0, 1]) }));
    expect((await folder.read({ kind: 'numpy', file: 'wide.npz' })).train.values).toEqual(
      Uint8Array.of(0, 255, 3, 4),
    );
  });

  it.each([
    ['no labels', { x_train: images }, /array "y_train" or .* found none/],
    ['half a test set', { x_train: images, y_train: labels, x_test: images }, /or neither, found one/],
    [
      'other counts',
      { x: images, y: numbers('<i8', [1, 2]) },
      /3 labels, one a sample in y, found shape \(2,\)/,
    ],
    ['fractions for labels', { x: images, y: numbers('<f8', [0.5, 1, 2]) }, /whole numbers in y, found 0.5/],
    ['one-hot labels', { x: images, y: npy('|u1', [3, 2], new Uint8Array(6)) }, /found shape \(3, 2\)/],
    ['text', { x: npy('|S2', [3], new Uint8Array(6)), y: labels }, /samples of 1 to .* found shape \(3,\)/],
    ['no samples', { x: npy('|u1', [0, 2], new Uint8Array(0)), y: labels }, /found shape \(0, 2\)/],
    [
      'not a number',
      { x: npy('<f4', [3, 1], new Uint8Array(Float32Array.of(1, NaN, 2).buffer)), y: labels },
      /finite numbers in x, found NaN in sample 1, value 0/,
    ],
    [
      'objects',
      { x: npy('|O', [3], new Uint8Array(24)), y: labels },
      /float or string type in x, found "\|O"/,
    ],
  ])('refuse an archive with %s', async (_, arrays, message) => {
    await folder.write('bad.npz', npz(arrays as unknown as Record<string, Uint8Array>));
    expect((await problemWith({ kind: 'numpy', file: 'bad.npz' })).message).toMatch(message);
  });

  it('refuse what is no archive, cut or absent', async () => {
    await folder.write('cut.npz', npz({ x: images, y: labels }).subarray(0, 150));
    await folder.write('cut.npy', images.subarray(0, images.length - 2));
    expect((await problemWith({ kind: 'numpy', file: 'cut.npz' })).expected).toContain('zip archive');
    expect((await problemWith({ kind: 'numpy', file: 'absent.npz' })).found).toContain('nothing');
    const files = { trainInputs: 'cut.npy', trainLabels: 'cut.npy' };
    expect((await problemWith({ kind: 'numpy', ...files })).message).toMatch(/12 bytes of items .* found 10/);
  });
});

describe('what data are', () => {
  it.each([
    ['x/data.csv', null, { kind: 'csv', train: 'x/data.csv' }],
    ['x/data.csv.gz', null, { kind: 'csv', train: 'x/data.csv.gz' }],
    ['x/data.npz', null, { kind: 'numpy', file: 'x/data.npz' }],
    ['x', ['train.csv', 'README'], { kind: 'csv', folder: 'x' }],
    ['x', ['x_train.npy'], { kind: 'numpy', folder: 'x' }],
    ['x', ['data_batch_1.bin'], { kind: 'cifar10', folder: 'x' }],
    ['x', ['train-images-idx3-ubyte.gz'], { kind: 'idx', folder: 'x' }],
    ['x', ['README'], null],
    ['x/data.txt', null, null],
  ])('tells the name %s with %j inside', (place, names, section) => {
    expect(recogniseData({ path: place, names })).toEqual(section);
  });

  it('tells the report, with the split that training gets', async () => {
    const rows = Array.from({ length: 40 }, (_, k) => `${k},${k % 3 === 0 ? 'b' : 'a'}`);
    await writeFile(folder.place('forty.csv'), rows.join('\n'));
    const data = folder.section({
      kind: 'csv',
      train: 'forty.csv',
      testFraction: 0.25,
      validationFraction: 0.2,
    });
    const report = await describeData(data);
    expect(report).toMatchObject({
      version: 1,
      inputs: 1,
      image: null,
      storedAs: 'bytes',
      train: 24,
      validation: 6,
      test: 10,
      notes: ['separator ","', 'no header', 'the label is column 2'],
    });
    expect(path.isAbsolute((report.data as { train: string }).train)).toBe(true);
    expect(
      report.classes.map(({ name, train, validation, test }) => [name, train + validation + test]),
    ).toEqual([
      ['a', 26],
      ['b', 14],
    ]);
    expect(report.normalization.means).toHaveLength(1);
  });
});
