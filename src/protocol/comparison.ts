import { z } from 'zod';
import { layerComparisonSchema } from './analysis';
import { checkpointFactsSchema, measureSchema } from './facts';
import { matrixCellSchema } from './matrix';
import { keptMeasureShape } from './measures';

/** Between the NNSTD Comparison panel and the extension host. */

export const comparedItemSchema = z.object({
  path: z.string(),
  /** Short and distinct among the items: "e5_s0_w0 · epoch 190". */
  label: z.string(),
  facts: checkpointFactsSchema.nullable(),
  /** Why it cannot be read. */
  problem: z.string().nullable(),
});
export type ComparedItem = z.infer<typeof comparedItemSchema>;

export const comparisonStatusSchema = z.object({
  phase: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** Why it failed: which networks cannot be compared and why. */
  reason: z.string().nullable(),
  /** Layers (pair) or cells (matrix) done, and how many there will be; total 0 while unknown. */
  done: z.number().int(),
  total: z.number().int(),
});
export type ComparisonStatus = z.infer<typeof comparisonStatusSchema>;

export const comparisonSnapshotSchema = z.object({
  items: z.array(comparedItemSchema).min(2),
  measure: measureSchema,
  status: comparisonStatusSchema,
  /** For two items, the layers done so far; otherwise empty. */
  layers: z.array(layerComparisonSchema),
  /** For two items: mean over the layers that count, once it is known. */
  mean: z.number().nullable(),
  /** For three or more, the cells done so far; otherwise empty. */
  cells: z.array(matrixCellSchema),
});
export type ComparisonSnapshot = z.infer<typeof comparisonSnapshotSchema>;

export const comparisonMethods = {
  /** Everything known now; events follow from here on. */
  subscribe: { params: z.null(), progress: z.null(), result: comparisonSnapshotSchema },
  cancel: { params: z.null(), progress: z.null(), result: z.null() },
  /** Starts again what was cancelled or failed. */
  restart: { params: z.null(), progress: z.null(), result: z.null() },
  /** Starts anew with another method, budget or treatment of outputs. */
  setMeasure: { params: z.object({ measure: measureSchema }), progress: z.null(), result: z.null() },
  /** Opens a comparison of two of the items (a click on a cell). */
  openPair: {
    params: z.object({ a: z.string(), b: z.string() }),
    progress: z.null(),
    result: z.null(),
  },
} as const;
export type ComparisonMethods = typeof comparisonMethods;

export const comparisonEvents = {
  item: comparedItemSchema,
  /** Another measure; a reset follows. */
  measure: measureSchema,
  status: comparisonStatusSchema,
  layer: layerComparisonSchema,
  mean: z.number().nullable(),
  cells: z.array(matrixCellSchema),
  /** The computation began anew: forget layers, mean and cells. */
  reset: z.null(),
} as const;
export type ComparisonEvents = typeof comparisonEvents;

export const comparisonStateSchema = z.object({
  version: z.literal(1),
  paths: z.array(z.string()).min(2),
  /** Shown layer of the matrix; null is the mean. */
  layer: z.number().int().nullable(),
  ...keptMeasureShape,
});
export type ComparisonState = z.infer<typeof comparisonStateSchema>;
