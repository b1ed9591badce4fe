import * as z from 'zod';
import { float32Schema, float64Schema, uint32Schema } from './typedArrays';

/** What the panels ask about the degrees of a layer and about what its neurons see. Numbers of neurons are from 0. */

const layerOf = { path: z.string(), layer: z.number().int().nonnegative() };

export const layerProfileSchema = z.object({
  inputs: z.number().int().nonnegative(),
  outputs: z.number().int().nonnegative(),
  /** Inputs of each neuron, length `outputs`. */
  inDegrees: uint32Schema,
  /** Neurons that each input feeds, length `inputs`. */
  outDegrees: uint32Schema,
  /** Σ|w| of the links of each input, length `inputs`; null where there are no weights. */
  strengths: float32Schema.nullable(),
});
export type LayerProfile = z.infer<typeof layerProfileSchema>;

export const receptiveFieldSchema = z.object({
  /** Paths along links from each input of the network to the neuron; of the first layer 0 or 1. */
  paths: float64Schema,
  /** The neuron's own inputs, ascending. */
  own: uint32Schema,
  /** Of the links from `own`, in their order; null where there are none, or they were not asked for. */
  weights: float32Schema.nullable(),
});
export type ReceptiveField = z.infer<typeof receptiveFieldSchema>;

export const degreeSideSchema = z.enum(['in', 'out']);
export type DegreeSide = z.infer<typeof degreeSideSchema>;

/** Whether degrees follow a power law from some degree on, after Clauset, Shalizi and Newman (2009). */
export const degreeFitSchema = z.object({
  /** `few`: too few for a judgement; `exponential`: an exponential tail describes them better; `unlike`: p ≤ 0.1. */
  verdict: z.enum(['justified', 'few', 'exponential', 'unlike']),
  /** Degrees above 0. */
  count: z.number().int().nonnegative(),
  /** By maximum likelihood; null where there are fewer than three different degrees. */
  fit: z
    .object({
      exponent: z.number(),
      standardError: z.number(),
      /** The least degree of the tail, x_min, and how many degrees are in it. */
      from: z.number().int(),
      tail: z.number().int(),
      /** Share of the tail at `from`, of which share · (degree / from)^−exponent is at another degree. */
      shareAtFrom: z.number(),
    })
    .nullable(),
  /** Of the goodness of fit; null where the verdict needed none. */
  p: z.number().nullable(),
});
export type DegreeFit = z.infer<typeof degreeFitSchema>;

export const layerProfileMethods = {
  layerProfile: {
    params: z.object(layerOf),
    progress: z.null(),
    result: layerProfileSchema,
  },
  /** Fails as 'NoSuchNeuron'. */
  receptiveField: {
    params: z.object({ ...layerOf, neuron: z.number().int().nonnegative(), weights: z.boolean() }),
    progress: z.null(),
    result: receptiveFieldSchema,
  },
  /** Takes up to seconds. */
  degreeFit: {
    params: z.object({ ...layerOf, side: degreeSideSchema }),
    progress: z.null(),
    result: degreeFitSchema,
  },
} as const;
