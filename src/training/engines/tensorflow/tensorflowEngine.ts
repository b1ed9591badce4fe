import type { Tensor2D } from '@tensorflow/tfjs';
import { stepSrelu } from '../../../kernels/descend';
import type { LabelledBatch, LayerParameters, LossSums } from '../../../kernels/kernels';
import { HiddenSignals } from '../../../kernels/hiddenSignals';
import { isReluAlone, plainFunctions, type NetworkFunctions } from '../../../kernels/networkFunctions';
import { descentOf, type Descent } from '../../../kernels/optimizerStep';
import { lossKernel, plainKernels } from '../../../kernels/plain';
import type { BatchStep, LayerSignals, TrainingEngine } from '../engine';
import { firstNonFinite } from '../firstNonFinite';
import { plainSignals } from '../plainSignals';
import { untilNotFinite } from '../untilNotFinite';
import { activate, throughActivation } from './activation';
import type { Tensorflow } from './library';
import { MaskedLayer, type LayerTensors } from './maskedLayer';
import { scaleOf } from './optimizer';

/**
 * Masked dense: TensorFlow multiplies whole matrices, and the gradients of what is no link are set to 0. Time and memory are
 * proportional to inputs · outputs, however few links there are. The loss, and activations but ReLU and dropout, are computed
 * by the sparse engine's kernels.
 */
export class TensorflowEngine implements TrainingEngine {
  readonly kind = 'tensorflow';
  private readonly network: MaskedLayer[];
  /** Of the last batch, `[neuron][batch]`; the last are logits. */
  private outputs: Tensor2D[] = [];
  /** Of hidden layers, where ReLU is not all there is to them. */
  private readonly hidden: readonly (HiddenSignals | null)[];
  private lastSize = 0;

  constructor(
    private readonly tf: Tensorflow,
    layers: readonly LayerParameters[],
    private readonly functions: NetworkFunctions = plainFunctions,
  ) {
    this.network = layers.map((layer) => new MaskedLayer(tf, layer));
    this.hidden = layers.map((layer, k) =>
      k === layers.length - 1 || isReluAlone(functions)
        ? null
        : new HiddenSignals(k, layer.outputs, functions),
    );
  }

  trainSteps(count: number, next: (k: number) => BatchStep): LossSums[] {
    return untilNotFinite(count, (k) => {
      const { batch, step } = next(k);
      return this.scoped(() => {
        const gradients: LayerTensors[] = [];
        const sums = this.backpropagate(batch, (layer, input, gradient) => {
          gradients[layer] = this.network[layer].gradients(input, gradient);
        });
        if (Number.isFinite(sums.loss)) this.descend(gradients, batch.size, descentOf(step));
        return sums;
      });
    });
  }

  backward(batch: LabelledBatch, visit: (k: number, signals: LayerSignals) => void): LossSums {
    return this.scoped(() =>
      this.backpropagate(batch, (k, input, gradient) => {
        const [inputs, outputGradient] = [input, gradient].map((tensor) => tensor.dataSync<'float32'>());
        visit(k, plainSignals({ input: inputs, outputGradient, batch: batch.size }, input.shape[0]));
      }),
    );
  }

  evaluate(count: number, next: (k: number) => LabelledBatch): LossSums[] {
    return untilNotFinite(count, (k) => {
      const batch = next(k);
      return this.scoped(() => {
        this.forward(this.inputOf(batch), batch, false);
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
    batch: LabelledBatch,
    visit: (k: number, input: Tensor2D, gradient: Tensor2D) => void,
  ): LossSums {
    const input = this.inputOf(batch);
    this.forward(input, batch, true);
    const last = this.network.length - 1;
    const ofLogits = new Float32Array(this.network[last].parameters.outputs * batch.size);
    const sums = this.loss(batch, ofLogits);
    if (!Number.isFinite(sums.loss)) return sums;
    let gradient: Tensor2D = this.tf.tensor2d(ofLogits, [ofLogits.length / batch.size, batch.size]);
    for (let k = last; k >= 0; k--) {
      const below = k > 0 ? this.outputs[k - 1] : input;
      visit(k, below, gradient);
      if (k > 0) gradient = this.throughHidden(k - 1, this.network[k].inputGradient(gradient), batch.size);
    }
    return sums;
  }

  /** From the gradient by the outputs of a hidden layer to that by its sums. */
  private throughHidden(k: number, gradient: Tensor2D, size: number): Tensor2D {
    const hidden = this.hidden[k];
    if (hidden === null) return throughActivation(this.tf, this.outputs[k], gradient);
    const numbers = gradient.dataSync<'float32'>().slice();
    hidden.backward(numbers, this.network[k].parameters.srelu, size);
    return this.tf.tensor2d(numbers, gradient.shape);
  }

  private descend(gradients: readonly LayerTensors[], size: number, step: Descent): void {
    const { tf, network } = this;
    const ofSrelu = network.map(
      ({ parameters: { srelu } }, k) => srelu && this.hidden[k]!.sreluGradients(srelu, size),
    );
    const all = [
      ...gradients.flatMap(({ weights, biases }) => [weights, biases]),
      ...ofSrelu.flatMap((numbers) => (numbers ? [tf.tensor2d(numbers, [1, numbers.length])] : [])),
    ];
    const scale = scaleOf(tf, all, step);
    for (const [k, layer] of network.entries()) {
      layer.descend(gradients[k], scale, step);
      const numbers = ofSrelu[k];
      if (numbers) stepSrelu(layer.parameters.srelu!, numbers, step, scale);
    }
  }

  private forward(input: Tensor2D, { size, dropoutKey }: LabelledBatch, isTraining: boolean): void {
    const { tf, network } = this;
    tf.dispose(this.outputs);
    this.lastSize = size;
    this.outputs = [];
    let signal = input;
    for (const [k, layer] of network.entries()) {
      const sums = layer.forward(signal);
      const hidden = this.hidden[k];
      if (hidden !== null) {
        const numbers = sums.dataSync<'float32'>().slice();
        hidden.forward(numbers, layer.parameters.srelu, size, dropoutKey, isTraining);
        signal = tf.keep(tf.tensor2d(numbers, sums.shape));
      } else signal = tf.keep(k < network.length - 1 ? activate(tf, sums) : sums);
      this.outputs.push(signal);
    }
  }

  private loss({ labels, size }: LabelledBatch, gradient: Float32Array | null): LossSums {
    const last = this.network.length - 1;
    const { outputs } = this.network[last].parameters;
    const logits = this.outputs[last].dataSync<'float32'>();
    return lossKernel(plainKernels, this.functions)(logits, labels, gradient, outputs, size);
  }

  private inputOf({ inputs, size }: LabelledBatch): Tensor2D {
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
