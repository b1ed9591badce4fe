import * as z from 'zod';
import { arrangementMethods } from './arrangement';
import { checkpointFactsSchema, measureSchema } from './facts';
import { layerDataMethods } from './layerData';
import { matchingMethods } from './matching';
import { matrixProgressSchema, spanSchema } from './matrix';
import { chanceKindSchema, chanceSchema, countSchema, noiseSchema, tiesSchema } from './uncertainty';

/** What the analysis process answers. Paths are absolute. */

/** What happened to one layer up to a checkpoint, without distances. */
export const layerChangeSchema = z.object({
  /** Links that the previous checkpoint lacks / that only it has; null where there is none or none like it. */
  gained: z.number().int().nullable(),
  lost: z.number().int().nullable(),
  /** Share of the links of the initial checkpoint that are there (still or again), 0 to 1; null as above. */
  survival: z.number().nullable(),
  /** Links that were ever active, as training recorded it; null where it did not. */
  explored: z.number().int().nullable(),
  /** Links on a path from an input of the network to an output of it. */
  effectiveLinks: z.number().int(),
  /** Neurons that feed none of the next layer; of these the ones without an input too; neurons on no such path. */
  noOutput: z.number().int(),
  isolated: z.number().int(),
  offPath: z.number().int(),
});
export type LayerChange = z.infer<typeof layerChangeSchema>;

/** One layer in a step of the evolution. */
export const layerStepSchema = layerChangeSchema.extend({
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

/**
 * For each checkpoint of a series, for each of its layers the number of links that were active at that checkpoint or one
 * before. Null where a checkpoint cannot be read, has other widths than the first, or the union is too large to be kept.
 */
export const exploredLinksSchema = z.array(z.array(z.number().int()).nullable());
export type ExploredLinks = z.infer<typeof exploredLinksSchema>;

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
  /** Neurons of the first whose partner could be another at equal cost; null where that was not looked at. */
  interchangeable: z.number().int().nullable(),
  emptyA: z.number().int(),
  emptyB: z.number().int(),
});
export type LayerComparison = z.infer<typeof layerComparisonSchema>;

export const comparisonSchema = z.object({
  measure: measureSchema,
  mean: z.number().nullable(),
  layers: z.array(layerComparisonSchema),
  /** What computing took, on one thread; absent where it was known from before. */
  seconds: z.number().nonnegative().optional(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

const nothing = z.null();
const pair = { a: z.string(), b: z.string(), measure: measureSchema };

export const analysisMethods = {
  ...layerDataMethods,
  ...matchingMethods,
  ...arrangementMethods,
  /** Shape, links, density and degrees of a checkpoint. */
  describe: {
    params: z.object({ path: z.string() }),
    progress: nothing,
    result: checkpointFactsSchema,
  },
  /**
   * A point of the evolution: `current` against the first and the previous checkpoint of its series; without a measure
   * no distances.
   */
  step: {
    params: z.object({
      current: z.string(),
      initial: z.string().nullable(),
      previous: z.string().nullable(),
      measure: measureSchema.nullable(),
    }),
    progress: nothing,
    result: stepSchema,
  },
  /** Links ever seen along a series, given in its order; one checkpoint more costs that one. */
  exploration: {
    params: z.object({ paths: z.array(z.string()) }),
    progress: nothing,
    result: exploredLinksSchema,
  },
  /** Two checkpoints; layers arrive as they are done. */
  compare: {
    params: z.object(pair),
    progress: layerComparisonSchema,
    result: comparisonSchema,
  },
  /**
   * All pairs row < column. Cells arrive as they are done, what is known already at once, one that cannot be had as
   * failed with its reason. The diagonal is not computed, nor the pairs of the first `known` checkpoints among each
   * other, which the asker has. `id` is the asker's own, for `focus`.
   */
  matrix: {
    params: z.object({
      id: z.string(),
      paths: z.array(z.string()).min(2),
      known: z.number().int().nonnegative().optional(),
      measure: measureSchema,
    }),
    progress: matrixProgressSchema,
    result: z.object({ done: z.number().int(), failed: z.number().int() }),
  },
  /** What is looked at of a matrix under way: its cells come first from now on. Means nothing once it has ended. */
  focus: {
    params: z.object({ id: z.string(), rows: spanSchema, columns: spanSchema }),
    progress: nothing,
    result: nothing,
  },
  /** The distance that two networks have by chance, by the same measure. */
  chance: {
    params: z.object({ ...pair, kind: chanceKindSchema, samples: z.number().int().min(2).max(100) }),
    progress: countSchema,
    result: chanceSchema,
  },
  /** How far the order in which neurons are stored moves a distance by `reference`. */
  ties: {
    params: z.object({ ...pair, shuffles: z.number().int().min(1).max(10_000) }),
    progress: countSchema,
    result: tiesSchema,
  },
  /** How far the luck of its search moves a distance by `refined`. */
  noise: {
    params: z.object({ ...pair, runs: z.number().int().min(2).max(100) }),
    progress: countSchema,
    result: noiseSchema,
  },
  /** Forgets every distance that was kept, on the disk too. */
  clearCache: { params: nothing, progress: nothing, result: nothing },
} as const;
export type AnalysisMethods = typeof analysisMethods;
