import { describe, expect, test } from 'vitest';
import { chanceLevel, chanceSample } from '../../src/nnstd/chance';
import { type ChanceKind, chanceShape } from '../../src/nnstd/chanceShape';
import { measureOf } from '../../src/measure/measure';
import { titled } from '../support/titled';
import { noTopologies, readTopology } from './authors';

const title = "chance at the density of the authors' networks";
describe.skipIf(noTopologies !== null)(titled(title, noTopologies), () => {
  // As measured before with SciPy, by other generators: to two digits.
  test.each<[ChanceKind, number]>([
    ['links', 0.82],
    ['degrees', 0.76],
  ])('%s: the first layers are about %d apart', async (kind, expected) => {
    const [a, b] = await Promise.all(
      ['w0', 'w9'].map(async (name) => {
        const { layers } = await readTopology(`e5_s0_${name}/epoch_190`);
        return { layers: layers.slice(0, 1) };
      }),
    );
    const shape = chanceShape(a, b, kind);
    const samples = [0, 1, 2, 3].map((sample) => chanceSample(shape, measureOf('greedy'), sample));
    expect(chanceLevel(samples).mean!.mean).toBeCloseTo(expected, 2);
  });
});
