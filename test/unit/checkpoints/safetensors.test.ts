import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCheckpoint } from '../../../src/checkpoints/readCheckpoint';
import {
  encodeSnapshot,
  encodeTopology,
  readSnapshot,
  SnapshotError,
  writeSnapshot,
} from '../../../src/checkpoints/snapshotFile';
import type { TrainingSnapshot } from '../../../src/checkpoints/trainingSnapshot';
import { TopologyError } from '../../../src/topology/validate';
import { lay, refused, temporaryFolder } from './support/folders';
import { exampleSnapshot, snapshots } from './support/snapshots';

const root = temporaryFolder();
const file = path.join(root, 'epoch-0003.safetensors');

interface Header {
  readonly __metadata__: Record<string, string>;
  readonly [tensor: string]: unknown;
}

/** A safetensors file with this header and these bytes of tensors, the header as it is given. */
function assemble(header: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Buffer.concat([length, Buffer.from(header), data]);
}

function takeApart(bytes: Buffer): { header: Header; data: Buffer } {
  const length = Number(bytes.readBigUInt64LE());
  return {
    header: JSON.parse(bytes.subarray(8, 8 + length).toString()) as Header,
    data: bytes.subarray(8 + length),
  };
}

const example = Buffer.concat(encodeSnapshot(exampleSnapshot()));

/** The example with another header, or with other bytes in one tensor. */
function changed(change: (header: Header) => unknown): Buffer {
  const { header, data } = takeApart(example);
  const result = change(header);
  return assemble(JSON.stringify(result ?? header), data);
}

function withTensor(name: string, change: (bytes: Buffer) => void): Buffer {
  const copy = Buffer.from(example);
  const { header, data } = takeApart(copy);
  const [begin, end] = (header[name] as { data_offsets: [number, number] }).data_offsets;
  change(data.subarray(begin, end));
  return copy;
}

async function refusedBytes(bytes: Uint8Array, read: (file: string) => Promise<unknown> = readSnapshot) {
  writeFileSync(file, bytes);
  return refused(read(file));
}

/** Bits, so that NaN and −0 count. */
function bits(snapshot: TrainingSnapshot): unknown {
  const raw = (array: ArrayBufferView | undefined) =>
    array && Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('hex');
  return {
    ...snapshot,
    topology: snapshot.topology.layers.map((layer) => ({ ...layer, values: raw(layer.values) })),
    biases: snapshot.biases.map(raw),
    velocities: snapshot.velocities.map(raw),
    biasVelocities: snapshot.biasVelocities.map(raw),
    epochSums: raw(snapshot.epochSums),
  };
}

describe('snapshots', () => {
  test('any snapshot comes back to the bit, and equal ones are equal files', async () => {
    await fc.assert(
      fc.asyncProperty(snapshots, async (snapshot) => {
        await writeSnapshot(file, snapshot);
        const read = await readSnapshot(file);
        expect(bits(read)).toEqual(bits(snapshot));
        expect(Buffer.concat(encodeSnapshot(read)).equals(readFileSync(file))).toBe(true);
        const checkpoint = await readCheckpoint(file);
        expect(checkpoint.epoch).toBe(snapshot.epoch);
        expect(checkpoint.topology.layers.map((layer) => [...layer.indices])).toEqual(
          snapshot.topology.layers.map((layer) => [...layer.indices]),
        );
      }),
      { seed: 11, numRuns: 100 },
    );
    expect(readdirSync(root)).toEqual([path.basename(file)]);
  });

  test('explored links take the smaller of a list and a set of bits', () => {
    const { header } = takeApart(example);
    expect(header['layers.0.explored_indices']).toBeDefined();
    expect(header['layers.0.explored_bits']).toBeUndefined();
    expect(header['layers.1.explored_indices']).toBeUndefined();
    expect(header['layers.1.explored_bits']).toMatchObject({ dtype: 'U8', shape: [1] });
  });

  test('every tensor is aligned to its items', () => {
    const { header } = takeApart(example);
    const dataStart = 8 + Number(example.readBigUInt64LE());
    for (const [name, value] of Object.entries(header)) {
      if (name === '__metadata__') continue;
      const { dtype, data_offsets: offsets } = value as { dtype: string; data_offsets: number[] };
      const itemBytes = Number(dtype.slice(1)) / 8;
      expect((dataStart + offsets[0]) % itemBytes, name).toBe(0);
    }
  });

  test('parts that do not belong together are not written', () => {
    const good = exampleSnapshot();
    const { layers } = good.topology;
    const bare = { inputs: 100, outputs: 3, indptr: layers[0].indptr, indices: layers[0].indices };
    const bad: readonly Partial<TrainingSnapshot>[] = [
      { biases: [good.biases[0]] },
      { velocities: [good.velocities[1], good.velocities[0]] },
      { biasVelocities: [] },
      { topology: { layers: [bare, layers[1]] } },
      { explored: [good.explored[0]] },
      { explored: good.topology.layers, topology: { layers: [layers[1]] } },
      { explored: [good.explored[0], { inputs: 3, outputs: 2, bits: Uint8Array.of(0x7f) }] },
      { explored: [good.explored[0], { inputs: 3, outputs: 2, bits: Uint8Array.of(0x3f, 0) }] },
    ];
    for (const change of bad) expect(() => encodeSnapshot({ ...good, ...change })).toThrow(SnapshotError);
    expect(() => encodeSnapshot({ ...good, topology: { layers: [layers[1], layers[0]] } })).toThrow(
      TopologyError,
    );
  });
});

