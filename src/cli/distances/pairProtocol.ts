import { z } from 'zod';
import type { DistanceMethod } from '../../nnstd/measure';
import { distanceMethods } from '../../nnstd/methods/registry';

const checkpointSchema = z.object({
  /** Absolute. */
  path: z.string(),
  /** Of the topology that was read from it when the command began. */
  hash: z.string(),
});

/** What the command asks of its threads. */
export const pairMethods = {
  compare: {
    params: z.object({
      a: checkpointSchema,
      b: checkpointSchema,
      method: z.custom<DistanceMethod>(
        (value) => typeof value === 'string' && Object.hasOwn(distanceMethods, value),
      ),
      matching: z.boolean(),
      /** How many shuffles of the second network to compare too. */
      shuffles: z.number().int().nonnegative(),
    }),
    /** One layer is done, of the networks as stored or of a shuffle. */
    progress: z.null(),
    result: z.object({
      layers: z.array(
        z.object({
          distance: z.number(),
          cost: z.number(),
          /** False for a layer that is full in both. */
          counts: z.boolean(),
          matching: z.custom<Int32Array>((value) => value instanceof Int32Array).nullable(),
        }),
      ),
      /** Distance of each layer, for each shuffle. */
      shuffled: z.array(z.array(z.number())),
    }),
  },
} as const;
export type PairMethods = typeof pairMethods;

/** Kind of the error where a file is no longer what it was when the command began. */
export const CHANGED = 'CheckpointChanged';
