import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { positiveHistogram } from '../../../src/metrics/histogram';
import { hurwitzZeta } from '../../../src/metrics/hurwitzZeta';
import { goodnessOfFit, judgePowerLaw, tailSampler } from '../../../src/metrics/powerLaw';
import { fitPowerLaw, standardError } from '../../../src/metrics/powerLawFit';
import { randomLayer } from '../../../src/topology/initial';
import { randomStream } from '../../../src/topology/random';
import { fanIn } from '../../../src/topology/transpose';

/** How often each word occurs in "Moby Dick": one of the data sets of Clauset, Shalizi and Newman. */
const words = z
  .object({ values: z.array(z.number()), counts: z.array(z.number()) })
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, 'wordFrequencies.json'), 'utf8')));

describe('the zeta function', () => {
  test('is what is known of it', () => {
    expect(hurwitzZeta(2, 1)).toBeCloseTo(Math.PI ** 2 / 6, 14);
    expect(hurwitzZeta(4, 1)).toBeCloseTo(Math.PI ** 4 / 90, 14);
    expect(hurwitzZeta(3, 1)).toBeCloseTo(1.2020569031595942, 14);
    expect(hurwitzZeta(2, 0.5)).toBeCloseTo(Math.PI ** 2 / 2, 13);
  });

  test('loses a term by each step of a', () => {
    for (const s of [1.01, 1.5, 2.5, 7, 19]) {
      for (const a of [1, 2, 7, 30, 1000]) {
        const whole = hurwitzZeta(s, a);
        expect((hurwitzZeta(s, a + 1) + a ** -s) / whole).toBeCloseTo(1, 13);
      }
    }
  });
});

describe('the fit of a power law', () => {
  test('to the words of "Moby Dick" is the published one: 1.95 ± 0.02 from 7 ± 2 on, 2,958 words', () => {
    const fit = fitPowerLaw(words)!;
    expect(fit.from).toBe(7);
    expect(fit.tail).toBe(2958);
    expect(fit.exponent).toBeCloseTo(1.95, 2);
    expect(standardError(fit)).toBeCloseTo(0.02, 2);
  });

  test('finds the exponent of samples of a law', () => {
    for (const [exponent, from] of [
      [1.8, 1],
      [2.5, 1],
      [3.2, 4],
    ] as const) {
      const draw = tailSampler({ exponent, from }, randomStream(5, 'fit', from));
      const fit = fitPowerLaw(positiveHistogram(Array.from({ length: 20_000 }, draw)))!;
      expect(Math.abs(fit.exponent - exponent)).toBeLessThan(4 * standardError(fit));
    }
  });

  test('takes the exponent of the greatest likelihood', () => {
    const values = [1, 1, 1, 1, 1, 2, 2, 3, 3, 5, 8, 13];
    const { exponent, from } = fitPowerLaw(positiveHistogram(values))!;
    const tail = values.filter((value) => value >= from);
    const likelihood = (s: number): number =>
      tail.reduce((sum, value) => sum - s * Math.log(value) - Math.log(hurwitzZeta(s, from)), 0);
    for (const other of [exponent - 0.01, exponent + 0.01]) {
      expect(likelihood(other)).toBeLessThan(likelihood(exponent));
    }
  });

  test('needs three different values', () => {
    expect(fitPowerLaw(positiveHistogram([0, 4, 4, 9]))).toBeNull();
    expect(judgePowerLaw([5, 5, 5, 0], randomStream(1, 'judge'))).toEqual({
      verdict: 'few',
      count: 3,
      fit: null,
      p: null,
    });
  });
});

describe('samples of a law', () => {
  test('have the shares that it says', () => {
    const draw = tailSampler({ exponent: 2.2, from: 3 }, randomStream(9, 'sampler'));
    const count = 40_000;
    const { values, counts } = positiveHistogram(Array.from({ length: count }, draw));
    expect(values[0]).toBe(3);
    for (const x of [3, 4, 7, 20]) {
      const share = x ** -2.2 / hurwitzZeta(2.2, 3);
      const found = counts[values.indexOf(x)] / count;
      expect(Math.abs(found - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / count));
    }
    // Beyond what is looked up in a table, too.
    expect(values.at(-1)).toBeGreaterThan(1100);
  });
});

describe('the judgement', () => {
  test('does not rule out the law for words, as published (p = 0.49)', () => {
    const p = goodnessOfFit(words, fitPowerLaw(words)!, randomStream(2, 'words'), 40);
    // Within three standard errors of 40 samples.
    expect(Math.abs(p - 0.49)).toBeLessThan(0.24);
  });

  test('of samples of a law gives every p as often as any other', () => {
    const ps = Array.from({ length: 24 }, (_, seed) => {
      const draw = tailSampler({ exponent: 2.5, from: 1 }, randomStream(seed, 'law'));
      const histogram = positiveHistogram(Array.from({ length: 200 }, draw));
      return goodnessOfFit(histogram, fitPowerLaw(histogram)!, randomStream(seed, 'p'), 30);
    });
    // Mean and share of a uniform distribution, within four standard errors of 24 draws.
    expect(Math.abs(ps.reduce((sum, p) => sum + p, 0) / ps.length - 0.5)).toBeLessThan(0.24);
    expect(ps.filter((p) => p <= 0.1).length / ps.length).toBeLessThan(0.1 + 0.25);
  });

  test('is justified for a long sample of a law that lies near it, and not where the tail is cut off', () => {
    const draw = tailSampler({ exponent: 2.5, from: 1 }, randomStream(1, 'long'));
    const sample = Array.from({ length: 1500 }, draw);
    const { verdict, p } = judgePowerLaw(sample, randomStream(1, 'judge'), 100);
    expect(verdict).toBe(p! > 0.1 ? 'justified' : 'unlike');
    const cut = sample.filter((value) => value <= 6);
    expect(judgePowerLaw(cut, randomStream(1, 'judge'), 100).verdict).not.toBe('justified');
  });

  test('finds no power law in random links', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const layer = randomLayer(784, 784, 3660, randomStream(seed, 'layer'));
      expect(judgePowerLaw(fanIn(layer), randomStream(seed, 'judge'), 50).verdict).not.toBe('justified');
    }
  });
});
