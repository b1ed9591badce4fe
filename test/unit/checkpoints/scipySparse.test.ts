import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCheckpoint } from '../../../src/checkpoints/readCheckpoint';
import type { SparseLayer } from '../../../src/topology/topology';
import { lay, refused, temporaryFolder } from './support/folders';
import {
  npz,
  numbers,
  scipyArrays,
  scipyNpz,
  text,
  type Entries,
  type NumpyType,
  type SciPyOptions,
} from './support/npzFiles';

const root = temporaryFolder();
let files = 0;

function write(bytes: Uint8Array): string {
  const file = path.join(root, `layer${files++}.npz`);
  writeFileSync(file, bytes);
  return file;
}

async function readLayer(bytes: Uint8Array): Promise<SparseLayer> {
  return (await readCheckpoint(write(bytes))).topology.layers[0];
}

const small: Entries = {
  rows: 4,
  columns: 3,
  entries: [
    [0, 1, 1],
    [2, 0, -2],
    [3, 1, 4],
    [0, 0, 0.5],
  ],
};
const smallLayer = {
  inputs: 4,
  outputs: 3,
  indptr: Uint32Array.of(0, 2, 4, 4),
  indices: Uint32Array.of(0, 2, 0, 3),
  values: Float32Array.of(0.5, -2, 1, 4),
};

const variants: readonly SciPyOptions[] = (['csr', 'csc', 'coo'] as const).flatMap((format) =>
  (['<i4', '<i8', '>i4'] as const).flatMap((index) =>
    (['<f4', '<f8', '>f8', '<f2'] as const).flatMap((data) =>
      ([0, 6] as const).map((level) => ({ format, index, data, level })),
    ),
  ),
);

