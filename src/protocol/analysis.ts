import { z } from 'zod';
import { checkpointFactsSchema, measureSchema } from './facts';

/** What the analysis process answers. Paths are absolute. */

/** Topology change of one layer from one checkpoint to another. */
export const layerStepSchema = z.object({
  /** Links that the earlier checkpoint lacks / that only it has; null where there is no earlier one. */
  gained: z.number().nullable(),
  lost: z.number().nullable(),
  /** NNSTD of this layer; null where it was not asked for or cannot be had. */
  toInitial: z.number().nullable(),
  toPrevious: z.number().nullable(),
  /** False for a layer full in both networks, which does not count in a mean. */
  counts: z.boolean(),
});

export const stepSchema = z.object({
  facts: checkpointFactsSchema,
  layers: z.array(layerStepSchema),
  /** Means over the layers that count. */
  meanToInitial: z.number().nullable(),
  meanToPrevious: z.number().nullable(),
});
export type Step = z.infer<typeof stepSchema>;

/** One layer of a comparison of two checkpoints. */
export const layerComparisonSchema = z.object({
  layer: z.number().int().nonnegative(),
  distance: z.number(),
  cost: z.number(),
  /** Links of both networks together. */
  links: z.number().int(),
  counts: z.boolean(),
  /** Matched pairs: all neurons where the widths agree, otherwise as many as the narrower layer has. */
  neurons: z.number().int(),
  matchedWithSelf: z.number().int(),
  /** Matched pairs without a common input, at cost 1. */
  matchedAtCostOne: z.number().int(),
  emptyA: z.number().int(),
  emptyB: z.number().int(),
});
export type LayerComparison = z.infer<typeof layerComparisonSchema>;

export const comparisonSchema = z.object({
  measure: measureSchema,
  mean: z.number().nullable(),
  layers: z.array(layerComparisonSchema),
});
export type Comparison = z.infer<typeof comparisonSchema>;

export const matrixCellSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('done'),
    row: z.number().int(),
    column: z.number().int(),
    mean: z.number().nullable(),
    layers: z.array(z.number()),
  }),
  z.object({
    status: z.literal('failed'),
    row: z.number().int(),
    column: z.number().int(),
    reason: z.string(),
  }),
]);
export type MatrixCell = z.infer<typeof matrixCellSchema>;

const nothing = z.null();

export const analysisMethods = {
  /** Shape, links, density and degrees of a checkpoint. */
  describe: {
    params: z.object({ path: z.string() }),
    progress: nothing,
    result: checkpointFactsSchema,
  },
  /** A point of the evolution: `current` against the first and the previous checkpoint of its series. */
  step: {
    params: z.object({
      current: z.string(),
      initial: z.string().nullable(),
      previous: z.string().nullable(),
      measure: measureSchema,
    }),
    progress: nothing,
    result: stepSchema,
  },
  /** Two checkpoints; layers arrive as they are done. */
  compare: {
    params: z.object({ a: z.string(), b: z.string(), measure: measureSchema }),
    progress: layerComparisonSchema,
    result: comparisonSchema,
  },
  /**
   * All pairs row < column; cells arrive as they are done, one that cannot be had as failed with its reason.
   * The diagonal is not computed.
   */
  matrix: {
    params: z.object({ paths: z.array(z.string()).min(2), measure: measureSchema }),
    progress: matrixCellSchema,
    result: z.object({ done: z.number().int(), failed: z.number().int() }),
  },
} as const;
export type AnalysisMethods = typeof analysisMethods;
