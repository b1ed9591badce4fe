import type { EngineKind } from '../../checkpoints/trainingSnapshot';
import type { LabelledBatch, LayerParameters, LossSums, OptimizerStep } from '../../kernels/kernels';

/**
 * What the gradients of a layer's weights are made of in one batch, whether they are links or not: that of the weight
 * from input i to neuron j is the sum over the batch of input[i · batch + b] · outputGradient[j · batch + b].
 */
export interface LayerSignals {
  readonly input: Float32Array;
  readonly outputGradient: Float32Array;
  readonly batch: number;
  /** `Kernels.denseGradient` of these signals. */
  readonly denseGradient: (begin: number, end: number, gradient: Float32Array) => void;
}

/** A step to take: along the gradient of this batch. */
export interface BatchStep {
  readonly batch: LabelledBatch;
  readonly step: OptimizerStep;
}

/** What computes: holds a network and its optimiser state, and trains it batch by batch. */
export interface TrainingEngine {
  readonly kind: EngineKind;
  /**
   * `count` optimiser steps in one go, which `next` (k from 0) gives in order; a batch need not last longer than until the
   * next one is asked for. Returns the sums of each batch before its step. A step whose loss is not finite is the last one,
   * and changes nothing.
   */
  trainSteps(count: number, next: (k: number) => BatchStep): LossSums[];
  /**
   * A batch without a step: hands over the signals of each layer, from the last to the first. Their arrays are the
   * engine's own and hold still for the time of the call only. Where the loss is not finite there may be no signals.
   */
  backward(batch: LabelledBatch, visit: (k: number, signals: LayerSignals) => void): LossSums;
  /** Sums of `count` batches, given as in `trainSteps`; a batch whose loss is not finite is the last one. */
  evaluate(count: number, next: (k: number) => LabelledBatch): LossSums[];
  /** The network as it is now. The arrays are the engine's own and change with the next step. */
  layers(): readonly LayerParameters[];
  /** Gives layer k other links, with weights and momentum. */
  replaceLayer(k: number, layer: LayerParameters): void;
  /** The first layer, from 0 at the input, whose outputs in the last batch are not all finite; null if none. */
  firstNonFiniteLayer(): number | null;
  /** Ends what the engine has started. */
  close(): Promise<void>;
}
