import * as z from 'zod';

/** One layer of a pair, as much as the means over layers need. */
export const cellLayerSchema = z.object({
  distance: z.number(),
  /** Links of both networks together. */
  links: z.number().int(),
  /** False for a layer full in both networks. */
  counts: z.boolean(),
});
export type CellLayer = z.infer<typeof cellLayerSchema>;

/** A pair of checkpoints, row < column. */
export const matrixCellSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('done'),
    row: z.number().int(),
    column: z.number().int(),
    /** As published: over the layers that count, each alike. */
    mean: z.number().nullable(),
    layers: z.array(cellLayerSchema),
  }),
  z.object({
    status: z.literal('failed'),
    row: z.number().int(),
    column: z.number().int(),
    reason: z.string(),
  }),
]);
export type MatrixCell = z.infer<typeof matrixCellSchema>;

export const matrixProgressSchema = z.object({
  /** Done or failed since the last message. After the analysis process broke off, some may come again. */
  cells: z.array(matrixCellSchema),
  /** Cells done or failed so far, and how many there will be. */
  done: z.number().int(),
  total: z.number().int(),
  /** Null until there is something to go by. */
  secondsLeft: z.number().nullable(),
});
export type MatrixProgress = z.infer<typeof matrixProgressSchema>;

/** First row or column, and the one after the last. */
export const spanSchema = z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]);
export type Span = z.infer<typeof spanSchema>;