describe('SciPy matrices', () => {
  test('every form, type and compression reads as the same layer', async () => {
    for (const options of variants) {
      expect(await readLayer(scipyNpz(small, options)), JSON.stringify(options)).toEqual(smallLayer);
    }
  });

  test('any matrix, its entries in any order, reads as its definition', async () => {
    const matrices = fc
      .record({ rows: fc.integer({ min: 1, max: 6 }), columns: fc.integer({ min: 1, max: 6 }) })
      .chain(({ rows, columns }) =>
        fc
          .uniqueArray(fc.tuple(fc.nat(rows - 1), fc.nat(columns - 1), fc.integer({ min: -1, max: 3 })), {
            selector: ([row, column]) => row * columns + column,
          })
          .map((entries) => ({ rows, columns, entries })),
      );
    await fc.assert(
      fc.asyncProperty(matrices, fc.constantFrom(...variants), async (matrix, options) => {
        const layer = await readLayer(scipyNpz(matrix, options));
        const links = matrix.entries
          .filter(([, , value]) => value !== 0)
          .toSorted(([a, b], [c, d]) => b - d || a - c);
        expect([...layer.indices]).toEqual(links.map(([row]) => row));
        expect([...layer.values!]).toEqual(links.map(([, , value]) => value));
        expect([...layer.indptr]).toEqual(
          Array.from({ length: matrix.columns + 1 }, (_, j) => links.filter((link) => link[1] < j).length),
        );
      }),
      { seed: 3, numRuns: 150 },
    );
  });

  test('stored zeros are no links, and that is said', async () => {
    const entries: Entries['entries'] = [...small.entries, [1, 2, 0], [2, 2, 0]];
    for (const options of variants) {
      const checkpoint = await readCheckpoint(write(scipyNpz({ ...small, entries }, options)));
      expect(checkpoint.topology.layers[0]).toEqual(smallLayer);
      expect(checkpoint.notes).toEqual(['2 stored zeros are not counted: nonzero means connected.']);
    }
  });

  test('what float32 rounds to zero is a link of weight 0', async () => {
    const layer = await readLayer(
      scipyNpz({ rows: 1, columns: 1, entries: [[0, 0, 1e-60]] }, { format: 'csr', data: '<f8' }),
    );
    expect([layer.indices.length, layer.values![0]]).toEqual([1, 0]);
  });

  test('booleans are links without weights', async () => {
    const layer = await readLayer(
      scipyNpz({ rows: 2, columns: 1, entries: [[0, 0, 0], [1, 0, 1]] }, { format: 'csr', data: '|b1' }), // prettier-ignore
    );
    expect(layer).toEqual({
      inputs: 2,
      outputs: 1,
      indptr: Uint32Array.of(0, 1),
      indices: Uint32Array.of(1),
    });
  });

  const csr = scipyArrays(small, { format: 'csr' });
  const csc = scipyArrays(small, { format: 'csc' });
  const coo = scipyArrays(small, { format: 'coo' });
  test.each<readonly [string, Record<string, Uint8Array>, RegExp]>([
    ['a column out of range', { ...csr, indices: numbers('<i4', [1, 0, 3, 1]) }, /neurons below 3, found 3/],
    ['a row out of range', { ...csc, indices: numbers('<i4', [0, 4, 0, 3]) }, /inputs below 4, found 4/],
    ['a COO row out of range', { ...coo, row: numbers('<i4', [0, 2, 9, 0]) }, /inputs below 4, found 9/],
    ['a negative index', { ...csr, indices: numbers('<i4', [1, -1, 0, 1]) }, /in indices\.npy, found -1/],
    ['an entry twice', { ...csr, indices: numbers('<i4', [1, 1, 0, 1]) }, /found input 0 twice at neuron 1/],
    ['an entry twice in CSC', { ...csc, indices: numbers('<i4', [0, 0, 0, 3]) }, /input 0 twice at neuron 0/],
    ['an entry twice in COO', { ...coo, row: numbers('<i4', [0, 0, 3, 0]) }, /twice/],
    [
      'too short an indptr',
      { ...csr, indptr: numbers('<i4', [0, 2, 2, 3]) },
      /indptr of length 5, found length 4/,
    ],
    ['an indptr that falls', { ...csr, indptr: numbers('<i4', [0, 3, 2, 3, 4]) }, /never falls/],
    [
      'an indptr beyond its indices',
      { ...csr, indptr: numbers('<i4', [0, 2, 2, 3, 5]) },
      /ends with the 4 links/,
    ],
    ['too few values', { ...csr, data: numbers('<f4', [1]) }, /value for each of 4 links, found 1/],
    ['sources without targets', { ...coo, col: numbers('<i4', [1]) }, /as many sources as targets/],
    ['a shape of three', { ...csr, shape: numbers('<i8', [4, 3, 1]) }, /two dimensions, found 3/],
    [
      'a shape of another matrix',
      { ...csr, shape: numbers('<i8', [3, 4]) },
      /indptr of length 4, found length 5/,
    ],
    [
      'a shape beyond all memory',
      { ...coo, shape: numbers('<i8', [2 ** 31, 2 ** 31]) },
      /at most 16777216 rows/,
    ],
    ['a shape that is negative', { ...csr, shape: numbers('<i8', [-4, 3]) }, /found -4/],
    [
      'BSR',
      { ...csr, format: text('bsr') },
      /CSR, CSC or COO form \(matrix\.tocsr\(\) makes one\), found the form "bsr"/,
    ],
    ['DIA', { ...csr, format: text('dia') }, /the form "dia"/],
    ['no form', { ...csr, format: numbers('<i4', [1]) }, /a single string in format\.npy/],
    [
      'complex values',
      { ...csr, data: numbers('<f4', [1]).map((byte, k) => (k === 22 ? 0x63 : byte)) },
      /in data\.npy, found "<c4"/,
    ],
    ['arrays that are no matrix', { arr_0: numbers('<i4', [1]) }, /array 'format', found the arrays 'arr_0'/],
    ['no arrays', {}, /found no arrays/],
  ])('%s is refused', async (_, arrays, message) => {
    const error = await refused(readCheckpoint(write(npz(arrays))));
    expect(error.message).toMatch(message);
    expect(error.maybeIncomplete).toBe(false);
  });
});

