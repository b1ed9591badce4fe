import * as z from 'zod';
import { layerProfileMethods } from './layerProfile';
import { spanSchema } from './matrix';
import { runInputsMethods } from './runInputs';
import { float32Schema, int32Schema, uint32Schema } from './typedArrays';

/** What the panels ask about one layer of one checkpoint, and about its inputs. Paths are absolute. */

/** Layers with more links are not sent whole: what is shown of them is summed up where they were read. */
export const mostLinksSent = 4_000_000;

/** Every link of a layer, compressed by output neuron as in `SparseLayer`. */
export const layerLinksSchema = z.object({
  inputs: z.number().int().nonnegative(),
  outputs: z.number().int().nonnegative(),
  /** Length `outputs + 1`; the inputs of neuron j are `indices[indptr[j] … indptr[j + 1])`. */
  indptr: uint32Schema,
  /** Strictly ascending within a neuron, each below `inputs`. */
  indices: uint32Schema,
  /** Alike to `indices`; null where they were not asked for or the checkpoint has none. */
  weights: float32Schema.nullable(),
});
export type LayerLinks = z.infer<typeof layerLinksSchema>;

const layerOf = { path: z.string(), layer: z.number().int().nonnegative() };

/** What the units of a layer and of the one before it are in another network, as `Matching` of the overlay. */
const unitsSchema = z.object({
  /** By neuron: its partner, or −1. */
  neurons: int32Schema,
  /** By unit of the layer before; null where inputs stand for themselves. */
  unitsBefore: int32Schema.nullable(),
  inputsPerUnit: z.number().int().positive(),
});

/** No picture has more bins. */
const mostBins = 1_000_000;

const tileParamsSchema = z
  .object({
    ...layerOf,
    /** Another checkpoint with a layer of the same widths; null where there is none. */
    against: z.string().nullable(),
    /** What the units at `path` are in `against`, whose widths may then be others; absent where they keep their numbers. */
    matching: unitsSchema.optional(),
    /** By links of the layer at `path`, most first, or as stored. */
    order: z.enum(['stored', 'degree']),
    /** What of the picture is asked for, in rows (neurons) and columns (inputs) of that order. */
    rows: spanSchema,
    columns: spanSchema,
    rowStep: z.number().int().positive(),
    columnStep: z.number().int().positive(),
  })
  .refine(
    ({ rows, columns, rowStep, columnStep }) =>
      ((rows[1] - rows[0]) / rowStep) * ((columns[1] - columns[0]) / columnStep) <= mostBins,
    `at most ${String(mostBins)} bins`,
  );

/** Answered by the analysis process, and handed through by every panel. */
export const layerDataMethods = {
  ...layerProfileMethods,
  ...runInputsMethods,
  /** Fails as 'TooManyLinks' above `mostLinksSent`. */
  layerLinks: {
    params: z.object({ ...layerOf, weights: z.boolean() }),
    progress: z.null(),
    result: layerLinksSchema,
  },
  /**
   * Links in each bin of a part of a layer, by what became of them since `against`: in it too, only in `path`, only in
   * `against`. For layers of any size. Fails as 'NoSuchPart' beyond the layer, and as 'DifferentWidths'.
   */
  layerTile: {
    params: tileParamsSchema,
    progress: z.null(),
    result: z.object({
      /** Three blocks, the bins of each row by row. */
      counts: uint32Schema,
      /** The neuron in each of the rows, the input in each of the columns, as `Frame` names them; null where they are as stored. */
      neurons: uint32Schema.nullable(),
      inputs: uint32Schema.nullable(),
    }),
  },
} as const;
export type LayerDataMethods = typeof layerDataMethods;