describe('topologies alone', () => {
  test('with and without values, with and without an epoch', async () => {
    const { topology } = exampleSnapshot();
    const masks = {
      layers: topology.layers.map(({ inputs, outputs, indptr, indices }) => ({
        inputs,
        outputs,
        indptr,
        indices,
      })),
    };
    for (const [written, epoch] of [
      [topology, 12],
      [masks, null],
    ] as const) {
      const name = path.join(root, 'mask.safetensors');
      writeFileSync(name, Buffer.concat(encodeTopology(written, epoch)));
      const checkpoint = await readCheckpoint(name);
      expect(checkpoint).toEqual({ path: name, format: 'safetensors', epoch, topology: written, notes: [] });
    }
    const error = await refusedBytes(Buffer.concat(encodeTopology(topology, 1)));
    expect(error.message).toMatch(/a snapshot of a training run, found a topology alone/);
  });

  test('without an epoch inside, its name tells', async () => {
    const name = path.join(root, 'epoch-0042.safetensors');
    writeFileSync(name, Buffer.concat(encodeTopology(exampleSnapshot().topology, null)));
    expect((await readCheckpoint(name)).epoch).toBe(42);
  });
});

describe('what is refused', () => {
  test('cut off anywhere, it may only be unfinished', async () => {
    for (let length = 0; length < example.length; length++) {
      const error = await refusedBytes(example.subarray(0, length));
      expect([error.file, error.maybeIncomplete, length]).toEqual([file, true, length]);
      if (length % 16 === 0) expect((await refused(readCheckpoint(file))).maybeIncomplete).toBe(true);
    }
  });

  test('any bytes changed, it is read or refused', async () => {
    const change = fc.tuple(fc.nat(example.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = Buffer.from(example);
        for (const [at, byte] of changes) bytes[at] = byte;
        writeFileSync(file, bytes);
        for (const read of [readSnapshot, readCheckpoint]) {
          await read(file).catch((error: unknown) => refused(Promise.reject(error as Error)));
        }
      }),
      { seed: 13, numRuns: 500 },
    );
  });

  const tensor = (header: Header, name: string) =>
    header[name] as { dtype: string; shape: number[]; data_offsets: number[] };
  test.each<readonly [string, Buffer, RegExp]>([
    ['trailing bytes', Buffer.concat([example, Buffer.alloc(1)]), /a file of \d+ bytes, as its header says/],
    [
      'a header longer than any',
      assemble('', Buffer.alloc(0)).fill(0xff),
      /header of at most 16777216 bytes/,
    ],
    ['a header that is no JSON', assemble('{"a":', Buffer.alloc(0)), /header in JSON, found/],
    ['a header that is a list', assemble('[]', Buffer.alloc(0)), /a JSON object/],
    ['metadata that is no text', changed((h) => ({ ...h, __metadata__: { a: 1 } })), /metadata of strings/],
    [
      'a file of another tool',
      assemble('{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', Buffer.alloc(4)),
      /written by Sparse Topology .* found one of another tool, with 1 tensors \(w …\)/,
    ],
    [
      'a later version',
      changed((h) => ({ ...h, __metadata__: { ...h.__metadata__, sparse_topology: '2' } })),
      /format version 1, found version "2"/,
    ],
    [
      'widths that are none',
      changed((h) => ({ ...h, __metadata__: { ...h.__metadata__, widths: '[100,-3,2]' } })),
      /widths/,
    ],
    [
      'widths of another network',
      changed((h) => ({ ...h, __metadata__: { ...h.__metadata__, widths: '[101,3,2]' } })),
      /shape \(3, 101\) in layer 0, as the widths say, found \(3, 100\)/,
    ],
    [
      'widths beyond all memory',
      changed((h) => ({ ...h, __metadata__: { ...h.__metadata__, widths: '[999999999,3,2]' } })),
      /widths/,
    ],
    [
      'an epoch that is no number',
      changed((h) => ({ ...h, __metadata__: { ...h.__metadata__, epoch: '-1' } })),
      /epoch/,
    ],
    [
      'no configuration',
      changed((h) => ({ ...h, __metadata__: { ...h.__metadata__, config: undefined } })),
      /metadata epoch, step_in_epoch, step and config/,
    ],
    [
      'a type that is none',
      changed((h) => void (tensor(h, 'random').dtype = 'X9')),
      /tensor "random" with dtype/,
    ],
    [
      'a type of another size',
      changed((h) => void (tensor(h, 'random').dtype = 'F64')),
      /32 bytes for tensor "random"/,
    ],
    [
      'a type of the same size',
      changed((h) => void (tensor(h, 'random').dtype = 'F32')),
      /'random' .* U32, found F32/,
    ],
    [
      'a shape of another size',
      changed((h) => void (tensor(h, 'random').shape = [5])),
      /20 bytes for tensor/,
    ],
    [
      'two dimensions',
      changed((h) => void (tensor(h, 'random').shape = [2, 2])),
      /found U32 of shape \(2, 2\)/,
    ],
    [
      'a shape beyond integers',
      changed((h) => void (tensor(h, 'random').shape = [2 ** 52, 2 ** 52])),
      /bytes for tensor/,
    ],
    [
      'tensors that overlap',
      changed(
        (h) =>
          void (tensor(h, 'layers.1.bias').data_offsets = tensor(h, 'layers.1.bias_velocity').data_offsets),
      ),
      /to begin where the one before ends/,
    ],
    [
      'a missing tensor',
      changed((h) => {
        const { 'layers.0.bias': bias, ...rest } = h;
        return { ...rest, other: bias };
      }),
      /tensor 'layers\.0\.bias' of 3 F32, found none of this name/,
    ],
    [
      'an input out of range',
      withTensor('layers.0.indices', (b) => b.writeInt32LE(100)),
      /inputs below 100 in layer 0/,
    ],
    ['a negative input', withTensor('layers.0.indices', (b) => b.writeInt32LE(-1)), /inputs below 100/],
    [
      'unsorted inputs',
      withTensor('layers.1.indices', (b) => b.writeInt32LE(2)),
      /ascending order in layer 1, found input 2 twice/,
    ],
    [
      'an indptr that falls',
      withTensor('layers.1.indptr', (b) => b.writeInt32LE(9, 4)),
      /never falls in layer 1/,
    ],
    [
      'an indptr that is negative',
      withTensor('layers.1.indptr', (b) => b.writeInt32LE(-1, 4)),
      /never falls/,
    ],
    [
      'active links that were never explored',
      withTensor('layers.1.explored_bits', (b) => b.writeUInt8(0b011111)),
      /every active link of layer 1 among the explored ones, found none from input 2 to neuron 1/,
    ],
    [
      'explored links that cannot be',
      withTensor('layers.1.explored_bits', (b) => b.writeUInt8(0b1111111)),
      /beyond the last possible one/,
    ],
  ])('%s', async (_, bytes, message) => {
    const error = await refusedBytes(bytes);
    expect(error.message).toMatch(message);
    expect(error.maybeIncomplete).toBe(false);
    expect(error.file).toBe(file);
  });

  test('a folder, or a name without a file', async () => {
    lay(root, { 'folder.safetensors/x': '' });
    expect((await refused(readSnapshot(path.join(root, 'folder.safetensors')))).found).toBe('a folder');
    expect((await refused(readSnapshot(path.join(root, 'gone.safetensors')))).found).toMatch(/ENOENT/);
  });

  test('a first block that has not arrived may only be unfinished', async () => {
    expect((await refusedBytes(Buffer.alloc(4096))).maybeIncomplete).toBe(true);
  });
});
