import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayerParameters } from '../../../src/kernels/kernels';
import { randomLayer } from '../../../src/topology/initial';
import { drawDistinct } from '../../../src/topology/drawDistinct';
import { randomStream, type RandomSource } from '../../../src/topology/random';
import { chooseAbsentLinks } from '../../../src/training/methods/growth';
import { kthSmallest, smallestMagnitudes, smallestOfEachSign } from '../../../src/training/methods/selection';
import { applyExchange, InvalidExchangeError } from '../../../src/training/rewiring';
import { build, exchangeOf, linksOf, toys, type Link } from './support/toyLayers';

/** SET over a list of links and a matrix of cells, by sorting. */
function referenceSet(
  layer: LayerParameters,
  variant: 'sign' | 'magnitude',
  zeta: number,
  random: RandomSource,
): Link[] {
  const links = linksOf(layer);
  if (links.length === layer.inputs * layer.outputs) return links;
  const groups =
    variant === 'magnitude' ? [links] : [links.filter((l) => l.value < 0), links.filter((l) => l.value >= 0)];
  // Array.prototype.sort is stable: of equal magnitudes the earlier link goes first.
  const dropped = new Set(
    groups.flatMap((group) =>
      [...group]
        .sort((a, b) => Math.abs(a.value) - Math.abs(b.value))
        .slice(0, Math.floor(zeta * group.length)),
    ),
  );
  if (dropped.size === 0) return links;
  const kept = links.filter((link) => !dropped.has(link));
  const free: { neuron: number; input: number }[] = [];
  for (let neuron = 0; neuron < layer.outputs; neuron++) {
    for (let input = 0; input < layer.inputs; input++) {
      if (!kept.some((link) => link.neuron === neuron && link.input === input)) free.push({ neuron, input });
    }
  }
  const few = Math.min(dropped.size, free.length - dropped.size);
  const drawn = new Set<number>();
  while (drawn.size < few) drawn.add(random.below(free.length));
  const isGrown = (rank: number): boolean => drawn.has(rank) === (few === dropped.size);
  const grown = free
    .filter((_, rank) => isGrown(rank))
    .map((cell) => ({
      ...cell,
      value: variant === 'sign' ? Math.fround(0.1 * random.normal()) : 0,
      velocity: 0,
    }));
  return [...kept, ...grown].sort((a, b) => a.neuron - b.neuron || a.input - b.input);
}

describe('SET', () => {
  it.each(['sign', 'magnitude'] as const)('%s: link for link as an implementation by sorting', (variant) => {
    fc.assert(
      fc.property(toys, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (toy, dropFraction) => {
        const layer = build(toy);
        const random = randomStream(toy.seed, 'set');
        const exchange = exchangeOf({ kind: 'set', variant, dropFraction }, layer, random);
        const after = exchange === null ? layer : applyExchange(layer, exchange, layer.indices.length);
        expect(linksOf(after)).toEqual(
          referenceSet(layer, variant, dropFraction, randomStream(toy.seed, 'set')),
        );
        expect(after.indices.length).toBe(layer.indices.length);
      }),
      { numRuns: 300 },
    );
  });

  it('drops the same share of negative weights as of the others', () => {
    const layer: LayerParameters = {
      inputs: 10,
      outputs: 2,
      indptr: Uint32Array.of(0, 5, 10),
      indices: Uint32Array.of(0, 1, 2, 3, 4, 0, 1, 2, 3, 4),
      values: Float32Array.of(5, -1, 0.1, -0.2, 3, 0.05, 2, 1, 4, 6),
      velocities: new Float32Array(10),
      bias: new Float32Array(2),
      biasVelocities: new Float32Array(2),
    };
    const dropped = (variant: 'sign' | 'magnitude'): number[] => [
      ...exchangeOf({ kind: 'set', variant, dropFraction: 0.5 }, layer, randomStream(1, 'x'))!.dropped,
    ];
    expect(dropped('sign')).toEqual([2, 3, 5, 6, 7]);
    expect(dropped('magnitude')).toEqual([1, 2, 3, 5, 7]);
  });

  it('grown weights of the sign variant are N(0, 0.1²)', () => {
    const layer = build({ inputs: 8, outputs: 8, fill: 0.5, seed: 3, coarse: false });
    const wide = { ...layer, ...randomLayer(300, 300, 20_000, randomStream(1, 'wide')) };
    const values = Float32Array.from(wide.indices, () => 1);
    const { grown } = exchangeOf(
      { kind: 'set', variant: 'sign', dropFraction: 0.5 },
      { ...wide, values },
      randomStream(5, 'grown'),
    )!;
    const mean = grown.values.reduce((sum, v) => sum + v, 0) / grown.values.length;
    const deviation = Math.sqrt(grown.values.reduce((sum, v) => sum + v * v, 0) / grown.values.length);
    // 10,000 draws from a fixed seed: within four standard errors.
    expect(Math.abs(mean)).toBeLessThan(4 * 0.001);
    expect(Math.abs(deviation - 0.1)).toBeLessThan(4 * 0.0007);
  });
});

