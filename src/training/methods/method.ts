import type { z } from 'zod';
import type { LayerParameters } from '../../kernels/kernels';
import type { RandomSource } from '../../topology/random';
import type { ConfigProblem } from '../configError';
import type { LayerSignals } from '../engines/engine';
import type { LayerPlan } from '../layerPlan';

/** Links that a layer gives up, and those that it gets. */
export interface Exchange {
  /** Positions of the dropped links in the layer's `indices`, ascending. */
  readonly dropped: Uint32Array;
  readonly grown: GrownLinks;
  /**
   * Where the layer starts again: its weights after the exchange, its biases, and its parameters of SReLU where it has any.
   * All momentum is 0 then.
   */
  readonly restart?: {
    readonly values: Float32Array;
    readonly bias: Float32Array;
    readonly srelu?: Float32Array;
  };
}

/** New links, by neuron and then by input; none is among the kept ones. */
export interface GrownLinks {
  readonly neurons: Uint32Array;
  readonly inputs: Uint32Array;
  /** Their first weights. */
  readonly values: Float32Array;
}

/** When and where a layer is asked for its exchange. */
export interface ChangeContext {
  /** Index of the layer, from 0 at the input. */
  readonly k: number;
  /** Optimiser steps done since the start of the run. */
  readonly step: number;
  /** All chance comes from here; each layer and step has a source of its own. */
  readonly random: RandomSource;
  /** What the gradients of all possible weights are made of; null unless the method `usesGradients`. */
  readonly signals: LayerSignals | null;
}

/**
 * What decides how the topology of a network changes while it trains. Between optimiser steps, whenever `nextChange` says
 * so, every layer is asked for its exchange of links. The loop does the rest (momentum that travels with its link, explored
 * links, counts), and refuses an exchange that does not lead to the number of links that `links` says.
 *
 * `static.ts` is the shortest method, `set.ts` one that exchanges links, `rigl.ts` one that looks at gradients, `imp.ts`
 * one that remembers something.
 */
export interface TrainingMethod {
  /**
   * The exact number of links of layer k when so many steps are done, before a change that may be due then; for
   * step 0 those of the network at the start. Most methods keep the planned number (`keepsPlan`).
   */
  links(k: number, step: number): number;
  /** The least number of steps done, `step` or more, at which layers are to be asked; Infinity for never again. */
  nextChange(step: number): number;
  /**
   * The step that the schedule of the learning rate is at when so many steps are done, for a method that sets it back; by
   * default that number itself.
   */
  scheduleStep?(step: number): number;
  /** True where an exchange needs the gradients of the next batch; that batch then makes no optimiser step. */
  readonly usesGradients: boolean;
  /** The exchange for this layer, or null where nothing changes. `layer` is only read. */
  exchange(layer: Readonly<LayerParameters>, context: ChangeContext): Exchange | null;
  /** What the method has to find again after a stop, by name; it goes into every checkpoint. */
  state(): Readonly<Record<string, Float32Array>>;
}

/** What a method is made for. */
export interface MethodSetup {
  readonly stepsPerEpoch: number;
  /** The layers with the links that the configuration's `topology` gives them. */
  readonly plan: readonly LayerPlan[];
  /** What `state` returned before the run was stopped; empty at the start. Found wrong, throw `ResumeError`. */
  readonly state: Readonly<Record<string, Float32Array>>;
}

export type MethodStart = 'planned' | 'pruned' | 'all';

/** A method as the registry lists it. */
export interface MethodDefinition<S extends z.ZodType = z.ZodType> {
  /** Its section of the configuration, with `kind` as a literal and a default for every other key. */
  readonly schema: S;
  /**
   * What the network has at the start: the links that the configuration's topology plans (`planned`), every link, of which
   * the planned ones are left in the end (`pruned`), or every link to the end (`all`: there is no topology to configure).
   */
  readonly start: MethodStart;
  /**
   * Fills in what depends on other keys, here the number of epochs, so that a run which is given more of them later goes
   * on as it began. Found impossible, a problem is returned. By default nothing.
   */
  complete?(config: z.infer<S>, epochs: number): z.infer<S> | ConfigProblem;
  /** Epochs that the schedule of the learning rate is to go through where it ends by itself; by default all. */
  scheduleEpochs?(config: z.infer<S>): number;
  /** As part of a run's summary: "SET ζ 0.3". */
  summary(config: z.infer<S>): string;
  create(config: z.infer<S>, setup: MethodSetup): TrainingMethod;
}

/** Gives a definition its type without losing that of its schema. */
export function defineMethod<S extends z.ZodType>(definition: MethodDefinition<S>): MethodDefinition<S> {
  return definition;
}

/** What most methods have in common: the planned number of links at all times, no gradients, nothing to remember. */
export function keepsPlan({ plan }: MethodSetup): Pick<TrainingMethod, 'links' | 'usesGradients' | 'state'> {
  return { links: (k) => plan[k].links, usesGradients: false, state: () => ({}) };
}

/** A method that never changes a link. */
export function changesNothing(setup: MethodSetup): TrainingMethod {
  return { ...keepsPlan(setup), nextChange: () => Infinity, exchange: () => null };
}

/** The least multiple of `interval` that is `step` or more and above 0; Infinity where it is not below `end`. */
export function nextMultiple(step: number, interval: number, end: number): number {
  const next = Math.max(1, Math.ceil(step / interval)) * interval;
  return next < end ? next : Infinity;
}

/** No new links. */
export const nothingGrown: GrownLinks = {
  neurons: new Uint32Array(0),
  inputs: new Uint32Array(0),
  values: new Float32Array(0),
};
