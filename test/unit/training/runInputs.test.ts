/** What a run says of the inputs of its network, from the files that it is trained on. */
import { expect, test } from 'vitest';
import type { RunInputs } from '../../../src/checkpoints/runFolder/runInputs';
import { loadDataset } from '../../../src/training/data/dataset';
import { runInputsOf } from '../../../src/training/data/runInputs';
import { idxBytes } from '../cli/support';
import { npy, npz, numbers } from '../checkpoints/support/npzFiles';
import { dataFolder } from './support/dataFolder';

const folder = dataFolder();

async function inputsOf(data: object): Promise<RunInputs> {
  return runInputsOf(await loadDataset(folder.section(data)));
}

function imageOf(height: number, width: number, channels: number, order = 'planar'): RunInputs {
  return { columns: null, image: { height, width, channels, order } as RunInputs['image'] };
}

test('images of IDX files have the sides that the files say', async () => {
  const images = idxBytes([2, 3, 5], Buffer.alloc(30, 7));
  const labels = idxBytes([2], Buffer.of(0, 1));
  for (const part of ['train', 't10k']) {
    await folder.write(`${part}-images-idx3-ubyte`, images);
    await folder.write(`${part}-labels-idx1-ubyte`, labels);
  }
  expect(await inputsOf({ kind: 'idx', folder: '.' })).toEqual(imageOf(3, 5, 1));
  expect(await inputsOf({ kind: 'fashion-mnist-sample' })).toEqual(imageOf(28, 28, 1));
});

test('CIFAR-10 is 32 × 32 in three channels, one after the other', async () => {
  await folder.write('batch.bin', Buffer.concat([Buffer.alloc(3073, 1), Buffer.alloc(3073, 2)]));
  const files = { train: ['batch.bin'], test: ['batch.bin'] };
  expect(await inputsOf({ kind: 'cifar10', ...files })).toEqual(imageOf(32, 32, 3));
});

test.each([
  [[4, 6], { columns: null, image: null }],
  [[4, 2, 3], imageOf(2, 3, 1)],
  [[4, 5, 6, 3], imageOf(5, 6, 3, 'interleaved')],
  [[4, 3, 5, 6], imageOf(5, 6, 3)],
  [[4, 5, 6, 4], imageOf(5, 6, 4, 'interleaved')],
  [[4, 5, 6, 7], { columns: null, image: null }],
])('an array of NumPy of shape %j', async (shape, expected) => {
  const values = Uint8Array.from({ length: shape.reduce((a, b) => a * b) }, (_, k) => k % 251);
  await folder.write('x.npz', npz({ x: npy('|u1', shape, values), y: numbers('|i1', [0, 1, 0, 1]) }));
  expect(await inputsOf({ kind: 'numpy', file: 'x.npz', testFraction: 0.5 })).toEqual(expected);
});

test('a table has the names of its columns without that of the label, or none', async () => {
  const rows = ['1,2,a', '3,4,b', '5,6,a', '7,8,b'];
  await folder.write('named.csv', ['"length, cm",width,species', ...rows].join('\n'));
  await folder.write('bare.csv', rows.join('\n'));
  const read = (train: string, options: object = {}): Promise<RunInputs> =>
    inputsOf({ kind: 'csv', train, testFraction: 0.5, ...options });
  expect(await read('named.csv')).toEqual({ columns: ['length, cm', 'width'], image: null });
  expect(await read('bare.csv')).toEqual({ columns: null, image: null });
  await folder.write('middle.csv', 'a,kind,b\n1,x,2\n3,y,4\n5,x,6\n7,y,8\n');
  expect(await read('middle.csv', { label: 'kind' })).toEqual({ columns: ['a', 'b'], image: null });
});