describe('hostile and damaged archives', () => {
  const deflated = scipyNpz(small, { format: 'csr', level: 6 });

  test('cut off anywhere, it may only be unfinished', async () => {
    const file = write(deflated);
    for (let length = 0; length < deflated.length; length++) {
      writeFileSync(file, deflated.subarray(0, length));
      const error = await refused(readCheckpoint(file));
      expect([error.file, error.maybeIncomplete, length]).toEqual([file, true, length]);
    }
  });

  test('any bytes changed, it is read or refused', async () => {
    const file = write(deflated);
    const change = fc.tuple(fc.nat(deflated.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const bytes = Uint8Array.from(deflated);
        for (const [at, byte] of changes) bytes[at] = byte;
        writeFileSync(file, bytes);
        await readCheckpoint(file).catch((error: unknown) => refused(Promise.reject(error as Error)));
      }),
      { seed: 7, numRuns: 600 },
    );
  });

  test('changed data does not pass its CRC', async () => {
    for (const level of [0, 6] as const) {
      const bytes = scipyNpz(small, { format: 'csr', level });
      const data = Buffer.from(bytes).indexOf('data.npy');
      bytes[data + 8 + (level === 0 ? 130 : 20)] ^= 1;
      const error = await refused(readCheckpoint(write(bytes)));
      expect(error.expected).toMatch(/data\.npy$/);
    }
  });

  test('what unpacks to more than it says, or than the limit, is refused', async () => {
    const zeros = new Uint8Array(5_000_000);
    const bomb = Buffer.from(npz({ ...scipyArrays(small, { format: 'csr' }), data: zeros }, 6));
    expect(bomb.length).toBeLessThan(20_000);
    const entry = bomb.lastIndexOf('data.npy') - 46;
    const sizeAt = entry + 24;
    expect(bomb.readUInt32LE(sizeAt)).toBe(5_000_000);
    bomb.writeUInt32LE(400, sizeAt);
    expect((await refused(readCheckpoint(write(bomb)))).message).toMatch(
      /400 bytes unpacked in data\.npy, found more/,
    );
    bomb.writeUInt32LE(2 ** 31, sizeAt);
    expect((await refused(readCheckpoint(write(bomb)))).message).toMatch(/at most 1073741824 bytes unpacked/);
    bomb.writeUInt32LE(5_000_001, sizeAt);
    expect((await refused(readCheckpoint(write(bomb)))).message).toMatch(
      /5000001 bytes unpacked in data\.npy, found 5000000/,
    );
  });

  test('two arrays of one name are refused', async () => {
    const bytes = Buffer.from(npz({ format: text('csr'), fhapet: text('csr') }));
    for (let at = bytes.indexOf('fhapet'); at >= 0; at = bytes.indexOf('fhapet')) bytes.write('format', at);
    expect((await refused(readCheckpoint(write(bytes)))).message).toMatch(
      /each array once, found 'format' twice/,
    );
  });

  test('more arrays than anyone saves are refused', async () => {
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, k) => [`${k}.npy`, new Uint8Array(0)]));
    expect((await refused(readCheckpoint(write(zipSync(many))))).message).toMatch(
      /at most 1000 arrays, found 1001/,
    );
  });

  test('what is not there, or not a file, is refused', async () => {
    const gone = path.join(root, 'gone.npz');
    expect((await refused(readCheckpoint(gone))).found).toMatch(/ENOENT/);
    lay(root, { 'other.txt': 'text', 'empty/readme.txt': 'text' });
    expect((await refused(readCheckpoint(path.join(root, 'other.txt')))).found).toBe(
      'a file named other.txt',
    );
    const empty = await refused(readCheckpoint(path.join(root, 'empty')));
    expect([empty.found, empty.maybeIncomplete]).toEqual(['a folder without weight_l0.npz', true]);
  });
});

