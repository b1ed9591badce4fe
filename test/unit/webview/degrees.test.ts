import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  binsOf,
  distributionOf,
  erdosRenyi,
  hubsFrom,
  sumIn,
  topOf,
} from '../../../webview/evolution/detail/degrees/distribution';
import { fitText } from '../../../webview/evolution/detail/degrees/fitText';
import { fieldMarks } from '../../../webview/evolution/detail/inputs/fieldMarks';
import { inputValues, useCounts } from '../../../webview/evolution/detail/inputs/inputValues';

const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);

describe('a degree distribution', () => {
  it('counts each neuron once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1 }), (degrees) => {
        const { counts, mean } = distributionOf(Uint32Array.from(degrees), 30);
        expect(total(counts)).toBe(degrees.length);
        counts.forEach((count, degree) => {
          expect(count).toBe(degrees.filter((each) => each === degree).length);
        });
        expect(mean).toBeCloseTo(total(degrees) / degrees.length, 12);
      }),
    );
  });

  it('stands beside the binomial distribution of its density', () => {
    // C(4, k) / 16 of 32 neurons.
    expect([...erdosRenyi(32, 4, 2, 4)].map((value) => Number(value.toFixed(9)))).toEqual([2, 8, 12, 8, 2]);
    expect([...erdosRenyi(10, 3, 3, 3)]).toEqual([0, 0, 0, 10]);
    expect([...erdosRenyi(10, 3, 0, 2)]).toEqual([10, 0, 0]);
  });

  it('stands beside that of Poisson where links are few', () => {
    const expected = erdosRenyi(1000, 100_000, 4, 0);
    let poisson = 1000 * Math.exp(-4);
    expected.forEach((value, degree) => {
      expect(value).toBeCloseTo(poisson, 1);
      poisson *= 4 / (degree + 1);
    });
    expect(total(expected)).toBeCloseTo(1000, 1);
  });

  it('has hubs where random links have none', () => {
    const degrees = new Uint32Array(784).fill(4);
    degrees[7] = 40;
    const distribution = distributionOf(degrees, 784);
    const from = hubsFrom(distribution);
    expect(total(distribution.expected.slice(from))).toBeLessThan(0.5);
    expect(total(distribution.expected.slice(from - 1))).toBeGreaterThanOrEqual(0.5);
    expect(total(distribution.counts.slice(from))).toBe(1);
  });

  it('is drawn in bins that leave nothing out', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1 }), fc.integer({ min: 1, max: 50 }), (counts, most) => {
        const bins = binsOf(counts.length - 1, most);
        expect(bins.length).toBeLessThanOrEqual(most);
        expect(total(bins.map((bin) => sumIn(counts, bin)))).toBe(total(counts));
      }),
    );
  });
});

it('the largest are named first, of equals the first', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(6)), fc.integer({ min: 1, max: 8 }), (values, count) => {
      const sorted = [...values.keys()].sort((a, b) => values[b] - values[a] || a - b);
      expect(topOf(values, count)).toEqual(sorted.slice(0, count));
    }),
  );
});

describe('the values of inputs', () => {
  const profile = (outDegrees: number[], strengths: number[] | null = null) => ({
    inputs: outDegrees.length,
    outputs: 4,
    inDegrees: new Uint32Array(4),
    outDegrees: Uint32Array.from(outDegrees),
    strengths: strengths && Float32Array.from(strengths),
  });

  it('are links, weights or a change', () => {
    const [now, before] = [profile([2, 0, 3], [0.5, 0, 1]), profile([0, 1, 4])];
    const values = (kind: 'links' | 'weights' | 'change') => {
      const found = inputValues(kind, now, before);
      return typeof found === 'string' ? found : [...Array.from(found.values), found.most];
    };
    expect(values('links')).toEqual([2, 0, 3, 3]);
    expect(values('weights')).toEqual([0.5, 0, 1, 1]);
    expect(values('change')).toEqual([2, -1, -1, 2]);
    expect(useCounts(now, before)).toEqual({ unused: 1, taken: 1, left: 1 });
  });

  it('say why they cannot be had', () => {
    expect(inputValues('weights', profile([1]), null)).toMatch(/no weights/);
    expect(inputValues('change', profile([1]), null)).toMatch(/no other checkpoint/);
    expect(inputValues('change', profile([1]), profile([1, 2]))).toMatch(/2 inputs, this one 1/);
    expect(useCounts(profile([0]), profile([1, 2]))).toEqual({ unused: 1, taken: null, left: null });
  });
});

it('inputs of a neuron are kept, gained or lost', () => {
  const field = (...paths: number[]) => ({
    paths: Float64Array.from(paths),
    own: new Uint32Array(),
    weights: null,
  });
  const { kept, gained, lost } = fieldMarks(field(1, 2, 0, 0), field(3, 0, 1, 0));
  expect([kept.inputs, gained.inputs, lost.inputs]).toEqual([[0], [1], [2]]);
  expect(fieldMarks(field(1, 0), null).kept.inputs).toEqual([0]);
  expect(fieldMarks(field(1, 0), null).gained.inputs).toEqual([]);
});

it('a power law is stated with p and n, or refused with the reason', () => {
  const fit = { exponent: 2.512, standardError: 0.041, from: 3, tail: 412, shareAtFrom: 0.3 };
  expect(fitText({ verdict: 'justified', count: 784, fit, p: 0.42 })).toBe(
    'exponent 2.51 ± 0.04 (from 3 on, 412 of 784 degrees; goodness of fit p = 0.420).',
  );
  expect(fitText({ verdict: 'unlike', count: 784, fit, p: 0.01 })).toMatch(/not justified.*p = 0\.010/);
  expect(fitText({ verdict: 'exponential', count: 784, fit, p: null })).toMatch(/exponential tail/);
  expect(fitText({ verdict: 'few', count: 60, fit: { ...fit, tail: 12 }, p: null })).toMatch(/12 of 60/);
  expect(fitText({ verdict: 'few', count: 60, fit: null, p: null })).toMatch(/60 degrees/);
});
