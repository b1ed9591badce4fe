import { z } from 'zod';

/** What the panels ask about one layer of one checkpoint. Paths are absolute. */

const uint32Schema = z.custom<Uint32Array<ArrayBuffer>>((value) => value instanceof Uint32Array);
const float32Schema = z.custom<Float32Array<ArrayBuffer>>((value) => value instanceof Float32Array);

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

/** Answered by the analysis process, and handed through by every panel. */
export const layerDataMethods = {
  /** Fails as 'TooManyLinks' above `mostLinksSent`. */
  layerLinks: {
    params: z.object({ ...layerOf, weights: z.boolean() }),
    progress: z.null(),
    result: layerLinksSchema,
  },
} as const;
export type LayerDataMethods = typeof layerDataMethods;
