/** The ways to compute NNSTD; docs/nnstd.md says what each guarantees. */
export type DistanceMethod = 'reference' | 'greedy' | 'refined';

/**
 * How long `refined` searches. Seconds are nominal: what a 2-core machine of 2026 takes on one thread. They stand for a
 * number of proposals, so that the same budget gives the same result on every machine.
 */
export type Budget = 'quick' | 'standard' | 'thorough' | { readonly seconds: number };

/** Whether the neurons of the last layer are matched, as published, or stand for themselves, as classes that have names. */
export type Outputs = 'matched' | 'fixed';

/** What is measured: all that can change the distance of two networks, and so a part of its name in every cache. */
export interface Measure {
  readonly method: DistanceMethod;
  /** Null for the methods that do not search. */
  readonly budget: Budget | null;
  readonly outputs: Outputs;
}

/** Taken where none is asked for: what no order of storage moves. */
export const defaultMethod: DistanceMethod = 'refined';

export function measureOf(
  method: DistanceMethod,
  { budget = 'standard', outputs = 'matched' }: { readonly budget?: Budget; readonly outputs?: Outputs } = {},
): Measure {
  return { method, budget: method === 'refined' ? budget : null, outputs };
}

/** Names a budget for display and for cache keys. */
export function budgetName(budget: Budget): string {
  return typeof budget === 'string' ? budget : `${String(budget.seconds)} s`;
}

/** The same for the same measure, and only for it. */
export function measureKey({ method, budget, outputs }: Measure): string {
  return [method, budget === null ? '' : budgetName(budget), outputs].join('/');
}

export function sameMeasure(a: Measure, b: Measure): boolean {
  return measureKey(a) === measureKey(b);
}
