/**
 * One layer of a sparse network: for each neuron the sorted list of its inputs (compressed by output neuron).
 * Presence in `indices` is the mask; `values` are apart, so a link of weight 0 is still a link.
 */
export interface SparseLayer {
  /** Number of input units. */
  readonly inputs: number;
  /** Number of neurons. */
  readonly outputs: number;
  /** Length `outputs + 1`; the inputs of neuron j are `indices[indptr[j] … indptr[j + 1])`. */
  readonly indptr: Uint32Array;
  /** Length `indptr[outputs]`; strictly ascending within a neuron, each below `inputs`. */
  readonly indices: Uint32Array;
  /** Weights, alike to `indices`, where they are known. */
  readonly values?: Float32Array;
}

/** Layers from input to output; `layers[k].inputs === layers[k - 1].outputs`. */
export interface Topology {
  readonly layers: readonly SparseLayer[];
}

export function linkCount(layer: SparseLayer): number {
  return layer.indptr[layer.outputs];
}

/** Share of the possible links that exist, 0 to 1; 0 for a layer without room for any. */
export function density(layer: SparseLayer): number {
  const possible = layer.inputs * layer.outputs;
  return possible === 0 ? 0 : linkCount(layer) / possible;
}

export function isFull(layer: SparseLayer): boolean {
  return linkCount(layer) === layer.inputs * layer.outputs;
}

/** Widths from input to output, for example [784, 1000, 10]. */
export function widths(topology: Topology): number[] {
  const first = topology.layers[0];
  return first === undefined ? [] : [first.inputs, ...topology.layers.map((layer) => layer.outputs)];
}