describe('selection', () => {
  it('finds the k-th smallest', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -4, max: 9 }), { minLength: 1, maxLength: 60 }),
        fc.nat(),
        (list, n) => {
          const k = n % list.length;
          expect(kthSmallest(Float32Array.from(list), k)).toBe([...list].sort((a, b) => a - b)[k]);
        },
      ),
    );
  });

  it('takes the earlier of equal magnitudes', () => {
    expect([...smallestMagnitudes(Float32Array.of(1, -1, 1, 0.5, -1), 3)]).toEqual([0, 1, 3]);
  });

  it('finds the smallest magnitudes of any values, as sorting does', () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true, maxLength: 60 }), fc.nat(), (values, n) => {
        const count = n % (values.length + 1);
        // Array.prototype.sort is stable.
        const sorted = [...values.keys()].sort((a, b) => Math.abs(values[a]) - Math.abs(values[b]));
        const expected = sorted.slice(0, count).sort((a, b) => a - b);
        expect([...smallestMagnitudes(values, count)]).toEqual(expected);
      }),
    );
  });

  it('counts −0 among the values that are not negative, and refuses more than there are', () => {
    expect([...smallestOfEachSign(Float32Array.of(-0, -1, 0.5, -2), 0.5)]).toEqual([0, 1]);
    expect(() => smallestMagnitudes(Float32Array.of(1, 2), 3)).toThrow(RangeError);
  });
});

describe('growth', () => {
  it('draws every set of distinct integers equally often', () => {
    const random = randomStream(2, 'distinct');
    for (const count of [1, 2, 3, 4]) {
      const seen = new Map<string, number>();
      const rounds = 6000;
      for (let round = 0; round < rounds; round++) {
        const drawn = [...drawDistinct(5, count, random)].join();
        seen.set(drawn, (seen.get(drawn) ?? 0) + 1);
      }
      const sets = [5, 10, 10, 5][count - 1];
      expect(seen.size).toBe(sets);
      const expected = rounds / sets;
      const chiSquared = [...seen.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
      // The 99.99 % point for 9 degrees of freedom is 33.7.
      expect(chiSquared).toBeLessThan(33.7);
    }
  });

  it('draws the set of the first different draws, ascending', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 2 ** 53 })),
        fc.nat({ max: 400 }),
        fc.nat(),
        (n, wanted, seed) => {
          const count = Math.min(wanted, Math.floor(n / 2));
          const random = randomStream(seed, 'first');
          const expected = new Set<number>();
          while (expected.size < count) expected.add(random.below(n));
          const after = randomStream(seed, 'first');
          expect([...drawDistinct(n, count, after)]).toEqual([...expected].sort((a, b) => a - b));
          expect(after.state()).toEqual(random.state());
        },
      ),
    );
  });

  it('fills a nearly full layer without stalling', () => {
    const layer = randomLayer(400, 400, 159_999, randomStream(1, 'nearly'));
    let draws = 0;
    const source = randomStream(1, 'draws');
    const counting: RandomSource = {
      uint32: () => source.uint32(),
      uniform: () => source.uniform(),
      normal: () => source.normal(),
      below: (n) => {
        draws++;
        return source.below(n);
      },
    };
    const dropped = Uint32Array.from({ length: 100 }, (_, k) => k * 3);
    const places = chooseAbsentLinks(layer, dropped, 100, counting);
    expect(places.inputs.length).toBe(100);
    expect(draws).toBeLessThan(100);
  });
});

describe('applyExchange', () => {
  it('keeps weights and momentum with their links', () => {
    fc.assert(
      fc.property(toys, fc.nat(), (toy, n) => {
        const layer = build(toy);
        const random = randomStream(toy.seed, 'exchange');
        const count = layer.indices.length === 0 ? 0 : n % (layer.indices.length + 1);
        const dropped = Uint32Array.from(drawDistinct(layer.indices.length, count, random));
        const places = chooseAbsentLinks(layer, dropped, count, random);
        const grownLinks = { ...places, values: new Float32Array(count).fill(7) };
        const after = applyExchange(layer, { dropped, grown: grownLinks }, layer.indices.length);
        const before = linksOf(layer).filter((_, k) => !dropped.includes(k));
        const grown = [...places.neurons].map((neuron, g) => ({
          neuron,
          input: places.inputs[g],
          value: 7,
          velocity: 0,
        }));
        expect(linksOf(after)).toEqual(
          [...before, ...grown].sort((a, b) => a.neuron - b.neuron || a.input - b.input),
        );
      }),
    );
  });

  it.each([
    ['a link that is there already', [0], [0], [1]],
    ['an input out of range', [0], [0], [4]],
    ['a neuron out of range', [0], [2], [0]],
    ['more links than dropped', [0], [0, 1], [2, 3]],
    ['fewer links than dropped', [0, 1], [0], [2]],
    ['a dropped link beyond the layer', [9], [0], [2]],
    ['links out of order', [0, 1], [1, 0], [2, 2]],
  ])('refuses %s', (_, dropped, neurons, inputs) => {
    const layer: LayerParameters = {
      inputs: 4,
      outputs: 2,
      indptr: Uint32Array.of(0, 2, 3),
      indices: Uint32Array.of(0, 1, 3),
      values: new Float32Array(3),
      velocities: new Float32Array(3),
      bias: new Float32Array(2),
      biasVelocities: new Float32Array(2),
    };
    expect(() =>
      applyExchange(
        layer,
        {
          dropped: Uint32Array.from(dropped),
          grown: {
            neurons: Uint32Array.from(neurons),
            inputs: Uint32Array.from(inputs),
            values: new Float32Array(neurons.length),
          },
        },
        3,
      ),
    ).toThrow(InvalidExchangeError);
  });
});
