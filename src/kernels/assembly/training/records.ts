// AssemblyScript: what `../../training/trainingMemory.ts` writes for the kernels. Addresses and numbers of 32 bits.

@unmanaged
@final
export class Layer {
  inputs: i32;
  outputs: i32;
  /** Links by neuron, with weights and momentum: `LayerParameters`. */
  indptr: usize;
  indices: usize;
  values: usize;
  velocities: usize;
  bias: usize;
  biasVelocities: usize;
  /** Adam's second moments. Not there for other optimisers. */
  secondMoments: usize;
  biasSecondMoments: usize;
  /** Gradients of links and biases. Not there where every step is a fused one and every batch of one tile. */
  linkGradients: usize;
  biasGradients: usize;
  /** A float64 for each neuron. Not there where every step is a fused one. */
  squares: usize;
  /** The same links by input: `LinksByInput`. Not there in the first layer. */
  inputIndptr: usize;
  neurons: usize;
  positions: usize;
  /** Tile after tile, `[neuron][samples]`: what the layer puts out, and the gradient by it. */
  output: usize;
  gradient: usize;
  /** The same of a hidden layer whose activation is more than ReLU: see `hidden.ts`. */
  factors: usize;
  sums: usize;
  /** `SreluParameters`, their gradients, and a float64 for each. Only there where SReLU is. */
  srelu: usize;
  sreluVelocities: usize;
  sreluSecondMoments: usize;
  sreluGradients: usize;
  sreluTotals: usize;
}

/** A batch and the step along its gradient. */
@unmanaged
@final
export class Step {
  /** Sum over the batch, and how many samples were right; results. */
  loss: f64;
  correct: i32;
  /** Samples; below, their values as they are stored, `[sample][feature]`, and a 32-bit class each. */
  size: i32;
  stored: usize;
  labels: usize;
  /** As `descents` of `../../optimizerStep.ts` numbers them; the rest is its `Descent`. */
  kind: i32;
  dropoutKey: i32;
  rate: f64;
  momentum: f64;
  weightDecay: f64;
  limit: f64;
  normLimit: f64;
  beta2: f64;
  epsilon: f64;
  rootScale: f64;
  /** 0 where nothing is dropped. */
  dropoutThreshold: f64;
  /** What stored values become inputs by: so many float64 as there are features, then their deviations. */
  means: usize;
  /** Whether they are bytes, otherwise float32. */
  areBytes: i32;
}

/** `Run.task` without gradients; and with those of all weights, of the last batch again. */
export const EVALUATE: i32 = 2;
export const DENSE_GRADIENT: i32 = 3;

/** What all threads share. */
@unmanaged
@final
export class Run {
  /** Written atomically: counts the calls; see `threads.ts` for the others. */
  calls: i32;
  arrived: i32;
  meetings: i32;
  sleepers: i32;
  failed: i32;
  threads: i32;
  /** How many seconds thread 0 waits for another. */
  patience: i32;
  task: i32;
  layerCount: i32;
  layers: usize;
  stepCount: i32;
  steps: usize;
  /** A float64 and an integer for each sample of a batch: its loss, and whether it was right. */
  losses: usize;
  hits: usize;
  /** Steps done in this call; a result. */
  stepsDone: i32;
  /** Room for the weights of one input's links, for each thread so many bytes. */
  weights: usize;
  weightBytes: i32;
  /** As `../../networkFunctions.ts` numbers them; and whether ReLU is all there is to hidden layers. */
  activation: i32;
  reluAlone: i32;
  loss: i32;
  /** Two float64: the slope of leaky ReLU below 0, and what outputs that are not dropped are multiplied by. */
  numbers: usize;
  /** Of the batch that is worked on, tile after tile `[feature][samples]`. */
  inputs: usize;
  /** Of the gradients of all weights that are asked for: the layer, its neurons, and room for `[neuron][input]`. */
  denseLayer: i32;
  denseFrom: i32;
  denseTo: i32;
  dense: usize;
}

@inline
export function layerAt(run: Run, k: i32): Layer {
  return changetype<Layer>(run.layers + <usize>k * offsetof<Layer>());
}

@inline
export function stepAt(run: Run, k: i32): Step {
  return changetype<Step>(run.steps + <usize>k * offsetof<Step>());
}

@inline
export function element(array: usize, index: i32): usize {
  return array + ((<usize>index) << 2);
}
