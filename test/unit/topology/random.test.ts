import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomStream, RandomStateError, restoreRandom } from '../../../src/topology/random';

describe('random streams', () => {
  test('the generator is xoshiro128**, as its authors’ C code draws from the state 1, 2, 3, 4', () => {
    const random = restoreRandom(Uint32Array.of(1, 2, 3, 4));
    expect(Array.from({ length: 10 }, () => random.uint32())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  test('a restored state draws what the original would', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.string(), fc.nat(50), (seed, label, draws) => {
        const random = randomStream(seed, label);
        for (let i = 0; i < draws; i++) random.normal();
        const copy = restoreRandom(random.state());
        const next = (source: typeof random): number[] => [
          source.uint32(),
          source.uniform(),
          source.below(1000),
          source.normal(),
        ];
        expect(next(copy)).toEqual(next(random));
      }),
      { seed: 1 },
    );
  });

  test('seed, label and numbers each make another stream, and the same ones the same', () => {
    const first = (seed: number, label: string, ...numbers: number[]): string =>
      randomStream(seed, label, ...numbers)
        .state()
        .join();
    const streams = [
      first(0, ''),
      first(1, ''),
      first(2 ** 32, ''),
      first(0, 'a'),
      first(0, 'b'),
      first(0, 'a', 0),
      first(0, 'a', 1),
      first(0, 'a', 0, 0),
      first(0, 'a', 2 ** 40),
      first(97, ''),
    ];
    expect(new Set(streams).size).toBe(streams.length);
    expect(first(7, 'order', 3)).toBe(first(7, 'order', 3));
  });

  test('a stream is the same on every machine and in every version', () => {
    const random = randomStream(42, 'weights', 1, 2);
    expect([...random.state()]).toMatchInlineSnapshot(`
      [
        4100281705,
        3810003674,
        1344222836,
        3204964134,
      ]
    `);
    expect(random.normal()).toMatchInlineSnapshot(`0.05238567297214481`);
  });

  test('below is in range and even, also beyond 2³²', () => {
    const random = randomStream(3, 'below');
    for (const n of [1, 2, 3, 5, 7, 2 ** 31 + 1, 2 ** 32, 2 ** 32 + 1, 3 * 2 ** 40, 2 ** 53]) {
      const quarters = [0, 0, 0, 0];
      const draws = 4000;
      for (let i = 0; i < draws; i++) {
        const draw = random.below(n);
        expect(Number.isInteger(draw) && draw >= 0 && draw < n).toBe(true);
        quarters[Math.floor((draw / n) * 4)]++;
      }
      // Five standard deviations of a binomial count of a quarter.
      if (n >= 2 ** 31) for (const count of quarters) expect(Math.abs(count - draws / 4)).toBeLessThan(137);
    }
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 6000; i++) counts[random.below(6)]++;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(145);
    for (const bad of [0, -1, 1.5, NaN, 2 ** 53 + 2]) expect(() => random.below(bad)).toThrow(RangeError);
  });

  test('normal has the moments and the tails of N(0, 1)', () => {
    const random = randomStream(4, 'normal');
    const n = 100_000;
    const draws = Array.from({ length: n }, () => random.normal());
    const moment = (power: number): number => draws.reduce((sum, x) => sum + x ** power, 0) / n;
    expect(Math.abs(moment(1))).toBeLessThan(0.016);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.023);
    expect(Math.abs(moment(3))).toBeLessThan(0.062);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.16);
    const beyondTwo = draws.filter((x) => Math.abs(x) > 2).length / n;
    expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.0034);
  });

  test('what is no state or seed is refused', () => {
    expect(() => restoreRandom(Uint32Array.of(1, 2, 3))).toThrow(RandomStateError);
    expect(() => restoreRandom(new Uint32Array(4))).toThrow(RandomStateError);
    for (const seed of [-1, 0.5, NaN, 2 ** 53]) expect(() => randomStream(seed, '')).toThrow(RangeError);
  });
});
