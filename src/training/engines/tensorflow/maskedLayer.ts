import type { Tensor2D } from '@tensorflow/tfjs';
import { copyOfSrelu } from '../../srelu';
import type { LayerParameters, SreluParameters } from '../../../kernels/kernels';
import type { Descent } from '../../../kernels/optimizerStep';
import type { Tensorflow } from './library';
import { descend } from './optimizer';

export interface LayerTensors {
  /** `[neuron][input]`. */
  readonly weights: Tensor2D;
  /** `[neuron][1]`. */
  readonly biases: Tensor2D;
}

type Adjacency = Pick<LayerParameters, 'inputs' | 'outputs' | 'indptr' | 'indices'>;

/**
 * A layer as TensorFlow holds it: matrices `[neuron][input]` with a number for every possible link, 0 where there is none.
 * Methods that return a tensor leave it to the caller to dispose of it.
 */
export class MaskedLayer {
  /** The layer as the sparse engine has it. Its numbers are fetched when they are asked for, once for each step. */
  readonly parameters: LayerParameters;
  /** Values, then the optimiser's state; `[neuron][input]`. */
  private weights: Tensor2D[];
  /** The same, `[neuron][1]`. */
  private biases: Tensor2D[];
  /** 1 at a link, 0 elsewhere; null where every link exists. */
  private readonly mask: Tensor2D | null;
  private readonly fetched = new Map<Tensor2D, Float32Array>();

  constructor(
    private readonly tf: Tensorflow,
    layer: LayerParameters,
  ) {
    const { inputs, outputs, indptr, indices } = layer;
    const matrix = (ofLinks: Float32Array): Tensor2D =>
      tf.tensor2d(scatter(layer, ofLinks), [outputs, inputs]);
    const column = (ofNeurons: Float32Array): Tensor2D => tf.tensor2d(ofNeurons.slice(), [outputs, 1]);
    const { secondMoments } = layer;
    this.weights = [layer.values, layer.velocities, ...(secondMoments ? [secondMoments.links] : [])].map(
      matrix,
    );
    this.biases = [layer.bias, layer.biasVelocities, ...(secondMoments ? [secondMoments.bias] : [])].map(
      column,
    );
    const isFull = indices.length === inputs * outputs;
    this.mask = isFull ? null : matrix(new Float32Array(indices.length).fill(1));
    this.parameters = this.viewOf(
      { inputs, outputs, indptr, indices },
      secondMoments !== undefined,
      layer.srelu && copyOfSrelu(layer.srelu),
    );
  }

  /** Sums of the neurons, `[neuron][batch]`, from the outputs of the layer below. */
  forward(input: Tensor2D): Tensor2D {
    const { tf } = this;
    return tf.tidy(() => tf.add(tf.matMul(this.weights[0], input), this.biases[0]));
  }

  /** Gradient by the outputs of the layer below, from that by this layer's sums. */
  inputGradient(gradient: Tensor2D): Tensor2D {
    return this.tf.matMul(this.weights[0], gradient, true, false);
  }

  /** Gradients of all weights, 0 where there is no link, and of the biases, from that by the sums of this layer. */
  gradients(input: Tensor2D, gradient: Tensor2D): LayerTensors {
    const { tf, mask } = this;
    const ofAll: Tensor2D = tf.matMul(gradient, input, false, true);
    return { weights: mask === null ? ofAll : tf.mul(ofAll, mask), biases: tf.sum(gradient, 1, true) };
  }

  /** The optimiser's step along `scale` times these gradients. Biases do not decay. */
  descend(gradients: LayerTensors, scale: number, step: Descent): void {
    const { tf, weights, biases } = this;
    this.fetched.clear();
    this.weights = this.kept(() => descend(tf, weights, gradients.weights, scale, step));
    this.biases = this.kept(() => descend(tf, biases, gradients.biases, scale, { ...step, weightDecay: 0 }));
    tf.dispose([weights, biases]);
  }

  dispose(): void {
    this.tf.dispose([this.weights, this.biases]);
    this.mask?.dispose();
  }

  /** What `make` returns, which outlives the scope of the caller; whatever else it makes is disposed of. */
  private kept(make: () => Tensor2D[]): Tensor2D[] {
    return this.tf.tidy(() => make().map((tensor) => this.tf.keep(tensor)));
  }

  private viewOf(
    links: Adjacency,
    hasSecondMoments: boolean,
    srelu: SreluParameters | undefined,
  ): LayerParameters {
    const ofLinks = (which: number) => this.fetch(this.weights[which], (all) => gather(links, all));
    const ofNeurons = (which: number) => this.fetch(this.biases[which], (all) => all);
    // Own properties, since a layer is copied with `...`.
    return {
      ...links,
      get values() {
        return ofLinks(0);
      },
      get velocities() {
        return ofLinks(1);
      },
      get bias() {
        return ofNeurons(0);
      },
      get biasVelocities() {
        return ofNeurons(1);
      },
      ...(srelu && { srelu }),
      ...(hasSecondMoments && {
        secondMoments: {
          get links() {
            return ofLinks(2);
          },
          get bias() {
            return ofNeurons(2);
          },
        },
      }),
    };
  }

  private fetch(tensor: Tensor2D, from: (all: Float32Array) => Float32Array): Float32Array {
    let numbers = this.fetched.get(tensor);
    if (numbers === undefined) this.fetched.set(tensor, (numbers = from(tensor.dataSync<'float32'>())));
    return numbers;
  }
}

/** A number for each link into `[neuron][input]`. */
function scatter({ inputs, outputs, indptr, indices }: Adjacency, ofLinks: Float32Array): Float32Array {
  const all = new Float32Array(inputs * outputs);
  for (let neuron = 0; neuron < outputs; neuron++) {
    const row = neuron * inputs;
    for (let k = indptr[neuron]; k < indptr[neuron + 1]; k++) all[row + indices[k]] = ofLinks[k];
  }
  return all;
}

/** The reverse. */
function gather({ inputs, outputs, indptr, indices }: Adjacency, all: Float32Array): Float32Array {
  const ofLinks = new Float32Array(indices.length);
  for (let neuron = 0; neuron < outputs; neuron++) {
    const row = neuron * inputs;
    for (let k = indptr[neuron]; k < indptr[neuron + 1]; k++) ofLinks[k] = all[row + indices[k]];
  }
  return ofLinks;
}
