import * as z from 'zod';

/** What the part of the comparison panel that shows many checkpoints keeps over a reload. */

/** Two of the three axes of classical scaling, or the map of least stress. */
export const mapChoiceSchema = z.enum(['axes12', 'axes13', 'axes23', 'stress']);
export type MapChoice = z.infer<typeof mapChoiceSchema>;

export const rowOrderSchema = z.enum(['run', 'clustered']);
export type RowOrder = z.infer<typeof rowOrderSchema>;

export const manyChoicesSchema = z.object({
  order: rowOrderSchema,
  stretched: z.boolean(),
  /** Of a matrix that is too large for it: larger cells, of which not all are in sight. */
  larger: z.boolean().default(false),
  map: mapChoiceSchema,
  /** What part of the map is seen, in its units; null for all of it. */
  view: z.object({ x: z.number(), y: z.number(), zoom: z.number().positive() }).nullable(),
  /** Path of the checkpoint whose neighbours are listed. */
  selected: z.string().nullable(),
});
export type ManyChoices = z.infer<typeof manyChoicesSchema>;

export const usualChoices: ManyChoices = {
  order: 'run',
  stretched: false,
  larger: false,
  map: 'axes12',
  view: null,
  selected: null,
};
