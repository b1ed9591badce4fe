import path from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { contentHash } from '../../../src/analysis/contentHash';
import type { TopologyReport } from '../../../src/cli/topology';
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
    version: 1,
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
      links: 4,
      density: 4 / 12,
      full: false,
      fanIn: { min: 0, median: 1, max: 3 },
      fanOut: { min: 0, median: 1, max: 2 },
      emptyNeurons: 1,
      unusedInputs: 1,
    },
    {
      inputs: 3,
      outputs: 2,
      links: 6,
      density: 1,
      full: true,
      fanIn: { min: 3, median: 3, max: 3 },
      fanOut: { min: 2, median: 2, max: 2 },
      emptyNeurons: 0,
      unusedInputs: 0,
    },
  ]);
});

test('a table for people', async () => {
  const { code, out } = await runCli(cli, ['topology', path.join(root, 'net', 'epoch_030')]);
  expect(code).toBe(0);
  expect(out).toMatch(/^0 {6}4 × 3 {2}4 {6}33\.333 % {10}0 \/ 1 \/ 3 {2}0 \/ 1 \/ 2 {2}1 {6}1$/m);
  expect(out).toContain('100.000 % (full)');
});

test('more than one checkpoint, and none, are refused', async () => {
  const all = await runCli(cli, ['topology', `${path.join(root, 'net')}@all`]);
  expect(all).toMatchObject({ code: 2, out: '' });
  expect(all.err).toContain('names 2 checkpoints');
  const none = await runCli(cli, ['topology', path.join(root, 'nowhere')]);
  expect(none).toMatchObject({ code: 3, out: '' });
  expect(none.err).toContain('nowhere: expected');
});
