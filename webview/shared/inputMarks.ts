import type { ChangeCode } from './changeCode';

/** Inputs that are marked alike. */
export interface InputMarks {
  readonly code: ChangeCode;
  readonly inputs: readonly number[];
  /** Sides of the marks as shares of their cells, 0 to 1, alike to `inputs`; absent where all fill their cells. */
  readonly sizes?: readonly number[];
}

/** The smallest is still seen. */
const leastSize = 0.3;

/** Side of a mark whose area stands for this share of the largest value, 0 to 1. */
export function markSize(share: number): number {
  return leastSize + (1 - leastSize) * Math.sqrt(share);
}
