/** Links of a layer by neuron, with their weights, as kernels read them. */
export interface WeightedLinks {
  readonly inputs: number;
  readonly outputs: number;
  /** Length outputs + 1. */
  readonly indptr: Uint32Array;
  /** Length links; ascending within a neuron. */
  readonly indices: Uint32Array;
  /** Length links. */
  readonly values: Float32Array;
}

/** The same links by input: where each leads and where its weight lies, for the input gradient. */
export interface LinksByInput {
  /** Length inputs + 1. */
  readonly indptr: Uint32Array;
  /** Length links: the neuron each link leads to, ascending within an input. */
  readonly neurons: Uint32Array;
  /** Length links: its position in `WeightedLinks.values`. */
  readonly positions: Uint32Array;
}

/** Adam's second moments: decaying means of squared gradients. */
export interface SecondMoments {
  /** Length links. */
  readonly links: Float32Array;
  /** Length outputs. */
  readonly bias: Float32Array;
}

/** t_l, a_l, d, a_r of SReLU for all neurons of a layer, `[parameter][neuron]`, and what the optimiser keeps of each. */
export interface SreluParameters {
  readonly values: Float32Array;
  readonly velocities: Float32Array;
  /** Where Adam trains them. */
  readonly secondMoments?: Float32Array;
}

/** What a step of the optimiser changes: a layer's weights and biases, and their momentum. */
export interface LayerParameters extends WeightedLinks {
  /** Length links. */
  readonly velocities: Float32Array;
  /** Length outputs. */
  readonly bias: Float32Array;
  readonly biasVelocities: Float32Array;
  /** Where Adam trains it. */
  readonly secondMoments?: SecondMoments;
  /** Of a hidden layer, where that is the activation. */
  readonly srelu?: SreluParameters;
}

/** Gradients of a layer's weights and biases. */
export interface LayerGradients {
  /** Length links. */
  readonly links: Float32Array;
  /** Length outputs. */
  readonly bias: Float32Array;
  /** `[parameter][neuron]`, where the layer has SReLU. */
  readonly srelu?: Float32Array;
}

/** How gradients are kept small, before the decay of weights is added to them. */
export interface Clipping {
  /** Each by itself to [−threshold, threshold], or all together, scaled so that their Euclidean norm is no greater. */
  readonly by: 'value' | 'global-norm';
  /** Above 0. */
  readonly threshold: number;
}

/**
 * v ← momentum·v + (gradient + weightDecay·w); w ← w − learningRate·v. Biases do not decay. All three are rounded to
 * float32 before use. With `nesterov` w ← w − learningRate·(gradient + weightDecay·w + momentum·v) instead.
 */
export interface SgdStep {
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly nesterov?: boolean;
  readonly clipping?: Clipping | null;
}

/** Adam; the decay of weights is part of the gradient, as for `SgdStep`. Its first moments are the velocities. */
export interface AdamStep {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  readonly clipping?: Clipping | null;
  /** Steps that the moments are made of, this one among them: what their bias is corrected by. */
  readonly count: number;
}

export type OptimizerStep = SgdStep | AdamStep;

/** How a stored value of a feature becomes an input: (value − mean) / deviation, in float64 and rounded. */
export interface FeatureScale {
  /** Length features, as `deviations`. */
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

/** Samples as they are stored. */
export interface StoredSamples {
  /** `[sample][feature]`; may be longer. */
  readonly values: Uint8Array | Float32Array;
  readonly scale: FeatureScale;
}

/** Features of `size` samples, `[feature][size]`, and the class of each; the arrays may be longer. */
export interface LabelledBatch {
  readonly size: number;
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
  /** What `inputs` are made from, where that is known: then they need not be asked for. */
  readonly stored?: StoredSamples;
  /** Of 32 bits: what decides which hidden outputs are dropped; without it none is. */
  readonly dropoutKey?: number | undefined;
}

export interface LossSums {
  /** Sum over the batch of the loss of each sample. */
  readonly loss: number;
  /** Samples whose largest logit is that of their class (the first of equal ones counts). */
  readonly correct: number;
}

/** Batches smaller than this are summed over links in four parts, which leaves no sum to wait for the one before it. */
export const fewSamples = 16;

/**
 * The operations of training a sparse network. Activations and gradients are feature-major, `[neuron][batch]`: value of
 * neuron j for sample b at `j · batch + b`, in arrays at least that long. Time is proportional to links · batch.
 *
 * Every implementation computes in float32, rounded after each multiplication and each addition and in the order stated
 * for each operation, so that all of them give the same bits.
 */
export interface Kernels {
  readonly id: string;

  /**
   * out[j] = bias[j] + Σ w·in[i] over the links of j in their order; with `relu`, 0 where that is below 0. In a batch of
   * fewer than `fewSamples`, bias[j] + ((part 0 + part 1) + (part 2 + part 3)), part p the sum from 0 over the links whose
   * place among those of j is p modulo 4.
   */
  forward(
    links: WeightedLinks,
    bias: Float32Array,
    input: Float32Array,
    output: Float32Array,
    batch: number,
    relu: boolean,
  ): void;

  /**
   * Loss of `logits` (`[class][batch]`) against `labels` (length batch), and its gradient by the logits divided by the
   * batch size, (softmax − one-hot)/batch. Where `gradient` is null only the sums are wanted.
   */
  softmaxCrossEntropy(
    logits: Float32Array,
    labels: Uint8Array,
    gradient: Float32Array | null,
    classes: number,
    batch: number,
  ): LossSums;

  /** The same for the mean squared error of `outputs` against one-hot targets. */
  meanSquaredError(
    outputs: Float32Array,
    labels: Uint8Array,
    gradient: Float32Array | null,
    classes: number,
    batch: number,
  ): LossSums;

  /**
   * inputGradient[i] = Σ w·outputGradient[j] over the links of input i by ascending neuron, from 0, or in four parts as in
   * `forward`; and 0 where `activations`, the layer's input after ReLU, is not above 0. Null after another activation.
   */
  inputGradient(
    links: WeightedLinks,
    byInput: LinksByInput,
    outputGradient: Float32Array,
    activations: Float32Array | null,
    inputGradient: Float32Array,
    batch: number,
  ): void;

  /**
   * Gradient of every weight and bias, and the step along it. A gradient is a sum over the batch of in[i]·outputGradient[j]
   * (a bias's of outputGradient[j]): of each tile (`training/tiles.ts`) in four parts, samples with equal place in the tile
   * mod 4 each ascending from 0, added as (part 0 + part 1) + (part 2 + part 3); and then of the tiles in their order.
   */
  update(
    layer: LayerParameters,
    input: Float32Array,
    outputGradient: Float32Array,
    batch: number,
    step: SgdStep,
  ): void;

  /** The gradients that `update` steps along, into `gradients`. */
  gradients(
    layer: LayerParameters,
    input: Float32Array,
    outputGradient: Float32Array,
    batch: number,
    gradients: LayerGradients,
  ): void;

  /**
   * Gradients of all weights of the neurons from `begin` to before `end`, whether they are links or not, each as `update`
   * sums it: that of input i to neuron j at (j − begin) · inputs + i. Time is proportional to inputs · neurons · batch.
   */
  denseGradient(
    input: Float32Array,
    outputGradient: Float32Array,
    inputs: number,
    begin: number,
    end: number,
    batch: number,
    gradient: Float32Array,
  ): void;
}
