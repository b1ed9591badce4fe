import type { z } from 'zod';
import { type Measure, measureOf } from '../measure/measure';
import { measureSchema, methodSchema } from './facts';

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
  return measure ?? (method === undefined ? undefined : measureOf(method));
}
