import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import type { DataReport } from '../../../src/training/data/report';
import { temporaryFolder } from '../runFolder/support';
import { bundleCli, makeIdxFolder, runCli, writeConfig } from './support';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
const root = temporaryFolder();
const place = (name: string): string => path.join(root, name);
let cli: string;

beforeAll(() => {
  cli = bundleCli(root);
  makeIdxFolder(place('images'), { side: 4, train: 100, test: 20 });
  writeFileSync(place('flowers.csv'), 'length,width,species\n5.1,3.5,setosa\n7,3.2,versicolor\n');
});

test('data inspect tells how the data of a configuration are understood', async () => {
  const config = writeConfig(place('config.json'), {
    data: { kind: 'idx', folder: 'images', validationFraction: 0.1 },
  });
  const json = await runCli(cli, ['data', 'inspect', config, '--json']);
  expect(json).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(json.out) as DataReport).toMatchObject({
    data: { kind: 'idx', folder: place('images'), normalization: 'global' },
    inputs: 16,
    image: { channels: 1, height: 4, width: 4 },
    storedAs: 'bytes',
    train: 90,
    validation: 10,
    test: 20,
  });

  const { out } = await runCli(cli, ['data', 'inspect', config]);
  expect(out).toMatch(/samples +90 training, 10 validation, 20 test/);
  expect(out).toMatch(/inputs +16: 1 × 4 × 4 image, stored as bytes/);
  expect(out).toMatch(/^4 +4 +18 +2 +4$/m);
});

test('data inspect recognises a folder or file by its name', async () => {
  const folder = await runCli(cli, ['data', 'inspect', place('images')]);
  expect(folder.out).toContain(`{"kind":"idx","folder":${JSON.stringify(place('images'))}`);
  const unknown = await runCli(cli, ['data', 'inspect', cli]);
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain('whose kind its name tells');
});

test('data inspect refuses bad data with exit code 3', async () => {
  writeFileSync(place('bad.csv'), 'length,species\n5.1,setosa\n,versicolor\n');
  const bad = await runCli(cli, ['data', 'inspect', place('bad.csv')]);
  expect(bad).toMatchObject({ code: 3, out: '' });
  expect(bad.err).toContain('a value in line 3, column 1 ("length")');
  expect((await runCli(cli, ['data', 'inspect', place('absent')])).code).toBe(3);
});
