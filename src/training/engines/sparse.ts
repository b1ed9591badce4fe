import type { Kernels, LayerParameters, LinksByInput, LossSums, SgdStep } from '../../kernels/kernels';
import { regroup } from '../../topology/transpose';
import type { Batch } from '../data/dataset';
import type { LayerSignals, TrainingEngine } from './engine';

/**
 * The project's own engine: time and memory proportional to links, plus neurons times batch. It takes over the arrays of
 * `layers`. Batches have at most `batchSize` samples.
 */
export class SparseEngine implements TrainingEngine {
  private readonly network: LayerParameters[];
  private readonly byInput: (LinksByInput | null)[];
  /** Output of each layer, `[neuron][batch]`; the last holds logits. */
  private readonly outputs: readonly Float32Array[];
  /** Gradients by the outputs of a layer and of the one before it, by turns. */
  private readonly gradients: readonly [Float32Array, Float32Array];
  private lastSize = 0;

  constructor(
    layers: readonly LayerParameters[],
    batchSize: number,
    private readonly kernels: Kernels,
  ) {
    this.network = [...layers];
    this.byInput = layers.map((layer, k) => linksByInput(layer, k));
    this.outputs = layers.map((layer) => new Float32Array(layer.outputs * batchSize));
    const widest = Math.max(...layers.map((layer) => layer.outputs)) * batchSize;
    this.gradients = [new Float32Array(widest), new Float32Array(widest)];
  }

  trainStep(batch: Batch, step: SgdStep): LossSums {
    return this.backward(batch, (k, { input, outputGradient }) => {
      this.kernels.update(this.network[k], input, outputGradient, batch.size, step);
    });
  }

  backward(batch: Batch, visit: (k: number, signals: LayerSignals) => void): LossSums {
    const { network, outputs, kernels } = this;
    const { size } = batch;
    this.forward(batch);
    let [gradient, other] = this.gradients;
    const sums = kernels.softmaxCrossEntropy(
      outputs[network.length - 1],
      batch.labels,
      gradient,
      network[network.length - 1].outputs,
      size,
    );
    for (let k = network.length - 1; k >= 0; k--) {
      const input = k === 0 ? batch.inputs : outputs[k - 1];
      const byInput = this.byInput[k];
      // Before the visit, which may change the weights: the gradient is that of those that made the outputs.
      if (byInput !== null) kernels.inputGradient(network[k], byInput, gradient, input, other, size);
      visit(k, { input, outputGradient: gradient, batch: size });
      [gradient, other] = [other, gradient];
    }
    return sums;
  }

  evaluate(batch: Batch): LossSums {
    this.forward(batch);
    const last = this.network.length - 1;
    return this.kernels.softmaxCrossEntropy(
      this.outputs[last],
      batch.labels,
      null,
      this.network[last].outputs,
      batch.size,
    );
  }

  layers(): readonly LayerParameters[] {
    return this.network;
  }

  replaceLayer(k: number, layer: LayerParameters): void {
    this.network[k] = layer;
    this.byInput[k] = linksByInput(layer, k);
  }

  firstNonFiniteLayer(): number | null {
    const layer = this.outputs.findIndex((values, k) =>
      hasNonFinite(values.subarray(0, this.network[k].outputs * this.lastSize)),
    );
    return layer < 0 ? null : layer;
  }

  private forward(batch: Batch): void {
    const { network, outputs, kernels } = this;
    this.lastSize = batch.size;
    for (const [k, layer] of network.entries()) {
      const input = k === 0 ? batch.inputs : outputs[k - 1];
      kernels.forward(layer, layer.bias, input, outputs[k], batch.size, k < network.length - 1);
    }
  }
}

/** The first layer needs no gradient by its input. */
function linksByInput(layer: LayerParameters, k: number): LinksByInput | null {
  if (k === 0) return null;
  const { indptr, indices, positions } = regroup(layer.indptr, layer.indices, layer.inputs);
  return { indptr, neurons: indices, positions };
}

function hasNonFinite(values: Float32Array): boolean {
  return values.some((value) => !Number.isFinite(value));
}