describe('folders of the NNSTD authors', () => {
  const layer = (rows: number, columns: number, entries: Entries['entries'], data: NumpyType = '<f4') =>
    scipyNpz({ rows, columns, entries }, { format: 'csr', data, level: 6 });
  const bias = (rows: number, column: number): Entries['entries'][number] => [rows - 1, column, 9];

  test('layers that chain with one row more lose it', async () => {
    lay(root, {
      'net/epoch_007/weight_l0.npz': layer(4, 2, [[0, 0, 1], [2, 1, 2], bias(4, 0)]), // prettier-ignore
      'net/epoch_007/weight_l1.npz': layer(3, 1, [[1, 0, 3], bias(3, 0)]),
      'net/epoch_007/testacc.txt': '0.9',
    });
    const checkpoint = await readCheckpoint(path.join(root, 'net/epoch_007'));
    expect(checkpoint).toMatchObject({ format: 'nnstd-folder', epoch: 7 });
    expect(checkpoint.notes).toEqual([
      'The last row of each layer’s matrix is its bias and was dropped, as the NNSTD authors do.',
    ]);
    expect(checkpoint.topology.layers).toEqual([
      {
        inputs: 3,
        outputs: 2,
        indptr: Uint32Array.of(0, 1, 2),
        indices: Uint32Array.of(0, 2),
        values: Float32Array.of(1, 2),
      },
      {
        inputs: 2,
        outputs: 1,
        indptr: Uint32Array.of(0, 1),
        indices: Uint32Array.of(1),
        values: Float32Array.of(3),
      },
    ]);
    const single = await readCheckpoint(path.join(root, 'net/epoch_007/weight_l1.npz'));
    expect(single).toMatchObject({ format: 'npz-layer', epoch: 7 });
    expect(single.topology.layers).toEqual([checkpoint.topology.layers[1]]);
    expect(single.notes[0]).toMatch(/was taken to be the bias/);
  });

  test('layers that chain as they are keep their rows', async () => {
    lay(root, {
      'plain/epoch_1/weight_l0.npz': layer(3, 2, [[2, 1, 2]]),
      'plain/epoch_1/weight_l1.npz': layer(2, 1, [[1, 0, 3]]),
    });
    const { topology, notes } = await readCheckpoint(path.join(root, 'plain/epoch_1'));
    expect(topology.layers.map(({ inputs, indices }) => [inputs, ...indices])).toEqual([
      [3, 2],
      [2, 1],
    ]);
    expect(notes[0]).toMatch(/hold no bias row/);
  });

  test('a single layer is taken for one with its bias row', async () => {
    lay(root, { 'one/epoch_1/weight_l0.npz': layer(3, 2, [[2, 1, 2], [0, 0, 1]]) }); // prettier-ignore
    const { topology, notes } = await readCheckpoint(path.join(root, 'one/epoch_1'));
    expect([topology.layers[0].inputs, [...topology.layers[0].indices]]).toEqual([2, [0]]);
    expect(notes[0]).toMatch(/was taken to be the bias/);
  });

  test('layers are in the order of their numbers', async () => {
    lay(
      root,
      Object.fromEntries(
        Array.from({ length: 12 }, (_, k) => [
          `deep/epoch_1/weight_l${k}.npz`,
          layer(k + 3, k + 3, [[0, 0, 1]]),
        ]),
      ),
    );
    const { topology } = await readCheckpoint(path.join(root, 'deep/epoch_1'));
    expect(topology.layers.map(({ inputs }) => inputs)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  });

  test('a missing layer may be still to come; layers that do not chain are an error with their shapes', async () => {
    lay(root, {
      'gap/epoch_1/weight_l0.npz': layer(3, 2, []),
      'gap/epoch_1/weight_l2.npz': layer(3, 2, []),
      'odd/epoch_1/weight_l0.npz': layer(3, 2, []),
      'odd/epoch_1/weight_l1.npz': layer(5, 2, []),
      'mixed/epoch_1/weight_l0.npz': layer(3, 2, []),
      'mixed/epoch_1/weight_l1.npz': layer(3, 4, []),
      'mixed/epoch_1/weight_l2.npz': layer(4, 4, []),
      'torn/epoch_1/weight_l0.npz': layer(3, 2, []).subarray(0, 100),
    });
    const gap = await refused(readCheckpoint(path.join(root, 'gap/epoch_1')));
    expect([gap.expected, gap.found, gap.maybeIncomplete]).toEqual([
      'weight_l1.npz',
      'only layers 0, 2',
      true,
    ]);
    const odd = await refused(readCheckpoint(path.join(root, 'odd/epoch_1')));
    expect(odd.message).toMatch(/layer 1 to have 3 rows .* found 5 rows \(shapes 3 × 2, 5 × 2\)/);
    const mixed = await refused(readCheckpoint(path.join(root, 'mixed/epoch_1')));
    expect(mixed.message).toMatch(/layer 2 to have 5 rows .* found 4 rows/);
    const torn = await refused(readCheckpoint(path.join(root, 'torn/epoch_1')));
    expect([path.basename(torn.file), torn.maybeIncomplete]).toEqual(['weight_l0.npz', true]);
  });
});
