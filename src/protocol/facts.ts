import { z } from 'zod';

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
export const methodSchema = z.enum(['reference', 'greedy', 'refined']);
export type Method = z.infer<typeof methodSchema>;

/** How long the method `refined` searches; seconds are nominal, so that the result does not depend on the machine. */
export const budgetSchema = z.union([
  z.enum(['quick', 'standard', 'thorough']),
  z.object({ seconds: z.number().positive().max(3600) }),
]);
export type Budget = z.infer<typeof budgetSchema>;

/** What is measured: everything that can change a distance. */
export const measureSchema = z.object({
  method: methodSchema,
  /** Null for the methods that do not search. */
  budget: budgetSchema.nullable(),
  /** Whether the neurons of the last layer are matched or stand for themselves. */
  outputs: z.enum(['matched', 'fixed']),
});
export type Measure = z.infer<typeof measureSchema>;

/** A method as it is where nothing else is asked for. */
export function usualMeasure(method: Method, budget: Budget = 'standard'): Measure {
  return { method, budget: method === 'refined' ? budget : null, outputs: 'matched' };
}

/** Where neither a panel nor the settings say another. */
export const defaultPanelMethod: Method = 'refined';
