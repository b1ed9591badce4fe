import type { z } from 'zod';
import type { LayerParameters } from '../../kernels/kernels';
import type { RandomSource } from '../../topology/random';

/** Links that a layer gives up, and as many that it gets. */
export interface Exchange {
  /** Positions of the dropped links in the layer's `indices`, ascending. */
  readonly dropped: Uint32Array;
  readonly grown: GrownLinks;
}

/** New links, by neuron and then by input; none is among the kept ones. */
export interface GrownLinks {
  readonly neurons: Uint32Array;
  readonly inputs: Uint32Array;
  /** Their first weights. */
  readonly values: Float32Array;
}

/**
 * What decides how the topology of a network changes while it trains. It is asked for every layer that is not full,
 * before each epoch but the first; the loop does the rest (momentum, explored links, counts), and refuses an exchange
 * that does not keep the number of links.
 */
export interface TrainingMethod {
  /** The exchange for this layer, or null where nothing changes. `layer` is only read. All chance is `random`. */
  exchange(layer: Readonly<LayerParameters>, random: RandomSource): Exchange | null;
}

/** A method as the registry lists it. */
export interface MethodDefinition<S extends z.ZodType = z.ZodType> {
  /** Its section of the configuration, with `kind` as a literal and a default for every other key. */
  readonly schema: S;
  /** True where the network has every link from the start, so that the configuration has no topology. */
  readonly full: boolean;
  /** As part of a run's summary: "SET ζ 0.3". */
  summary(config: z.infer<S>): string;
  create(config: z.infer<S>): TrainingMethod;
}

/** Gives a definition its type without losing that of its schema. */
export function defineMethod<S extends z.ZodType>(definition: MethodDefinition<S>): MethodDefinition<S> {
  return definition;
}
