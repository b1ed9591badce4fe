import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundleCli, runCli } from '../unit/cli/support';
import { titled } from '../support/titled';
import { temporaryFolder } from '../unit/runFolder/support';
import { expectedPairs, noTopologies, topologies } from './authors';

interface Printed {
  readonly pairs: readonly {
    readonly distance: number;
    readonly layers: readonly { distance: number; cost: number; counts: boolean; matching: number[] }[];
  }[];
}

const title = "the command nnstd on the authors' own topologies, to the last bit";
describe.skipIf(noTopologies !== null)(titled(title, noTopologies), () => {
  const root = temporaryFolder();
  let cli: string;
  const pairs = expectedPairs().filter((_, k) => k % 7 === 0);

  beforeAll(() => {
    cli = bundleCli(root);
  });

  test.each(pairs)('$a – $b', async (pair) => {
    const files = [pair.a, pair.b].map((name) => path.join(topologies, name));
    const { code, out } = await runCli(cli, [
      'nnstd',
      ...files,
      '--method',
      'reference',
      '--json',
      '--matching',
    ]);
    expect(code).toBe(0);
    const [printed] = (JSON.parse(out) as Printed).pairs;
    expect(printed.layers.map(({ distance }) => distance)).toEqual(pair.layers);
    expect(printed.layers.map(({ cost }) => cost)).toEqual(pair.minCost);
    expect(printed.layers.map(({ matching }) => matching)).toEqual(pair.matching);
    expect(printed.layers.map(({ counts }) => counts)).toEqual([true, true, true, false]);
    expect(printed.distance).toBeCloseTo((pair.layers[0] + pair.layers[1] + pair.layers[2]) / 3, 12);
  });

  test('an epoch of a network stands for its folder, a layer file for its layer', async () => {
    const [pair] = pairs;
    const [a, b] = [pair.a, pair.b].map((name) => path.join(topologies, name));
    const byEpoch = [a, b].map(
      (folder) => `${path.dirname(folder)}@${Number(path.basename(folder).slice(6))}`,
    );
    const byLayer = [a, b].map((folder) => path.join(folder, 'weight_l0.npz'));
    for (const [names, layers] of [
      [byEpoch, 4],
      [byLayer, 1],
    ] as const) {
      const { out } = await runCli(cli, ['nnstd', ...names, '--method', 'reference', '--json']);
      const [printed] = (JSON.parse(out) as Printed).pairs;
      expect(printed.layers.map(({ distance }) => distance)).toEqual(pair.layers.slice(0, layers));
    }
  });
});
