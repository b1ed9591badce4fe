import type { z } from 'zod';
import { type Budget, type Measure, measureSchema, methodSchema, usualMeasure } from './facts';

/** What a panel keeps of its measure over a reload; what can no longer be read is as if it were not there. */
export const keptMeasureShape = {
  measure: measureSchema.optional().catch(undefined),
  /** Kept alone before a panel had a budget. */
  method: methodSchema.optional().catch(undefined),
} as const;

type KeptMeasure = {
  readonly [K in keyof typeof keptMeasureShape]?: z.infer<(typeof keptMeasureShape)[K]>;
};

/** Undefined where nothing was kept: the settings decide. */
export function keptMeasure({ measure, method }: KeptMeasure): Measure | undefined {
  return measure ?? (method === undefined ? undefined : usualMeasure(method));
}

export function sameMeasure(a: Measure, b: Measure): boolean {
  return a.method === b.method && a.outputs === b.outputs && budgetName(a.budget) === budgetName(b.budget);
}

/** "standard", "2.5 s"; empty where nothing is searched. */
export function budgetName(budget: Budget | null): string {
  if (budget === null) return '';
  return typeof budget === 'string' ? budget : `${String(budget.seconds)} s`;
}
