import { layerFromLinks } from './construct';
import type { RandomSource } from './random';
import { inputsPerUnit, shapeOf, type SparseLayer, type Topology } from './topology';

/** The same network with the neurons of each hidden layer stored in another order; inputs and outputs stay. */
export function shuffleHidden(topology: Topology, random: RandomSource): Topology {
  const last = topology.layers.length - 1;
  let sourceNames: Uint32Array | null = null;
  const layers = topology.layers.map((layer, k) => {
    const targetNames: Uint32Array | null = k === last ? null : permutation(layer.outputs, random);
    const renamed = renameUnits(layer, sourceNames, targetNames);
    sourceNames = targetNames;
    return renamed;
  });
  return { layers };
}

/** Unit i before becomes `sources[i]` with all its inputs, neuron j becomes `targets[j]`; null leaves them. Drops values. */
function renameUnits(
  layer: SparseLayer,
  sources: Uint32Array | null,
  targets: Uint32Array | null,
): SparseLayer {
  const { outputs, indptr, indices } = layer;
  const each = inputsPerUnit(layer);
  const neurons = new Uint32Array(indices.length);
  for (let neuron = 0; neuron < outputs; neuron++) {
    neurons.fill(targets === null ? neuron : targets[neuron], indptr[neuron], indptr[neuron + 1]);
  }
  return layerFromLinks({
    ...shapeOf(layer),
    sources:
      sources === null
        ? indices
        : indices.map((input) => sources[Math.floor(input / each)] * each + (input % each)),
    targets: neurons,
  });
}

/** Every order of 0 … length − 1 equally likely (Fisher and Yates). */
export function permutation(length: number, random: RandomSource): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
