import type { RandomSource } from '../topology/random';
import { type Histogram, positiveHistogram } from './histogram';
import { hurwitzZeta } from './hurwitzZeta';
import { fitPowerLaw, type PowerLawFit } from './powerLawFit';

/** Whether values follow a power law from some value on. */
export interface PowerLawJudgement {
  readonly verdict: 'justified' | 'few' | 'exponential' | 'unlike';
  /** Values above 0. */
  readonly count: number;
  /** Null with fewer than three different values. */
  readonly fit: PowerLawFit | null;
  /** Share of samples of the law that are as far from theirs; null where the verdict needed none. */
  readonly p: number | null;
}

/** Below, neither an exponent nor a p means much (Clauset et al., sections 3.5 and 4.2). */
const leastTail = 50;
/** At or below, the law is ruled out (their section 4.2). */
const leastP = 0.1;
/** p is known to about ±0.016. */
const usualSamples = 1000;

/**
 * Judges `values` (whole, not negative) after Clauset, Shalizi and Newman (2009): a fit is justified where the tail is
 * long enough, an exponential tail is no likelier, and the semi-parametric bootstrap does not rule the law out.
 */
export function judgePowerLaw(
  values: Iterable<number>,
  random: RandomSource,
  samples = usualSamples,
): PowerLawJudgement {
  const histogram = positiveHistogram(values);
  const count = histogram.counts.reduce((sum, each) => sum + each, 0);
  const fit = fitPowerLaw(histogram);
  if (fit === null || fit.tail < leastTail) return { verdict: 'few', count, fit, p: null };
  if (gainOverExponential(histogram, fit) <= 0) return { verdict: 'exponential', count, fit, p: null };
  const p = goodnessOfFit(histogram, fit, random, samples);
  return { verdict: p > leastP ? 'justified' : 'unlike', count, fit, p };
}

/** Log-likelihood of the tail by the law, less that by the likeliest discrete exponential from the same value on. */
function gainOverExponential({ values, counts }: Histogram, { exponent, from, tail }: PowerLawFit): number {
  let logs = 0;
  let beyond = 0;
  values.forEach((value, k) => {
    if (value < from) return;
    logs += counts[k] * Math.log(value);
    beyond += counts[k] * (value - from);
  });
  const law = -exponent * logs - tail * Math.log(hurwitzZeta(exponent, from));
  // p(x) = (1 − q) q^(x − from), likeliest at q = mean / (1 + mean) of what lies beyond `from`.
  const mean = beyond / tail;
  const exponential = tail * (mean * Math.log(mean / (1 + mean)) - Math.log(1 + mean));
  return law - exponential;
}

/**
 * The semi-parametric bootstrap (their section 4.1): each sample has as many values, above `from` drawn from the law and
 * below from the values themselves, and is fitted from scratch.
 */
export function goodnessOfFit(
  histogram: Histogram,
  fit: PowerLawFit,
  random: RandomSource,
  samples: number,
): number {
  const body = histogram.values.flatMap((value, k) =>
    value < fit.from ? Array<number>(histogram.counts[k]).fill(value) : [],
  );
  const count = body.length + fit.tail;
  const drawTail = tailSampler(fit, random);
  let farther = 0;
  for (let sample = 0; sample < samples; sample++) {
    const drawn = Array.from({ length: count }, () =>
      random.below(count) < body.length ? body[random.below(body.length)] : drawTail(),
    );
    const refitted = fitPowerLaw(positiveHistogram(drawn));
    if (refitted !== null && refitted.distance >= fit.distance) farther++;
  }
  return farther / samples;
}

/** So many values of a law are looked up; those beyond are searched for. */
const tabled = 1024;

/** Draws from the law by inversion of its distribution. */
export function tailSampler(
  { exponent, from }: Pick<PowerLawFit, 'exponent' | 'from'>,
  random: RandomSource,
): () => number {
  const whole = hurwitzZeta(exponent, from);
  const compute = (x: number): number => hurwitzZeta(exponent, x) / whole;
  const table = Float64Array.from({ length: tabled }, (_, k) => compute(from + k));
  /** Share of the law at `x` and beyond. */
  const atLeast = (x: number): number => (x - from < tabled ? table[x - from] : compute(x));
  return () => {
    const u = 1 - random.uniform();
    // Within [low, high): at `low` the share is at least u, at `high` less.
    let step = 1;
    while (atLeast(from + step) >= u) step *= 2;
    let low = from + Math.floor(step / 2);
    if (step === 1) return from;
    let high = from + step;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (atLeast(middle) >= u) low = middle;
      else high = middle;
    }
    return low;
  };
}
