import { inputsPerUnit, type SparseLayer, type Topology } from '../topology/topology';
import { feedingUnits, unitsOf } from './idleUnits';

/** What of a layer lies on a path from an input of the network to an output of it. */
export interface LayerPaths {
  /** Links on such a path; the others can be taken away without a change of what the network computes but for biases. */
  readonly effectiveLinks: number;
  /** Neurons that feed no neuron of the next layer; 0 for the outputs of the network, which have none to feed. */
  readonly noOutput: number;
  /** Of these the ones without an input too. */
  readonly isolated: number;
  /** Neurons on no such path: what they say is a constant, or nobody hears it. */
  readonly offPath: number;
}

/** Linear in links; a byte for each input and neuron beside them. */
export function pathsOf({ layers }: Topology): LayerPaths[] {
  const reached = reachedInputs(layers);
  const heard = heardNeurons(layers);
  return layers.map((layer, k) => {
    const last = k === layers.length - 1;
    const feeds = last ? null : feedingUnits(layers[k + 1]);
    let effectiveLinks = 0;
    let noOutput = 0;
    let isolated = 0;
    let offPath = 0;
    for (let j = 0; j < layer.outputs; j++) {
      const fromInputs = countReached(layer, j, reached[k]);
      if (heard[k][j] === 1) effectiveLinks += fromInputs;
      if (heard[k][j] === 0 || fromInputs === 0) offPath++;
      if (feeds?.[j] !== 0) continue;
      noOutput++;
      if (layer.indptr[j] === layer.indptr[j + 1]) isolated++;
    }
    return { effectiveLinks, noOutput, isolated, offPath };
  });
}

/** For each layer which of its inputs hear an input of the network, through any number of neurons: 1 or 0 each. */
function reachedInputs(layers: readonly SparseLayer[]): Uint8Array[] {
  const reached: Uint8Array[] = [];
  let units = new Uint8Array(layers[0]?.inputs ?? 0).fill(1);
  layers.forEach((layer, k) => {
    const inputs = k === 0 ? units : inputsOf(units, layer);
    reached.push(inputs);
    units = new Uint8Array(layer.outputs);
    for (let j = 0; j < layer.outputs; j++) units[j] = countReached(layer, j, inputs) > 0 ? 1 : 0;
  });
  return reached;
}

/** For each layer which of its neurons an output of the network hears, through any number of others: 1 or 0 each. */
function heardNeurons(layers: readonly SparseLayer[]): Uint8Array[] {
  const heard = layers.map(({ outputs }) => new Uint8Array(outputs));
  heard.at(-1)?.fill(1);
  for (let k = layers.length - 1; k > 0; k--) {
    const { inputs, outputs, indptr, indices } = layers[k];
    const used = new Uint8Array(inputs);
    for (let j = 0; j < outputs; j++) {
      if (heard[k][j] === 0) continue;
      for (let link = indptr[j]; link < indptr[j + 1]; link++) used[indices[link]] = 1;
    }
    heard[k - 1].set(unitsOf(used, inputsPerUnit(layers[k])));
  }
  return heard;
}

function countReached({ indptr, indices }: SparseLayer, neuron: number, reached: Uint8Array): number {
  let count = 0;
  for (let link = indptr[neuron]; link < indptr[neuron + 1]; link++) count += reached[indices[link]];
  return count;
}

/** The marks of units, given to each of the inputs of `layer` that they own. */
function inputsOf(units: Uint8Array, layer: SparseLayer): Uint8Array<ArrayBuffer> {
  const each = inputsPerUnit(layer);
  return Uint8Array.from({ length: layer.inputs }, (_, input) => units[Math.floor(input / each)]);
}
