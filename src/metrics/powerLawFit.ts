import type { Histogram } from './histogram';
import { hurwitzZeta } from './hurwitzZeta';

/** p(x) = x^−exponent / ζ(exponent, from) for whole x ≥ from. */
export interface PowerLawFit {
  readonly exponent: number;
  /** x_min: the least value of the tail. */
  readonly from: number;
  /** Values in the tail. */
  readonly tail: number;
  /** Kolmogorov–Smirnov distance between the tail and the law. */
  readonly distance: number;
}

const leastExponent = 1.0001;
const mostExponent = 20;
const tolerance = 1e-7;

/**
 * The discrete power law that fits best, after Clauset, Shalizi and Newman, "Power-law distributions in empirical data",
 * SIAM Review 51 (2009): its exponent by maximum likelihood from each x_min on, of these the one whose law is nearest.
 * Null with fewer than three different values.
 */
export function fitPowerLaw({ values, counts }: Histogram): PowerLawFit | null {
  if (values.length < 3) return null;
  let best: PowerLawFit | null = null;
  let tail = counts.at(-1)!;
  let logs = tail * Math.log(values.at(-1)!);
  // A tail of one value alone says nothing about its fall.
  for (let start = values.length - 2; start >= 0; start--) {
    tail += counts[start];
    logs += counts[start] * Math.log(values[start]);
    const from = values[start];
    const exponent = likeliestExponent(from, logs / tail);
    const distance = distanceToLaw({ values, counts }, start, tail, exponent);
    if (best === null || distance <= best.distance) best = { exponent, from, tail, distance };
  }
  return best;
}

/** Of the exponent, from the curvature of the likelihood (their equation 3.6). */
export function standardError({ exponent, from, tail }: PowerLawFit): number {
  const h = 1e-3;
  const at = (s: number): number => Math.log(hurwitzZeta(s, from));
  const curvature = (at(exponent + h) - 2 * at(exponent) + at(exponent - h)) / h ** 2;
  return 1 / Math.sqrt(tail * curvature);
}

/** Minimises the convex ln ζ(s, from) + s · mean of ln x, by golden sections. */
function likeliestExponent(from: number, meanLog: number): number {
  const loss = (s: number): number => Math.log(hurwitzZeta(s, from)) + s * meanLog;
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [leastExponent, mostExponent];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [lossLeft, lossRight] = [loss(left), loss(right)];
  while (high - low > tolerance) {
    if (lossLeft < lossRight) {
      [high, right, lossRight] = [right, left, lossLeft];
      left = high - golden * (high - low);
      lossLeft = loss(left);
    } else {
      [low, left, lossLeft] = [left, right, lossRight];
      right = low + golden * (high - low);
      lossRight = loss(right);
    }
  }
  return (low + high) / 2;
}

/** Over all whole numbers from `values[start]` on: between two values the law alone moves. */
function distanceToLaw({ values, counts }: Histogram, start: number, tail: number, exponent: number): number {
  const whole = hurwitzZeta(exponent, values[start]);
  const upTo = (x: number): number => 1 - hurwitzZeta(exponent, x + 1) / whole;
  let distance = 0;
  let seen = 0;
  for (let k = start; k < values.length; k++) {
    seen += counts[k];
    distance = Math.max(distance, Math.abs(seen / tail - upTo(values[k])));
    const next = values[k + 1];
    if (next > values[k] + 1) distance = Math.max(distance, Math.abs(seen / tail - upTo(next - 1)));
  }
  return distance;
}
