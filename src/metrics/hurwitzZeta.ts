/** B₂ₖ / (2k)!, k from 1. */
const bernoulli = [
  1 / 12,
  -1 / 720,
  1 / 30_240,
  -1 / 1_209_600,
  1 / 47_900_160,
  -691 / 1_307_674_368_000,
  1 / 74_724_249_600,
];

/**
 * ζ(s, a) = Σ (a + k)^−s over k ≥ 0, for s > 1 and a > 0, by the formula of Euler and Maclaurin: to about 14 digits for s
 * up to some dozens.
 */
export function hurwitzZeta(s: number, a: number): number {
  let sum = 0;
  // Where the series that follows converges fast.
  const far = s + 12;
  let x = a;
  for (; x < far; x++) sum += x ** -s;
  let power = x ** -s;
  sum += (power * x) / (s - 1) + power / 2;
  let rising = s;
  power /= x;
  bernoulli.forEach((factor, k) => {
    sum += factor * rising * power;
    rising *= (s + 2 * k + 1) * (s + 2 * k + 2);
    power /= x * x;
  });
  return sum;
}
