import * as z from 'zod';
import type { MeanRule } from '../measure/meanRule';
import type { Budget, DistanceMethod, Measure } from '../measure/measure';

/** Facts of one layer as the panels show them. */
export const layerFactsSchema = z.object({
  inputs: z.number().int().nonnegative(),
  outputs: z.number().int().nonnegative(),
  links: z.number().int().nonnegative(),
  /** Share of the possible links, 0 to 1. */
  density: z.number(),
  /** Every possible link exists. */
  full: z.boolean(),
  /** Neurons without an input. */
  emptyNeurons: z.number().int().nonnegative(),
  fanInMin: z.number().int().nonnegative(),
  fanInMedian: z.number().nonnegative(),
  fanInMax: z.number().int().nonnegative(),
});
export type LayerFacts = z.infer<typeof layerFactsSchema>;

export const checkpointFactsSchema = z.object({
  path: z.string(),
  format: z.string(),
  formatLabel: z.string(),
  epoch: z.number().nullable(),
  layers: z.array(layerFactsSchema),
  notes: z.array(z.string()),
});
export type CheckpointFacts = z.infer<typeof checkpointFactsSchema>;

/** Ways to compute NNSTD that can be asked for. */
export const methodSchema = z.enum(['reference', 'greedy', 'refined']) satisfies z.ZodType<DistanceMethod>;

export const budgetSchema = z.union([
  z.enum(['quick', 'standard', 'thorough']),
  z.object({ seconds: z.number().positive().max(3600) }),
]) satisfies z.ZodType<Budget>;

export const measureSchema = z.object({
  method: methodSchema,
  budget: budgetSchema.nullable(),
  outputs: z.enum(['matched', 'fixed']),
}) satisfies z.ZodType<Measure>;

export const meanRuleSchema = z.object({
  counting: z.union([z.enum(['sparse', 'all']), z.array(z.number().int().nonnegative()).readonly()]),
  weighting: z.enum(['layers', 'links']),
}) satisfies z.ZodType<MeanRule>;
