import type { SreluParameters } from './kernels';
import { activations, dropoutOf, type NetworkFunctions } from './networkFunctions';
import { activate, activateSrelu, addSreluParameterGradients, sreluGradient } from './training/activation';
import { layerKey, neuronKey } from './training/dropout';

/**
 * Activation and dropout of a hidden layer, and their derivatives, in plain TypeScript. Arrays are `[neuron][batch]` and at
 * least that long.
 */
export class HiddenSignals {
  /** What the gradient by an output is multiplied by. */
  private factors = new Float32Array(0);
  /** Sums before SReLU. */
  private sums = new Float32Array(0);

  constructor(
    /** Index of the layer, from 0 at the input. */
    private readonly k: number,
    private readonly neurons: number,
    private readonly functions: NetworkFunctions,
  ) {}

  /** From sums to outputs; `isTraining` where `backward` comes after. */
  forward(
    values: Float32Array,
    srelu: SreluParameters | undefined,
    batch: number,
    dropoutKey: number | undefined,
    isTraining: boolean,
  ): void {
    if (this.factors.length < this.neurons * batch) {
      this.factors = new Float32Array(this.neurons * batch);
      if (srelu) this.sums = new Float32Array(this.neurons * batch);
    }
    const { factors, sums, neurons, functions } = this;
    const { threshold, scale } = dropoutOf(functions, isTraining ? dropoutKey : undefined);
    const ofLayer = layerKey((dropoutKey ?? 0) | 0, this.k);
    const kind = activations[functions.activation];
    for (let neuron = 0; neuron < neurons; neuron++) {
      const [at, key] = [neuron * batch, neuronKey(ofLayer, neuron)];
      const dropout = [isTraining, key, 0, threshold, scale] as const;
      if (srelu) {
        activateSrelu(srelu.values, neuron, neurons, values, sums, factors, at, batch, ...dropout);
      } else activate(kind, functions.negativeSlope, values, factors, at, batch, ...dropout);
    }
  }

  /** From the gradient by the outputs to that by the sums. */
  backward(gradient: Float32Array, srelu: SreluParameters | undefined, batch: number): void {
    const { factors, sums, neurons } = this;
    if (srelu) {
      for (let neuron = 0; neuron < neurons; neuron++) {
        sreluGradient(srelu.values, neuron, neurons, sums, factors, gradient, neuron * batch, batch);
      }
    } else for (let at = 0; at < neurons * batch; at++) gradient[at] *= factors[at];
  }

  /** After `backward`: gradients by the parameters of SReLU, `[parameter][neuron]`. */
  sreluGradients({ values }: SreluParameters, batch: number): Float32Array {
    const { factors, sums, neurons } = this;
    const totals = new Float64Array(values.length);
    for (let neuron = 0; neuron < neurons; neuron++) {
      addSreluParameterGradients(values, neuron, neurons, sums, factors, neuron * batch, batch, totals);
    }
    return Float32Array.from(totals);
  }
}
