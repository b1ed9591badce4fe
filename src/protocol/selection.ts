import * as z from 'zod';
import { droppingMethods } from './dropping';

/** Which checkpoints a comparison is of, and how that is changed in its panel. */

/** More do not fit a matrix. */
export const mostCompared = 500;

/** Checkpoints that come to the runs of a comparison are added to it: those whose epoch `every` divides. */
export const followSchema = z.object({ every: z.number().int().min(1).max(1_000_000) });
export type Follow = z.infer<typeof followSchema>;

export const availableRunSchema = z.object({
  path: z.string(),
  name: z.string(),
  /** By epoch. */
  checkpoints: z.array(
    z.object({
      path: z.string(),
      /** "epoch 190", or the name of its file. */
      moment: z.string(),
      epoch: z.number().nullable(),
    }),
  ),
});
export type AvailableRun = z.infer<typeof availableRunSchema>;

const nothing = z.null();
const paths = z.object({ paths: z.array(z.string()).min(1).max(100_000) });

export const selectionMethods = {
  /** Of a run or a folder all its checkpoints. */
  ...droppingMethods,
  /** Every run that has a checkpoint here, with all its checkpoints. */
  availableRuns: { params: nothing, progress: nothing, result: z.array(availableRunSchema) },
  /** Fails where that would be too many; those that are here already stay. Nothing that is known is computed again. */
  addCheckpoints: { params: paths, progress: nothing, result: nothing },
  /** Fails where fewer than two would be left. */
  removeCheckpoints: { params: paths, progress: nothing, result: nothing },
  /** Lets the user choose some of all that are known, and others. */
  pickCheckpoints: { params: nothing, progress: nothing, result: nothing },
  setFollow: { params: z.object({ follow: followSchema.nullable() }), progress: nothing, result: nothing },
} as const;
export type SelectionMethods = typeof selectionMethods;
