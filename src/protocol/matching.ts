import * as z from 'zod';
import { measureSchema } from './facts';
import { int32Schema } from './typedArrays';

/** Which neuron of one checkpoint became which of another. Paths are absolute. */

const uint32Schema = z.custom<Uint32Array>((value) => value instanceof Uint32Array);
const uint8Schema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const float64Schema = z.custom<Float64Array>((value) => value instanceof Float64Array);

/** The neurons of one layer of two networks, A and B, as a distance matches them. */
export const layerMatchingSchema = z.object({
  /** By neuron of A: its partner in B, or −1. */
  partners: int32Schema,
  /** By neuron of A: normalised edit distance to its partner, 0 to 1; 1 where it has none. */
  costs: float64Schema,
  /** By neuron of A: inputs that it and its partner both have, once those of B are called by their partners in A. */
  shared: uint32Schema,
  /** Inputs of each neuron of A. */
  fanInA: uint32Schema,
  /** Inputs of each neuron of B. */
  fanInB: uint32Schema,
  /** By neuron of A: 1 where its partner could be another at equal cost, so that it means nothing. */
  interchangeable: uint8Schema,
  /** Inputs that belong to one unit of the layer before, and are renamed with it: 1 but for convolutions. */
  inputsPerUnit: z.number().int().positive(),
});
export type LayerMatching = z.infer<typeof layerMatchingSchema>;

/** Answered by the analysis process, and handed through by every panel. */
export const matchingMethods = {
  /**
   * One layer of the matching that the distance by this measure found. What `compare` has computed lately is at hand;
   * otherwise it takes as long as that. Fails as `compare` does, and as 'NoSuchLayer'.
   */
  matching: {
    params: z.object({
      a: z.string(),
      b: z.string(),
      layer: z.number().int().nonnegative(),
      measure: measureSchema,
    }),
    progress: z.null(),
    result: layerMatchingSchema,
  },
} as const;
export type MatchingMethods = typeof matchingMethods;
