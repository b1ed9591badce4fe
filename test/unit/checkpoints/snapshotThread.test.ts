import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/kernels.mjs';
import { HeldSnapshot, snapshotBytes } from '../../../src/checkpoints/heldSnapshot';
import { encodeSnapshot, readSnapshot } from '../../../src/checkpoints/snapshotFile';
import { snapshotFiles } from '../../../src/checkpoints/snapshotThread';
import { builtFile } from '../../../src/kernels/compiledKernel';
import { temporaryFolder } from './support/folders';
import { exampleSnapshot } from './support/snapshots';

const root = temporaryFolder();
const file = path.join(root, 'epoch-0003.safetensors');

beforeAll(async () => {
  await buildKernels();
});

it('writes what the snapshot was, whatever becomes of it meanwhile', async () => {
  const files = snapshotFiles(builtFile('checkpointThread.js'), 0);
  const snapshot = exampleSnapshot();
  const bytes = Buffer.concat(encodeSnapshot(snapshot));
  const underWay = files.writeAside!(file, snapshot)!;
  snapshot.velocities[0].fill(7);
  snapshot.topology.layers[0].values!.fill(7);
  await underWay.written;
  expect(readFileSync(file).equals(bytes)).toBe(true);
  expect(await readSnapshot(file)).toEqual(exampleSnapshot());
  expect(underWay.copy).toEqual(exampleSnapshot());
});

it('tells why it could not, by the code of the system, and leaves nothing', async () => {
  const files = snapshotFiles(builtFile('checkpointThread.js'), 0);
  const missing = files.writeAside!(path.join(root, 'none', 'x.safetensors'), exampleSnapshot())!;
  await expect(missing.written).rejects.toMatchObject({ code: 'ENOENT' });
  const before = readdirSync(root);
  const wrong = files.writeAside!(file, { ...exampleSnapshot(), biases: [] })!;
  await expect(wrong.written).rejects.toThrow('biases of layer 0');
  expect(readdirSync(root)).toEqual(before);
});

it('waits for small ones, and where there is no thread', () => {
  const bytes = snapshotBytes(exampleSnapshot());
  expect(
    snapshotFiles(builtFile('checkpointThread.js'), bytes + 1).writeAside!(file, exampleSnapshot()),
  ).toBeNull();
  expect(snapshotFiles(undefined, 0).writeAside!(file, exampleSnapshot())).toBeNull();
});

it('holds a copy in the memory of the one before, as far as it fits', () => {
  const held = new HeldSnapshot();
  const first = held.take(exampleSnapshot());
  const wider = { ...exampleSnapshot(), epochSums: new Float64Array(9) };
  const second = held.take(wider);
  expect(second).toEqual(wider);
  expect(second.velocities[0].buffer).toBe(first.velocities[0].buffer);
  expect(second.epochSums.buffer).not.toBe(first.epochSums.buffer);
});
