import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fullLayer,
  ImpossibleDensityError,
  linksForDensity,
  linksForEpsilon,
  randomLayer,
} from '../../../src/topology/initial';
import { randomStream } from '../../../src/topology/random';
import { isFull, linkCount } from '../../../src/topology/topology';
import { validateLayer } from '../../../src/topology/validate';

describe('initial topologies', () => {
  test('a random layer is valid and has the links asked for, at any density', () => {
    fc.assert(
      fc.property(
        fc.nat(40),
        fc.nat(40),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(),
        (n, m, share, seed) => {
          const links = Math.round(share * n * m);
          const layer = validateLayer(randomLayer(n, m, links, randomStream(seed, 'test')));
          expect([layer.inputs, layer.outputs, linkCount(layer)]).toEqual([n, m, links]);
        },
      ),
      { seed: 2, numRuns: 500 },
    );
  });

  test('every set of links is equally likely', () => {
    // 3 × 2 layers: C(6, k) sets each. Chi-squared against even counts, at five standard deviations of its own.
    for (const links of [1, 2, 3, 4, 5]) {
      const random = randomStream(links, 'even');
      const counts = new Map<string, number>();
      const draws = 6000;
      for (let i = 0; i < draws; i++) {
        const layer = randomLayer(3, 2, links, random);
        const key = `${layer.indptr.join()}|${layer.indices.join()}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      const sets = [6, 15, 20, 15, 6][links - 1];
      expect(counts.size).toBe(sets);
      const even = draws / sets;
      const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - even) ** 2 / even, 0);
      expect(chiSquared).toBeLessThan(sets - 1 + 5 * Math.sqrt(2 * (sets - 1)));
    }
  });

  test('about five draws a link suffice, also in an almost full layer', () => {
    const inner = randomStream(9, 'count');
    let draws = 0;
    const counting = {
      ...inner,
      uint32: () => inner.uint32(),
      uniform: () => inner.uniform(),
      normal: () => inner.normal(),
      below: (n: number) => {
        draws++;
        return inner.below(n);
      },
    };
    for (const links of [100, 20_000, 39_999, 40_000]) {
      draws = 0;
      randomLayer(200, 200, links, counting);
      expect(draws).toBeLessThanOrEqual(5 * links + 100);
    }
  });

  test('the same seed gives the same layer', () => {
    const layer = (seed: number) => randomLayer(100, 50, 400, randomStream(seed, 'same'));
    expect(layer(1)).toEqual(layer(1));
    expect(layer(1)).not.toEqual(layer(2));
  });

  test('a wide and very sparse layer takes memory for its links, not for its cells', () => {
    const layer = validateLayer(randomLayer(600_000, 600_000, 1000, randomStream(1, 'wide')));
    expect(linkCount(layer)).toBe(1000);
  });

  test('density and ε give the nearest number of links', () => {
    expect(linksForDensity(0.1, 784, 784)).toBe(61_466);
    expect(linksForDensity(0, 784, 784)).toBe(0);
    expect(linksForDensity(1, 784, 10)).toBe(7840);
    // Fashion-MNIST in the SET setting: 20 · (784 + 1000).
    expect(linksForEpsilon(20, 784, 1000)).toBe(35_680);
    expect(linksForEpsilon(5, 10, 10)).toBe(100);
  });

  test('what no layer can have is refused with the largest that it can', () => {
    const thrown = (action: () => unknown): ImpossibleDensityError => {
      try {
        action();
      } catch (error) {
        if (error instanceof ImpossibleDensityError) return error;
      }
      throw new Error('no ImpossibleDensityError');
    };
    const epsilon = thrown(() => linksForEpsilon(20, 1000, 10));
    expect(epsilon.largest).toBeCloseTo(10_000 / 1010, 12);
    expect(epsilon.message).toMatch(/^ε 20 is impossible for a layer of 1000 × 10: 0 to 9\.9009/);
    for (const value of [-0.1, 1.01, NaN, Infinity]) {
      expect(thrown(() => linksForDensity(value, 3, 3)).largest).toBe(1);
    }
    for (const value of [-1, NaN, Infinity]) {
      expect(thrown(() => linksForEpsilon(value, 3, 3)).largest).toBe(1.5);
    }
    for (const value of [-1, 1.5, 10, NaN]) {
      expect(thrown(() => randomLayer(3, 3, value, randomStream(1, ''))).largest).toBe(9);
    }
  });

  test('a full layer has every link', () => {
    for (const [n, m] of [
      [4, 3],
      [0, 3],
      [4, 0],
      [1, 1],
    ]) {
      expect(isFull(validateLayer(fullLayer(n, m)))).toBe(true);
    }
    expect(randomLayer(4, 3, 12, randomStream(1, ''))).toEqual(fullLayer(4, 3));
  });
});
