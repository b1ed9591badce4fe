import { descend, stepSrelu } from '../../kernels/descend';
import type {
  Kernels,
  LabelledBatch,
  LayerParameters,
  LinksByInput,
  LossSums,
  OptimizerStep,
  SgdStep,
} from '../../kernels/kernels';
import { HiddenSignals } from '../../kernels/hiddenSignals';
import { isReluAlone, plainFunctions, type NetworkFunctions } from '../../kernels/networkFunctions';
import { descentOf, isFused } from '../../kernels/optimizerStep';
import { lossKernel } from '../../kernels/plain';
import { copyOfSrelu } from '../srelu';
import type { BatchStep, LayerSignals, TrainingEngine } from './engine';
import { firstNonFinite } from './firstNonFinite';
import { linksByInput } from './linksByInput';
import { plainSignals } from './plainSignals';
import { untilNotFinite } from './untilNotFinite';

/**
 * The sparse engine on one thread, each operation a call of `kernels`: oracle of the WebAssembly one, and its stand-in. It
 * copies the arrays of `layers`. Batches have at most `batchSize` samples.
 */
export class PlainEngine implements TrainingEngine {
  readonly kind = 'sparse';
  private readonly network: LayerParameters[];
  private readonly byInput: (LinksByInput | null)[];
  /** Output of each layer, `[neuron][batch]`; the last holds logits. */
  private readonly outputs: readonly Float32Array[];
  /** Gradient by the outputs of each layer. */
  private readonly gradients: readonly Float32Array[];
  /** Of hidden layers, where the kernels' own ReLU is not all there is to them. */
  private readonly hidden: readonly (HiddenSignals | null)[];
  private lastSize = 0;

  constructor(
    layers: readonly LayerParameters[],
    batchSize: number,
    private readonly kernels: Kernels,
    private readonly functions: NetworkFunctions = plainFunctions,
  ) {
    this.network = layers.map(copyOfLayer);
    this.byInput = layers.map((layer, k) => linksByInput(layer, k));
    this.outputs = layers.map((layer) => new Float32Array(layer.outputs * batchSize));
    this.gradients = this.outputs.map(({ length }) => new Float32Array(length));
    this.hidden = layers.map((layer, k) =>
      k === layers.length - 1 || isReluAlone(functions)
        ? null
        : new HiddenSignals(k, layer.outputs, functions),
    );
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

  backward(batch: LabelledBatch, visit: (k: number, signals: LayerSignals) => void): LossSums {
    const sums = this.signals(batch);
    for (let k = this.network.length - 1; k >= 0; k--) {
      const [input, outputGradient] = [this.inputOf(k, batch), this.gradients[k]];
      visit(k, plainSignals({ input, outputGradient, batch: batch.size }, this.network[k].inputs));
    }
    return sums;
  }

  evaluate(count: number, next: (k: number) => LabelledBatch): LossSums[] {
    return untilNotFinite(count, (k) => {
      const batch = next(k);
      this.forward(batch, false);
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
  private signals(batch: LabelledBatch): LossSums {
    const { network, gradients, kernels } = this;
    this.forward(batch, true);
    const sums = this.loss(batch, gradients[network.length - 1]);
    for (let k = network.length - 1; k > 0; k--) {
      const [below, above] = [gradients[k - 1], gradients[k]];
      const hidden = this.hidden[k - 1];
      const relu = hidden === null ? this.outputs[k - 1] : null;
      kernels.inputGradient(network[k], this.byInput[k]!, above, relu, below, batch.size);
      hidden?.backward(below, network[k - 1].srelu, batch.size);
    }
    return sums;
  }

  private update(batch: LabelledBatch, step: SgdStep): void {
    for (const [k, layer] of this.network.entries()) {
      this.kernels.update(layer, this.inputOf(k, batch), this.gradients[k], batch.size, step);
      const srelu = this.sreluGradients(k, batch);
      if (srelu) stepSrelu(layer.srelu!, srelu, descentOf(step), 1);
    }
  }

  private sreluGradients(k: number, { size }: LabelledBatch): Float32Array | undefined {
    const { srelu } = this.network[k];
    return srelu && this.hidden[k]!.sreluGradients(srelu, size);
  }

  private descend(batch: LabelledBatch, step: OptimizerStep): void {
    const all = this.network.map((layer, k) => {
      const gradients = {
        links: new Float32Array(layer.indices.length),
        bias: new Float32Array(layer.outputs),
      };
      this.kernels.gradients(layer, this.inputOf(k, batch), this.gradients[k], batch.size, gradients);
      const srelu = this.sreluGradients(k, batch);
      return srelu ? { ...gradients, srelu } : gradients;
    });
    descend(this.network, all, descentOf(step));
  }

  private forward(batch: LabelledBatch, isTraining: boolean): void {
    const { network, outputs, hidden, kernels } = this;
    const { size, dropoutKey } = batch;
    this.lastSize = size;
    for (const [k, layer] of network.entries()) {
      const relu = k < network.length - 1 && hidden[k] === null;
      kernels.forward(layer, layer.bias, this.inputOf(k, batch), outputs[k], size, relu);
      hidden[k]?.forward(outputs[k], layer.srelu, size, dropoutKey, isTraining);
    }
  }

  private loss({ labels, size }: LabelledBatch, gradient: Float32Array | null): LossSums {
    const last = this.network.length - 1;
    const { kernels, functions, outputs, network } = this;
    const loss = lossKernel(kernels, functions);
    return loss(outputs[last], labels, gradient, network[last].outputs, size);
  }

  private inputOf(k: number, batch: LabelledBatch): Float32Array {
    return k === 0 ? batch.inputs : this.outputs[k - 1];
  }
}

function copyOfLayer(layer: LayerParameters): LayerParameters {
  const { indptr, indices, values, velocities, bias, biasVelocities, secondMoments, srelu } = layer;
  return {
    inputs: layer.inputs,
    outputs: layer.outputs,
    indptr: indptr.slice(),
    indices: indices.slice(),
    values: values.slice(),
    velocities: velocities.slice(),
    bias: bias.slice(),
    biasVelocities: biasVelocities.slice(),
    ...(secondMoments && {
      secondMoments: { links: secondMoments.links.slice(), bias: secondMoments.bias.slice() },
    }),
    ...(srelu && { srelu: copyOfSrelu(srelu) }),
  };
}
