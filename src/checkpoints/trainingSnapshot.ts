import type { LinkSet } from '../topology/linkSet';
import type { Topology } from '../topology/topology';

/** What computed: links alone, or dense matrices. */
export type EngineKind = 'sparse' | 'tensorflow';

/**
 * Everything a run needs to continue bit for bit. `checkpoints/formats/` writes it as one safetensors file and reads it
 * back whole, or refuses.
 */
export interface TrainingSnapshot {
  /** Epochs done, and optimiser steps done in the one under way (0 between epochs). */
  readonly epoch: number;
  readonly stepInEpoch: number;
  /** Optimiser steps since the start of the run. */
  readonly step: number;
  /** Optimiser steps that momentum is made of: since the start, or since it was last set to 0 everywhere. */
  readonly momentSteps: number;
  /** With `values` in every layer. */
  readonly topology: Topology;
  /** A bias for each neuron of each layer. */
  readonly biases: readonly Float32Array[];
  /** Momentum of each link, alike to `values`, and of each bias. */
  readonly velocities: readonly Float32Array[];
  readonly biasVelocities: readonly Float32Array[];
  /** Adam's second moments of each layer, alike to `velocities` and `biasVelocities`; empty for other optimisers. */
  readonly secondMoments: readonly { readonly links: Float32Array; readonly bias: Float32Array }[];
  /** t_l, a_l, d, a_r of SReLU for each hidden layer, `[parameter][neuron]`, and their moments; empty for other activations. */
  readonly srelu: readonly {
    readonly values: Float32Array;
    readonly velocities: Float32Array;
    readonly secondMoments?: Float32Array;
  }[];
  /** State of the random-number generator. */
  readonly random: Uint32Array;
  /** Links ever active in each layer, the present ones among them. */
  readonly explored: readonly LinkSet[];
  /**
   * Of the epoch under way: sums over its steps of loss, correct answers and samples; then, for each layer, links grown
   * and links dropped in the rewiring that began it.
   */
  readonly epochSums: Float64Array;
  /** For early stopping: the best value so far, and the epochs since then; empty without it. */
  readonly improvement: Float64Array;
  /** What the training method keeps from one change of links to the next, by name; for most nothing. */
  readonly methodState: Readonly<Record<string, Float32Array>>;
  /** How a stored value becomes an input of the network, (value − mean) / deviation: one pair, or one an input. */
  readonly normalization: { readonly means: Float64Array; readonly deviations: Float64Array };
  /** What trained the network: another engine's numbers differ in their last digits. */
  readonly engine: EngineKind;
  /** The resolved configuration, as canonical JSON. */
  readonly config: string;
}
