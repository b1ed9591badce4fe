import type { LayerParameters } from '../kernels/kernels';
import { drawDistinct } from '../topology/drawDistinct';
import { fullLayer, randomLayer } from '../topology/initial';
import { randomStream, type RandomSource } from '../topology/random';
import type { SparseLayer } from '../topology/topology';
import { plainFunctions, type NetworkFunctions } from '../kernels/networkFunctions';
import type { LayerPlan } from './layerPlan';
import { chooseAbsentLinks } from './methods/growth';
import { initialGain } from './networkConfig';
import { drawSrelu } from './srelu';

/** Layers of the planned numbers of links: every set of that many is equally likely. */
export function drawTopology(plan: readonly LayerPlan[], seed: number): SparseLayer[] {
  return plan.map(({ inputs, outputs, links }, k) =>
    links === inputs * outputs
      ? fullLayer(inputs, outputs)
      : randomLayer(inputs, outputs, links, randomStream(seed, 'topology', k)),
  );
}

/**
 * A similar topology: in each generation every layer moves `round(fraction · links)` of its links, or as many as there is
 * room for, to places where it had none. Generation g of a seed is generation g − 1 with one more move.
 */
export function rewire(
  layers: readonly SparseLayer[],
  { fraction, generations }: { readonly fraction: number; readonly generations: number },
  seed: number,
): SparseLayer[] {
  return layers.map((first, k) => {
    let layer = first;
    for (let generation = 1; generation <= generations; generation++) {
      layer = moveLinks(layer, fraction, randomStream(seed, 'generation', generation, k));
    }
    return layer;
  });
}

/**
 * Weights of layers at the start of a run: N(0, g/fan-in) with the actual fan-in of each neuron (as in Evci et al. 2022), g
 * the `initialGain` of hidden layers and 1 in the output layer; biases and momentum 0; SReLU by `drawSrelu`. Each layer
 * draws from its own streams of the seed.
 */
export function withInitialWeights(
  layers: readonly SparseLayer[],
  seed: number,
  functions: NetworkFunctions = plainFunctions,
): LayerParameters[] {
  return layers.map((layer, k) => {
    const isHidden = k < layers.length - 1;
    const gain = isHidden ? initialGain(functions) : 1;
    const { inputs, outputs, indptr, indices } = layer;
    return {
      inputs,
      outputs,
      indptr,
      indices,
      values: drawWeights(layer, gain, randomStream(seed, 'weights', k)),
      velocities: new Float32Array(indices.length),
      bias: new Float32Array(outputs),
      biasVelocities: new Float32Array(outputs),
      ...(isHidden &&
        functions.activation === 'srelu' && {
          srelu: drawSrelu(outputs, randomStream(seed, 'activation', k)),
        }),
    };
  });
}

/** Gives the links that `known` has too its weights. */
export function takeWeights(layer: LayerParameters, known: SparseLayer): void {
  for (let neuron = 0; neuron < layer.outputs; neuron++) {
    let at = known.indptr[neuron];
    const end = known.indptr[neuron + 1];
    for (let k = layer.indptr[neuron]; k < layer.indptr[neuron + 1]; k++) {
      while (at < end && known.indices[at] < layer.indices[k]) at++;
      if (at < end && known.indices[at] === layer.indices[k]) layer.values[k] = known.values![at];
    }
  }
}

function moveLinks(layer: SparseLayer, fraction: number, random: RandomSource): SparseLayer {
  const { inputs, outputs, indptr, indices } = layer;
  const count = Math.min(Math.round(fraction * indices.length), inputs * outputs - indices.length);
  const isMoved = new Uint8Array(indices.length);
  for (const position of drawDistinct(indices.length, count, random)) isMoved[position] = 1;
  const places = chooseAbsentLinks(layer, new Uint32Array(0), count, random);
  const moved = new Uint32Array(indices.length);
  const starts = new Uint32Array(outputs + 1);
  for (let neuron = 0, at = 0, next = 0; neuron < outputs; neuron++) {
    const start = at;
    for (let k = indptr[neuron]; k < indptr[neuron + 1]; k++) if (isMoved[k] === 0) moved[at++] = indices[k];
    while (next < count && places.neurons[next] === neuron) moved[at++] = places.inputs[next++];
    moved.subarray(start, at).sort();
    starts[neuron + 1] = at;
  }
  return { inputs, outputs, indptr: starts, indices: moved };
}

function drawWeights(layer: SparseLayer, gain: number, random: RandomSource): Float32Array {
  const { outputs, indptr, indices } = layer;
  const values = new Float32Array(indices.length);
  for (let neuron = 0; neuron < outputs; neuron++) {
    const deviation = Math.sqrt(gain / Math.max(1, indptr[neuron + 1] - indptr[neuron]));
    for (let k = indptr[neuron]; k < indptr[neuron + 1]; k++) values[k] = deviation * random.normal();
  }
  return values;
}
