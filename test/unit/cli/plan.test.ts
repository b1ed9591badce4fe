import path from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { forecastSchema } from '../../../src/protocol/runForm';
import { temporaryFolder } from '../runFolder/support';
import { bundleCli, makeIdxFolder, runCli, writeConfig } from './support';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
const root = temporaryFolder();
const place = (name: string): string => path.join(root, name);
let cli: string;

beforeAll(() => {
  cli = bundleCli(root);
  makeIdxFolder(place('images'), { side: 4, train: 100, test: 20 });
});

const data = { kind: 'idx', folder: 'images' };
const small = { data, network: { hidden: [12, 8] }, optimizer: { batchSize: 30 }, epochs: 4 };

const uniform = (density: number) => ({ distribution: 'uniform', density });

async function planned(name: string, config: Readonly<Record<string, unknown>>) {
  const { out } = await runCli(cli, ['plan', writeConfig(place(name), config), '--json']);
  return forecastSchema.parse(JSON.parse(out));
}

test('plan tells the links of each layer, and trains nothing', async () => {
  const plan = await planned('epsilon.json', { ...small, topology: { epsilon: 2 } });
  // ε · (inputs + outputs), and a full output layer.
  expect(plan.layers).toEqual([
    { inputs: 16, outputs: 12, linksAtStart: 56, linksAtEnd: 56 },
    { inputs: 12, outputs: 8, linksAtStart: 40, linksAtEnd: 40 },
    { inputs: 8, outputs: 5, linksAtStart: 40, linksAtEnd: 40 },
  ]);
  expect(plan).toMatchObject({ stepsPerEpoch: 4, samples: { train: 100, test: 20 }, engine: 'sparse' });
});

test('plan tells what pruning leaves', async () => {
  const topology = uniform(0.25);
  const { layers } = await planned('gmp.json', { ...small, topology, method: { kind: 'gmp' } });
  expect(layers.map(({ linksAtStart, linksAtEnd }) => [linksAtStart, linksAtEnd])).toEqual([
    [192, 48],
    [96, 24],
    [40, 40],
  ]);
});

test('estimates grow with links and samples, and never with nothing', async () => {
  const hidden = { network: { hidden: [400, 400] } };
  const [few, many, more] = [
    await planned('few.json', { ...small, ...hidden, topology: uniform(0.01) }),
    await planned('many.json', { ...small, ...hidden, topology: uniform(0.1) }),
    await planned('more.json', { ...small, network: { hidden: [4000, 4000] }, topology: uniform(0.1) }),
  ];
  for (const [less, greater] of [
    [few, many],
    [many, more],
  ]) {
    expect(greater.secondsPerEpoch.high).toBeGreaterThan(less.secondsPerEpoch.high);
    expect(greater.memoryBytes.high).toBeGreaterThan(less.memoryBytes.high);
  }
});

test('plan gives problems as JSON, also those that only the data show', async () => {
  const config = writeConfig(place('full.json'), { ...small, topology: { density: 1.5 } });
  const known = await runCli(cli, ['plan', config, '--json']);
  expect(known.code).toBe(2);
  expect(JSON.parse(known.out)).toMatchObject({
    problems: [{ key: 'topology.density', possible: 'a number above 0, at most 1' }],
  });
  // ε · (16 + 12) links where 16 · 12 are possible.
  const beyond = writeConfig(place('beyond.json'), { ...small, topology: { epsilon: 8 } });
  const { code, out } = await runCli(cli, ['plan', beyond, '--json']);
  expect(code).toBe(2);
  expect(JSON.parse(out)).toMatchObject({ problems: [{ key: 'topology.epsilon', found: '8' }] });
});
