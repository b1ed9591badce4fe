/** What a layer reads and what it makes. */
export interface LayerShape {
  /** Number of inputs: units of the layer before, or taps of a convolution. */
  readonly inputs: number;
  /** Number of neurons. */
  readonly outputs: number;
  /**
   * How many inputs each unit of the layer before owns, 1 where absent: input i belongs to unit ⌊i / inputsPerUnit⌋, so
   * that renaming that unit moves the whole block of its inputs.
   *
   * A neuron of a convolution is an output channel. A weight of shape [out, in, kh, kw] is a layer of `out` neurons whose
   * inputs are the taps (channel, ky, kx) in that order: `inputs` = in · kh · kw, `inputsPerUnit` = kh · kw. A dense layer
   * after a flatten of `in` channels with p positions each (channel first) has `inputs` = in · p, `inputsPerUnit` = p.
   *
   * The inputs of the first layer are the network's own and are never renamed; there it says only what belongs together.
   */
  readonly inputsPerUnit?: number;
}

/**
 * One layer of a sparse network: for each neuron the sorted list of its inputs (compressed by output neuron).
 * Presence in `indices` is the mask; `values` are apart, so a link of weight 0 is still a link.
 */
export interface SparseLayer extends LayerShape {
  /** Length `outputs + 1`; the inputs of neuron j are `indices[indptr[j] … indptr[j + 1])`. */
  readonly indptr: Uint32Array;
  /** Length `indptr[outputs]`; strictly ascending within a neuron, each below `inputs`. */
  readonly indices: Uint32Array;
  /** Weights, alike to `indices`, where they are known. */
  readonly values?: Float32Array;
}

/** Layers from input to output; `layers[k].inputs` is `layers[k - 1].outputs` times the `inputsPerUnit` of layer k. */
export interface Topology {
  readonly layers: readonly SparseLayer[];
}

/** How many inputs of a layer each unit of the layer before owns. */
export function inputsPerUnit(shape: LayerShape): number {
  return shape.inputsPerUnit ?? 1;
}

/** The shape alone of a layer, or of what a layer is made from. */
export function shapeOf({ inputs, outputs, inputsPerUnit: each }: LayerShape): LayerShape {
  return each === undefined ? { inputs, outputs } : { inputs, outputs, inputsPerUnit: each };
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

/** Two layers between which there is nothing to tell: such a layer does not count in a distance. */
export function bothFull(a: SparseLayer, b: SparseLayer): boolean {
  return isFull(a) && isFull(b);
}

/** The number of inputs, then of neurons of each layer from input to output, for example [784, 1000, 10]. */
export function widths(topology: Topology): number[] {
  const first = topology.layers[0];
  return first === undefined ? [] : [first.inputs, ...topology.layers.map((layer) => layer.outputs)];
}
