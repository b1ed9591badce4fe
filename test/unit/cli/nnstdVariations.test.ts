import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { chanceLevel, chanceSample } from '../../../src/nnstd/chance';
import { chanceShape } from '../../../src/nnstd/chanceShape';
import { publishedRule } from '../../../src/measure/meanRule';
import { measureOf } from '../../../src/measure/measure';
import { meanDistance } from '../../../src/nnstd/meanDistance';
import { networkDistance } from '../../../src/nnstd/networkDistance';
import { refinedDistance } from '../../../src/nnstd/refined/refinedDistance';
import { randomNetwork, writeNetwork } from '../analysis/support';
import { temporaryFolder } from '../runFolder/support';
import type { PrintedReport } from './printedReport';
import { bundleCli, runCli } from './support';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });
const root = temporaryFolder();
let cli: string;
const [a, b] = [1, 2].map((seed) => {
  const { layers } = randomNetwork([20, 30, 25], 4, seed);
  return { layers: [...layers, randomNetwork([25, 5], 25, seed).layers[0]] };
});
const files = ['a', 'b'].map((name) => path.join(root, name, 'epoch_001'));

beforeAll(async () => {
  cli = bundleCli(root);
  await writeNetwork(files[0], a);
  await writeNetwork(files[1], b);
});

async function nnstdJson(...args: string[]): Promise<PrintedReport> {
  const { code, out, err } = await runCli(cli, ['nnstd', ...files, ...args, '--json']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as PrintedReport;
}

describe('--chance', () => {
  test.each(['greedy', 'refined'] as const)(
    '%s: mean, deviation and share, by the same measure',
    async (method) => {
      const { samples, pairs } = await nnstdJson('--method', method, '--chance', '4');
      expect(samples).toBe(4);
      const measure = measureOf(method);
      for (const kind of ['links', 'degrees'] as const) {
        const shape = chanceShape(a, b, kind);
        const level = chanceLevel([0, 1, 2, 3].map((sample) => chanceSample(shape, measure, sample)));
        const { mean, layers } = networkDistance(a, b, measure);
        expect(pairs[0].chance![kind]).toEqual({ ...level.mean, share: mean! / level.mean!.mean });
        expect(pairs[0].layers.map((layer) => layer.chance![kind])).toEqual(
          level.layers.map((spread, k) => ({
            ...spread,
            share: spread.mean === 0 ? null : layers[k].distance / spread.mean,
          })),
        );
      }
    },
  );

  test('means by the rule that is asked for; ten samples where no number is given', async () => {
    const rule = { counting: [0, 2], weighting: 'links' } as const;
    const args = ['--method', 'greedy', '--layers', '0,2', '--weighting', 'links', '--chance'];
    const { samples, pairs } = await nnstdJson(...args);
    expect(samples).toBe(10);
    const shape = chanceShape(a, b, 'links');
    const all = Array.from({ length: 10 }, (_, sample) => chanceSample(shape, measureOf('greedy'), sample));
    expect(pairs[0].chance!.links).toMatchObject({ ...chanceLevel(all, rule).mean });
  });

  test('in the table and in CSV', async () => {
    const csv = path.join(root, 'chance.csv');
    const args = ['--method', 'greedy', '--chance', '3', '--csv', csv];
    const [{ pairs }, { out }] = await Promise.all([
      nnstdJson('--method', 'greedy', '--chance', '3'),
      runCli(cli, ['nnstd', ...files, ...args]),
    ]);
    const { links } = pairs[0].chance!;
    const cell = `${links.mean.toFixed(4)} ± ${links.standardDeviation.toFixed(4)}, ${Math.round(100 * links.share)} %`;
    expect(out).toMatch(/distance +chance \(links\) +chance \(degrees\)/);
    expect(out.split('\n').find((line) => line.startsWith('mean'))).toContain(cell);
    const [head, row] = (await readFile(csv, 'utf8')).split('\n').map((line) => line.split(','));
    expect(row[head.indexOf('distance_chance_links')]).toBe(String(links.mean));
    expect(row[head.indexOf('layer_1_chance_degrees_share')]).toBe(
      String(pairs[0].layers[1].chance!.degrees.share),
    );
  });
});

describe('--noise', () => {
  test('least, greatest and deviation over searches with other seeds', async () => {
    const { runs, pairs } = await nnstdJson('--budget', 'quick', '--noise', '3');
    expect(runs).toBe(3);
    const searches = [1, 2, 3].map((seed) =>
      refinedDistance(a, b, measureOf('refined', { budget: 'quick' }), seed),
    );
    const means = searches.map(({ layers }) => meanDistance(layers, publishedRule)!);
    const average = (means[0] + means[1] + means[2]) / 3;
    expect(pairs[0].noise).toEqual({
      least: Math.min(...means),
      greatest: Math.max(...means),
      standardDeviation: expect.closeTo(
        Math.sqrt(means.reduce((sum, mean) => sum + (mean - average) ** 2, 0) / 2),
        12,
      ) as number,
    });
    pairs[0].layers.forEach(({ noise }, k) => {
      const distances = searches.map(({ layers }) => layers[k].distance);
      expect(noise).toMatchObject({ least: Math.min(...distances), greatest: Math.max(...distances) });
    });
  });
});

test('--prove says that it was proven, and changes no value', async () => {
  const [proven, plain] = await Promise.all([
    nnstdJson('--method', 'greedy', '--prove'),
    nnstdJson('--method', 'greedy'),
  ]);
  expect(plain).toEqual({ ...proven, proven: false });
  expect(proven.proven).toBe(true);
  const { out } = await runCli(cli, ['nnstd', ...files, '--method', 'greedy', '--prove']);
  expect(out).toContain('proven to be matched at its least cost');
});
