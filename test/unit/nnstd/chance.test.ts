import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chanceLevel, chanceNetworks, chanceSample } from '../../../src/nnstd/chance';
import { type ChanceKind, chanceShape } from '../../../src/nnstd/chanceShape';
import { measureOf } from '../../../src/measure/measure';
import { randomStream } from '../../../src/topology/random';
import { shuffleHidden } from '../../../src/topology/shuffle';
import { linkCount, type SparseLayer, type Topology, widths } from '../../../src/topology/topology';
import { fanIn, fanOut } from '../../../src/topology/transpose';
import { arbitraryPair, fullLayer, layerOf } from './layers';

const kinds: readonly ChanceKind[] = ['links', 'degrees'];
const greedy = measureOf('greedy');

describe('chance networks', () => {
  test.each(kinds)('%s: they have the widths and the numbers of links of the two', (kind) => {
    fc.assert(
      fc.property(arbitraryPair(8), fc.nat(1000), ([a, b], sample) => {
        const drawn = chanceNetworks(chanceShape(a, b, kind), sample).map(widthsAndLinks);
        expect(drawn.toSorted()).toEqual([a, b].map(widthsAndLinks).toSorted());
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  test('degrees: every neuron of a sample has the in- and out-degree of a neuron, inputs and outputs of their own', () => {
    fc.assert(
      fc.property(arbitraryPair(8), fc.nat(1000), ([a, b], sample) => {
        const drawn = chanceNetworks(chanceShape(a, b, 'degrees'), sample).map(degreesOf);
        expect(drawn.toSorted()).toEqual([a, b].map(degreesOf).toSorted());
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  test.each(kinds)('%s: full layers stay full', (kind) => {
    const a = { layers: [layerOf(4, [[0], [1], [], [2, 3], [1]]), fullLayer(5, 3)] };
    for (const { layers } of chanceNetworks(chanceShape(a, a, kind), 1))
      expect(layers[1]).toEqual(a.layers[1]);
  });

  test.each(kinds)('%s: the inputs of a unit stay together', (kind) => {
    const blocks = {
      ...layerOf(6, [
        [0, 1],
        [1, 4, 5],
        [0, 2],
      ]),
      inputsPerUnit: 2,
    };
    const a = { layers: [layerOf(4, [[0], [1, 2], [3]]), blocks] };
    const [{ layers }] = chanceNetworks(chanceShape(a, a, kind), 3);
    expect(layers[1]).toMatchObject({ inputs: 6, outputs: 3, inputsPerUnit: 2 });
    if (kind === 'links') return;
    // By unit: its number of inputs and the number of neurons that each of its two outputs feeds.
    const unitsOf = ([first, second]: readonly SparseLayer[]): string[] => {
      const outs = fanOut(second);
      return Array.from(fanIn(first), (count, unit) => `${count}: ${outs[2 * unit]} ${outs[2 * unit + 1]}`);
    };
    expect(unitsOf(layers).sort()).toEqual(unitsOf(a.layers).sort());
  });

  test.each(kinds)('%s: the two of a sample differ, as do samples; each is the same again', (kind) => {
    const shape = chanceShape(larger, larger, kind);
    const drawn = [...chanceNetworks(shape, 0), ...chanceNetworks(shape, 1)].map((network) =>
      JSON.stringify(network.layers.map(({ indices }) => [...indices])),
    );
    expect(new Set(drawn).size).toBe(4);
    const [first] = chanceNetworks(structuredClone(shape), 0);
    expect(first).toEqual(chanceNetworks(shape, 0)[0]);
  });
});

describe('the key of a shape', () => {
  test.each(kinds)('%s: storage order and order of the two do not matter', (kind) => {
    const a = larger;
    const b = {
      layers: [
        layerOf(6, [[0, 1], [2], [3, 4, 5], []]),
        layerOf(4, [
          [0, 3],
          [1, 2, 3],
        ]),
      ],
    };
    const { key } = chanceShape(a, b, kind);
    expect(chanceShape(b, a, kind).key).toBe(key);
    for (let seed = 0; seed < 5; seed++) {
      const shuffled = shuffleHidden(a, randomStream(seed, 'test'));
      expect(chanceShape(shuffled, b, kind).key).toBe(key);
    }
    expect(chanceShape(a, a, kind).key).not.toBe(key);
    expect(chanceShape(a, b, kind === 'links' ? 'degrees' : 'links').key).not.toBe(key);
  });

  test('blocks of inputs tell apart', () => {
    const [first, second] = larger.layers;
    const blocks = { layers: [{ ...first, inputsPerUnit: 2 }, second] };
    expect(chanceShape(blocks, larger, 'links').key).not.toBe(chanceShape(larger, larger, 'links').key);
  });

  test('degrees tell apart what links do not', () => {
    const even = {
      layers: [
        layerOf(4, [
          [0, 1],
          [2, 3],
        ]),
      ],
    };
    const uneven = { layers: [layerOf(4, [[0, 1, 2], [3]])] };
    expect(chanceShape(even, even, 'links').key).toBe(chanceShape(uneven, even, 'links').key);
    expect(chanceShape(even, even, 'degrees').key).not.toBe(chanceShape(uneven, even, 'degrees').key);
  });
});

describe('the chance level', () => {
  const small = { layers: [layerOf(3, [[0, 1], [0], [2]])] };
  test.each<[ChanceKind, (layer: Cells) => boolean]>([
    ['links', (cells) => cells.flat().length === 4],
    ['degrees', (cells) => cells.map((set) => set.length).join() === '2,1,1' && outsOf(cells) === '2,1,1'],
  ])('%s: mean and deviation are those over all networks of the shape', (kind, hasShape) => {
    const all = allLayers().filter(hasShape);
    const distances = all.flatMap((a) => all.map((b) => leastDistance(a, b)));
    const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
    const variance = distances.reduce((sum, distance) => sum + (distance - mean) ** 2, 0) / distances.length;

    const shape = chanceShape(small, small, kind);
    const count = 1500;
    const { mean: found, layers } = chanceLevel(
      Array.from({ length: count }, (_, sample) => chanceSample(shape, greedy, sample)),
    );
    expect(layers).toEqual([found]);
    expect(Math.abs(found!.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / count));
    const fourth = distances.reduce((sum, distance) => sum + (distance - mean) ** 4, 0) / distances.length;
    const deviationOfVariance = Math.sqrt((fourth - variance ** 2) / count);
    expect(Math.abs(found!.standardDeviation ** 2 - variance)).toBeLessThan(5 * deviationOfVariance);
  });

  test('mean and deviation of samples, by the rule asked for', () => {
    const layer = (distance: number, links: number) => ({ distance, links, counts: true });
    const samples = [
      [layer(0.2, 10), layer(0.6, 30)],
      [layer(0.4, 10), layer(0.8, 30)],
    ];
    const { mean, layers } = chanceLevel(samples);
    expect(mean!.mean).toBeCloseTo(0.5);
    expect(mean!.standardDeviation).toBeCloseTo(Math.SQRT2 / 10);
    expect(layers.map((spread) => spread.mean)).toEqual([expect.closeTo(0.3), expect.closeTo(0.7)]);
    expect(chanceLevel(samples, { counting: 'all', weighting: 'links' }).mean!.mean).toBeCloseTo(0.6);
    expect(chanceLevel(samples, { counting: [1], weighting: 'layers' }).mean!.mean).toBeCloseTo(0.7);
  });

  test('there is none where both networks are full', () => {
    const full = { layers: [fullLayer(3, 4)] };
    const shape = chanceShape(full, full, 'degrees');
    const level = chanceLevel([0, 1].map((sample) => chanceSample(shape, greedy, sample)));
    expect(level).toEqual({ mean: null, layers: [{ mean: 0, standardDeviation: 0 }] });
  });
});

const larger: Topology = {
  layers: [
    layerOf(6, [[0, 1, 2], [2, 3], [], [1, 4], [0, 5], [3], [3, 4, 5], [1, 2]]),
    layerOf(8, [
      [0, 1],
      [2, 4, 6],
      [1, 7],
      [3, 5],
      [0, 6],
    ]),
  ],
};

function widthsAndLinks(topology: Topology): string {
  return `${widths(topology).join('·')}: ${topology.layers.map(linkCount).join()}`;
}

/** Degrees of inputs and outputs in their order; of hidden neurons the pairs, in any order. */
function degreesOf({ layers }: Topology): string {
  const hidden = layers.slice(1).map((next, k) => {
    const outs = fanOut(next);
    return Array.from(fanIn(layers[k]), (count, j) => `${count}→${outs[j]}`).sort();
  });
  return JSON.stringify([[...fanOut(layers[0])], hidden, [...fanIn(layers[layers.length - 1])]]);
}

/** Inputs of each of three neurons with three inputs. */
type Cells = readonly (readonly number[])[];

function allLayers(): Cells[] {
  return Array.from({ length: 2 ** 9 }, (_, set) =>
    [0, 1, 2].map((j) => [0, 1, 2].filter((input) => ((set >> (3 * j + input)) & 1) === 1)),
  );
}

function outsOf(cells: Cells): string {
  return [0, 1, 2].map((input) => cells.filter((set) => set.includes(input)).length).join();
}

/** By trying every matching. */
function leastDistance(a: Cells, b: Cells): number {
  const matchings = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  return Math.min(
    ...matchings.map((matching) => matching.reduce((sum, j, i) => sum + editDistance(a[i], b[j]), 0) / 3),
  );
}

function editDistance(a: readonly number[], b: readonly number[]): number {
  const union = new Set([...a, ...b]).size;
  const shared = a.filter((input) => b.includes(input)).length;
  return union === 0 ? 0 : (union - shared) / union;
}
