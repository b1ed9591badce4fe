import path from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { contentHash } from '../../../src/analysis/contentHash';
import { reportTopology, type TopologyReport } from '../../../src/cli/topology';
import { layerOf } from '../nnstd/layers';
import { writeNetwork } from '../analysis/support';
import { temporaryFolder } from '../runFolder/support';
import { bundleCli, runCli } from './support';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
const root = temporaryFolder();
let cli: string;
const network = {
  layers: [
    layerOf(4, [[0, 1, 3], [], [1]]),
    layerOf(3, [
      [0, 1, 2],
      [0, 1, 2],
    ]),
  ],
};

beforeAll(async () => {
  cli = bundleCli(root);
  await writeNetwork(path.join(root, 'net', 'epoch_030'), network);
  await writeNetwork(path.join(root, 'net', 'epoch_040'), network);
});

test('--json tells shape, links, density, degrees and empty neurons', async () => {
  const { code, out } = await runCli(cli, ['topology', `${path.join(root, 'net')}@30`, '--json']);
  expect(code).toBe(0);
  const report = JSON.parse(out) as TopologyReport;
  expect(report).toMatchObject({
    version: 2,
    path: path.join(root, 'net', 'epoch_030'),
    format: 'nnstd-folder',
    epoch: 30,
    hash: contentHash(network),
    widths: [4, 3, 2],
    links: 10,
  });
  expect(report.layers).toEqual([
    {
      inputs: 4,
      outputs: 3,
      inputsPerUnit: 1,
      links: 4,
      density: 4 / 12,
      full: false,
      fanIn: { min: 0, median: 1, max: 3 },
      fanOut: { min: 0, median: 1, max: 2 },
      emptyNeurons: 1,
      idleNeurons: 0,
      unusedInputs: 1,
    },
    {
      inputs: 3,
      outputs: 2,
      inputsPerUnit: 1,
      links: 6,
      density: 1,
      full: true,
      fanIn: { min: 3, median: 3, max: 3 },
      fanOut: { min: 2, median: 2, max: 2 },
      emptyNeurons: 0,
      idleNeurons: null,
      unusedInputs: 0,
    },
  ]);
});

test('a table for people', async () => {
  const { code, out } = await runCli(cli, ['topology', path.join(root, 'net', 'epoch_030')]);
  expect(code).toBe(0);
  expect(out).toMatch(/^0 {6}4 × 3 {2}4 {6}33\.333 % {10}0 \/ 1 \/ 3 {2}0 \/ 1 \/ 2 {2}1 {6}0 {5}1$/m);
  expect(out).toContain('100.000 % (full)');
});

test('idle neurons are those none of whose inputs is used; a unit may own several', () => {
  const convolution = {
    layers: [layerOf(2, [[0], [1], [0, 1]]), { ...layerOf(6, [[0], [0, 4]]), inputsPerUnit: 2 }],
  };
  const { layers } = reportTopology({
    path: '',
    format: 'npz-layer',
    epoch: null,
    topology: convolution,
    notes: [],
  });
  // Unit 1 owns inputs 2 and 3, which nobody reads.
  expect(layers.map(({ idleNeurons }) => idleNeurons)).toEqual([1, null]);
  expect(layers.map(({ unusedInputs }) => unusedInputs)).toEqual([0, 4]);
  expect(layers.map(({ inputsPerUnit }) => inputsPerUnit)).toEqual([1, 2]);
});

test('more than one checkpoint, and none, are refused', async () => {
  const all = await runCli(cli, ['topology', `${path.join(root, 'net')}@all`]);
  expect(all).toMatchObject({ code: 2, out: '' });
  expect(all.err).toContain('names 2 checkpoints');
  const none = await runCli(cli, ['topology', path.join(root, 'nowhere')]);
  expect(none).toMatchObject({ code: 3, out: '' });
  expect(none.err).toContain('nowhere: expected');
});
