import { z } from 'zod';
import { comparisonSchema, layerComparisonSchema } from '../protocol/analysis';
import { checkpointFactsSchema, measureSchema } from '../protocol/facts';
import { cellLayerSchema } from '../protocol/matrix';

/** What the analysis process asks of its worker threads. Paths are absolute. */

/** A checkpoint as it was when it was read. */
export const readStateSchema = z.object({
  /** What `fileState` said just before reading. */
  stamp: z.string().nullable(),
  settled: z.boolean(),
  /** What `contentHash` says of its topology. */
  hash: z.string(),
});
export type ReadState = z.infer<typeof readStateSchema>;

export const turnoverSchema = z.object({ gained: z.number().int(), lost: z.number().int() });

export const workerMethods = {
  /** Facts of a checkpoint, and what changed in each layer since another; null where that cannot be compared. */
  describe: {
    params: z.object({ path: z.string(), previous: z.string().nullable() }),
    progress: z.null(),
    result: z.object({
      facts: checkpointFactsSchema,
      turnover: z.array(turnoverSchema).nullable(),
      read: readStateSchema,
    }),
  },
  compare: {
    params: z.object({ a: z.string(), b: z.string(), measure: measureSchema }),
    progress: layerComparisonSchema,
    result: z.object({ comparison: comparisonSchema, readA: readStateSchema, readB: readStateSchema }),
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
      a: z.string(),
      b: z.string(),
      measure: measureSchema,
      kind: z.enum(['shuffle', 'search']),
      number: z.number().int().nonnegative(),
    }),
    progress: z.null(),
    result: z.object({ layers: z.array(cellLayerSchema), readA: readStateSchema, readB: readStateSchema }),
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
