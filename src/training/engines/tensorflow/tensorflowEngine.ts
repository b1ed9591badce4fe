import type { Tensor2D } from '@tensorflow/tfjs';
import type { LayerParameters, LossSums } from '../../../kernels/kernels';
import { descentOf, type Descent } from '../../../kernels/optimizerStep';
import { plainKernels } from '../../../kernels/plain';
import type { Batch } from '../../data/dataset';
import type { BatchStep, LayerSignals, TrainingEngine } from '../engine';
import { firstNonFinite } from '../firstNonFinite';
import { untilNotFinite } from '../untilNotFinite';
import { activate, throughActivation } from './activation';
import type { Tensorflow } from './library';
import { MaskedLayer, type LayerTensors } from './maskedLayer';
import { scaleOf } from './optimizer';

/**
 * Masked dense: TensorFlow multiplies whole matrices, and the gradients of what is no link are set to 0. Time and memory are
 * proportional to inputs · outputs, however few links there are. The loss is computed by the sparse engine's kernel.
 */
export class TensorflowEngine implements TrainingEngine {
  readonly kind = 'tensorflow';
  private readonly network: MaskedLayer[];
  /** Of the last batch, `[neuron][batch]`; the last are logits. */
  private outputs: Tensor2D[] = [];
  private lastSize = 0;

  constructor(
    private readonly tf: Tensorflow,
    layers: readonly LayerParameters[],
  ) {
    this.network = layers.map((layer) => new MaskedLayer(tf, layer));
  }

  trainSteps(count: number, next: (k: number) => BatchStep): LossSums[] {
    return untilNotFinite(count, (k) => {
      const { batch, step } = next(k);
      return this.scoped(() => {
        const gradients: LayerTensors[] = [];
        const sums = this.backpropagate(batch, (layer, input, gradient) => {
          gradients[layer] = this.network[layer].gradients(input, gradient);
        });
        if (Number.isFinite(sums.loss)) this.descend(gradients, descentOf(step));
        return sums;
      });
    });
  }

  backward(batch: Batch, visit: (k: number, signals: LayerSignals) => void): LossSums {
    return this.scoped(() =>
      this.backpropagate(batch, (k, input, gradient) => {
        const outputGradient = gradient.dataSync<'float32'>();
        visit(k, { input: input.dataSync<'float32'>(), outputGradient, batch: batch.size });
      }),
    );
  }

  evaluate(count: number, next: (k: number) => Batch): LossSums[] {
    return untilNotFinite(count, (k) => {
      const batch = next(k);
      return this.scoped(() => {
        this.forward(this.inputOf(batch), batch.size);
        return this.loss(batch, null);
      });
    });
  }

  layers(): readonly LayerParameters[] {
    return this.network.map(({ parameters }) => parameters);
  }

  replaceLayer(k: number, layer: LayerParameters): void {
    const before = this.network[k];
    this.network[k] = new MaskedLayer(this.tf, layer);
    before.dispose();
  }

  firstNonFiniteLayer(): number | null {
    const outputs = this.outputs.map((tensor) => tensor.dataSync<'float32'>());
    return firstNonFinite(outputs, this.layers(), this.lastSize);
  }

  close(): Promise<void> {
    this.tf.dispose(this.outputs);
    for (const layer of this.network) layer.dispose();
    return Promise.resolve();
  }

  /** Hands over the input of each layer and the gradient by its sums, from the last layer to the first, if the loss is finite. */
  private backpropagate(
    batch: Batch,
    visit: (k: number, input: Tensor2D, gradient: Tensor2D) => void,
  ): LossSums {
    const input = this.inputOf(batch);
    this.forward(input, batch.size);
    const last = this.network.length - 1;
    const ofLogits = new Float32Array(this.network[last].parameters.outputs * batch.size);
    const sums = this.loss(batch, ofLogits);
    if (!Number.isFinite(sums.loss)) return sums;
    let gradient: Tensor2D = this.tf.tensor2d(ofLogits, [ofLogits.length / batch.size, batch.size]);
    for (let k = last; k >= 0; k--) {
      const below = k > 0 ? this.outputs[k - 1] : input;
      visit(k, below, gradient);
      if (k > 0) gradient = throughActivation(this.tf, below, this.network[k].inputGradient(gradient));
    }
    return sums;
  }

  private descend(gradients: readonly LayerTensors[], step: Descent): void {
    const all = gradients.flatMap(({ weights, biases }) => [weights, biases]);
    const scale = scaleOf(this.tf, all, step);
    for (const [k, layer] of this.network.entries()) layer.descend(gradients[k], scale, step);
  }

  private forward(input: Tensor2D, size: number): void {
    const { tf, network } = this;
    tf.dispose(this.outputs);
    this.lastSize = size;
    this.outputs = [];
    let signal = input;
    for (const [k, layer] of network.entries()) {
      const sums = layer.forward(signal);
      signal = tf.keep(k < network.length - 1 ? activate(tf, sums) : sums);
      this.outputs.push(signal);
    }
  }

  private loss({ labels, size }: Batch, gradient: Float32Array | null): LossSums {
    const last = this.network.length - 1;
    const { outputs } = this.network[last].parameters;
    const logits = this.outputs[last].dataSync<'float32'>();
    return plainKernels.softmaxCrossEntropy(logits, labels, gradient, outputs, size);
  }

  private inputOf({ inputs, size }: Batch): Tensor2D {
    const features = this.network[0].parameters.inputs;
    return this.tf.tensor2d(inputs.subarray(0, features * size), [features, size]);
  }

  /** What `work` makes without keeping it is disposed of in the end. */
  private scoped<T>(work: () => T): T {
    this.tf.engine().startScope();
    try {
      return work();
    } finally {
      this.tf.engine().endScope();
    }
  }
}
