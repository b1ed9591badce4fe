import { descend } from '../../kernels/descend';
import type {
  Kernels,
  LayerParameters,
  LinksByInput,
  LossSums,
  OptimizerStep,
  SgdStep,
} from '../../kernels/kernels';
import { descentOf, isFused } from '../../kernels/optimizerStep';
import type { Batch } from '../data/dataset';
import type { BatchStep, LayerSignals, TrainingEngine } from './engine';
import { firstNonFinite } from './firstNonFinite';
import { linksByInput } from './linksByInput';
import { untilNotFinite } from './untilNotFinite';

/**
 * The sparse engine on one thread, each operation a call of `kernels`: oracle of the WebAssembly one, and its stand-in. It
 * takes over the arrays of `layers`. Batches have at most `batchSize` samples.
 */
export class PlainEngine implements TrainingEngine {
  readonly kind = 'sparse';
  private readonly network: LayerParameters[];
  private readonly byInput: (LinksByInput | null)[];
  /** Output of each layer, `[neuron][batch]`; the last holds logits. */
  private readonly outputs: readonly Float32Array[];
  /** Gradient by the outputs of each layer. */
  private readonly gradients: readonly Float32Array[];
  private lastSize = 0;

  constructor(
    layers: readonly LayerParameters[],
    batchSize: number,
    private readonly kernels: Kernels,
  ) {
    this.network = [...layers];
    this.byInput = layers.map((layer, k) => linksByInput(layer, k));
    this.outputs = layers.map((layer) => new Float32Array(layer.outputs * batchSize));
    this.gradients = this.outputs.map(({ length }) => new Float32Array(length));
  }

  trainSteps(count: number, next: (k: number) => BatchStep): LossSums[] {
    return untilNotFinite(count, (k) => {
      const { batch, step } = next(k);
      const sums = this.signals(batch);
      if (!Number.isFinite(sums.loss)) return sums;
      if (isFused(step)) this.update(batch, step);
      else this.descend(batch, step);
      return sums;
    });
  }

  backward(batch: Batch, visit: (k: number, signals: LayerSignals) => void): LossSums {
    const sums = this.signals(batch);
    for (let k = this.network.length - 1; k >= 0; k--) {
      visit(k, { input: this.inputOf(k, batch), outputGradient: this.gradients[k], batch: batch.size });
    }
    return sums;
  }

  evaluate(count: number, next: (k: number) => Batch): LossSums[] {
    return untilNotFinite(count, (k) => {
      const batch = next(k);
      this.forward(batch);
      return this.loss(batch, null);
    });
  }

  layers(): readonly LayerParameters[] {
    return this.network;
  }

  replaceLayer(k: number, layer: LayerParameters): void {
    this.network[k] = layer;
    this.byInput[k] = linksByInput(layer, k);
  }

  firstNonFiniteLayer(): number | null {
    return firstNonFinite(this.outputs, this.network, this.lastSize);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Outputs and gradients of all layers. */
  private signals(batch: Batch): LossSums {
    const { network, gradients, kernels } = this;
    this.forward(batch);
    const sums = this.loss(batch, gradients[network.length - 1]);
    for (let k = network.length - 1; k > 0; k--) {
      const [below, above] = [gradients[k - 1], gradients[k]];
      kernels.inputGradient(network[k], this.byInput[k]!, above, this.outputs[k - 1], below, batch.size);
    }
    return sums;
  }

  private update(batch: Batch, step: SgdStep): void {
    for (const [k, layer] of this.network.entries()) {
      this.kernels.update(layer, this.inputOf(k, batch), this.gradients[k], batch.size, step);
    }
  }

  private descend(batch: Batch, step: OptimizerStep): void {
    const all = this.network.map((layer, k) => {
      const gradients = {
        links: new Float32Array(layer.indices.length),
        bias: new Float32Array(layer.outputs),
      };
      this.kernels.gradients(layer, this.inputOf(k, batch), this.gradients[k], batch.size, gradients);
      return gradients;
    });
    descend(this.network, all, descentOf(step));
  }

  private forward(batch: Batch): void {
    const { network, outputs, kernels } = this;
    this.lastSize = batch.size;
    for (const [k, layer] of network.entries()) {
      const isHidden = k < network.length - 1;
      kernels.forward(layer, layer.bias, this.inputOf(k, batch), outputs[k], batch.size, isHidden);
    }
  }

  private loss({ labels, size }: Batch, gradient: Float32Array | null): LossSums {
    const last = this.network.length - 1;
    return this.kernels.softmaxCrossEntropy(
      this.outputs[last],
      labels,
      gradient,
      this.network[last].outputs,
      size,
    );
  }

  private inputOf(k: number, batch: Batch): Float32Array {
    return k === 0 ? batch.inputs : this.outputs[k - 1];
  }
}
