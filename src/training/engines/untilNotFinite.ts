import type { LossSums } from '../../kernels/kernels';

/** Sums of `count` batches in order; a batch whose loss is not finite is the last one. */
export function untilNotFinite(count: number, sumsOf: (k: number) => LossSums): LossSums[] {
  const all: LossSums[] = [];
  while (all.length < count) {
    const sums = sumsOf(all.length);
    all.push(sums);
    if (!Number.isFinite(sums.loss)) break;
  }
  return all;
}
