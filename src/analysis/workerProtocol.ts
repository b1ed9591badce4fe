import * as z from 'zod';
import {
  comparisonSchema,
  exploredLinksSchema,
  layerChangeSchema,
  layerComparisonSchema,
} from '../protocol/analysis';
import { arrangementMethods } from '../protocol/arrangement';
import { checkpointFactsSchema, measureSchema } from '../protocol/facts';
import { layerDataMethods } from '../protocol/layerData';
import { layerMatchingSchema } from '../protocol/matching';
import { cellLayerSchema } from '../protocol/matrix';
import { chanceKindSchema } from '../protocol/uncertainty';

/** What the analysis process asks of its worker threads. Paths are absolute. */

/** What a checkpoint holds, as much as may be asked without reading it again. */
export const contentSchema = z.object({
  /** What `contentHash` says of its topology. */
  hash: z.string(),
  epoch: z.number().nullable(),
  /** Number of layers. */
  depth: z.number().int().nonnegative(),
});
export type Content = z.infer<typeof contentSchema>;

/** A checkpoint as it was when it was read. */
export const readStateSchema = contentSchema.extend({
  /** What `fileState` said just before reading. */
  stamp: z.string().nullable(),
  settled: z.boolean(),
});
export type ReadState = z.infer<typeof readStateSchema>;

const pair = { a: z.string(), b: z.string() };
/** In which state the two of a pair were read. */
const reads = { readA: readStateSchema, readB: readStateSchema };

/** Of the matching of a layer what cannot be told from the two networks, as `LayerMatching` has it. */
export const foundMatchingSchema = layerMatchingSchema.pick({ partners: true, interchangeable: true });
export type FoundMatching = z.infer<typeof foundMatchingSchema>;

const changeParamsSchema = z.object({
  path: z.string(),
  initial: z.string().nullable(),
  previous: z.string().nullable(),
});
export type ChangeParams = z.infer<typeof changeParamsSchema>;

const changeSchema = z.object({
  facts: checkpointFactsSchema,
  layers: z.array(layerChangeSchema),
  read: readStateSchema,
});
export type Change = z.infer<typeof changeSchema>;

export const workerMethods = {
  ...layerDataMethods,
  ...arrangementMethods,
  /** Facts of a checkpoint. */
  describe: {
    params: z.object({ path: z.string() }),
    progress: z.null(),
    result: z.object({ facts: checkpointFactsSchema, read: readStateSchema }),
  },
  /** Facts of a checkpoint, and what happened to each of its layers since others. */
  change: { params: changeParamsSchema, progress: z.null(), result: changeSchema },
  /** As of the analysis process. */
  exploration: {
    params: z.object({ paths: z.array(z.string()) }),
    progress: z.null(),
    result: exploredLinksSchema,
  },
  compare: {
    params: z.object({ ...pair, measure: measureSchema, byNeuron: z.boolean() }),
    progress: layerComparisonSchema,
    result: z.object({
      comparison: comparisonSchema,
      /** Of each layer, where it was asked for. */
      byNeuron: z.array(layerMatchingSchema).nullable(),
      ...reads,
    }),
  },
  /** All of the matchings that were found before, by layer; null where they are not of these networks. */
  matchedNeurons: {
    params: z.object({ ...pair, found: z.array(foundMatchingSchema) }),
    progress: z.null(),
    result: z.object({ byNeuron: z.array(layerMatchingSchema).nullable(), ...reads }),
  },
  /**
   * Pairs, given by their indices in `checkpoints`; in that order their layers, or why they have none. A checkpoint
   * whose content is no longer the one that is expected has no distance.
   */
  comparePairs: {
    params: z.object({
      checkpoints: z.array(z.object({ path: z.string(), hash: z.string() })),
      pairs: z.array(z.tuple([z.number().int(), z.number().int()])),
      measure: measureSchema,
    }),
    progress: z.null(),
    result: z.array(
      z.union([z.object({ layers: z.array(layerComparisonSchema) }), z.object({ reason: z.string() })]),
    ),
  },
  /** The distance of a pair with other hidden orders of the second network, or by another search (`refined`). */
  variation: {
    params: z.object({
      ...pair,
      measure: measureSchema,
      kind: z.enum(['shuffle', 'search']),
      number: z.number().int().nonnegative(),
    }),
    progress: z.null(),
    result: z.object({ layers: z.array(cellLayerSchema), ...reads }),
  },
  /** Key of the shape that random networks like the two have. */
  chanceKey: {
    params: z.object({ ...pair, kind: chanceKindSchema }),
    progress: z.null(),
    result: z.object({ key: z.string(), ...reads }),
  },
  /** The distance of two random networks of that shape. */
  chanceSample: {
    params: z.object({
      ...pair,
      kind: chanceKindSchema,
      measure: measureSchema,
      sample: z.number().int().nonnegative(),
    }),
    progress: z.null(),
    result: z.object({ layers: z.array(cellLayerSchema), ...reads }),
  },
  /** The least cost of each layer by `greedy`, proven; fails where it is not. */
  prove: {
    params: z.object({ ...pair, measure: measureSchema }),
    progress: z.null(),
    result: z.object({ costs: z.array(z.number()), ...reads }),
  },
  /** Answered as soon as the thread is not computing. */
  ping: { params: z.null(), progress: z.null(), result: z.null() },
} as const;
export type WorkerMethods = typeof workerMethods;

/** Kind of a failure that time may heal: the file is shorter than it says it is. */
export const INCOMPLETE = 'CheckpointIncomplete';

/** Kind of a failure of what began with a checkpoint that is another one now. */
export const CHANGED = 'CheckpointChanged';

export const workerDataSchema = z.object({ cacheBytes: z.number().nonnegative() });
