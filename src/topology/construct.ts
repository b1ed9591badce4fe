import { type LayerShape, type SparseLayer, shapeOf } from './topology';
import { pick, regroup } from './transpose';
import { checkIndptr, checkWidth, TopologyError, validateLayer } from './validate';

/** Links in any order: link k leads from input `sources[k]` to neuron `targets[k]`. */
export interface LinkList extends LayerShape {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly values?: Float32Array;
}

/** Links grouped by neuron or by input, in any order inside a group. */
export interface CompressedLinks extends LayerShape {
  /** Length `groups + 1`. */
  readonly indptr: Uint32Array;
  /** The other end of each link. */
  readonly indices: Uint32Array;
  readonly values?: Float32Array;
}

/** Sorts a list of links into a layer. Throws `TopologyError` for ends out of range and links listed twice. */
export function layerFromLinks(links: LinkList): SparseLayer {
  const { inputs, outputs, sources, targets, values } = links;
  checkWidth('inputs', inputs);
  checkWidth('outputs', outputs);
  if (sources.length !== targets.length) {
    throw new TopologyError('as many sources as targets', `${sources.length} and ${targets.length}`);
  }
  checkValues(values, sources.length);
  checkBelow('inputs', sources, inputs);
  checkBelow('neurons', targets, outputs);
  // Each link a group of its own, by input; then those by neuron.
  const alone = new Uint32Array(sources.length + 1).map((_, k) => k);
  const byInput = regroup(alone, sources, inputs);
  const targetsByInput = byInput.positions.map((k) => targets[k]);
  return fromGroupedByInput(links, byInput.indptr, targetsByInput, values && pick(values, byInput.positions));
}

/** From links grouped by neuron, as the columns of a SciPy CSC matrix of shape (inputs, outputs). Throws `TopologyError`. */
export function layerGroupedByNeuron(links: CompressedLinks): SparseLayer {
  const { inputs, outputs, indptr, indices, values } = links;
  checkWidth('inputs', inputs);
  checkWidth('outputs', outputs);
  checkIndptr(indptr, outputs, indices.length);
  checkValues(values, indices.length);
  checkBelow('inputs', indices, inputs);
  if (isSorted(indptr, indices)) return validateLayer(withValues(links, indptr, indices, values));
  const byInput = regroup(indptr, indices, inputs);
  return fromGroupedByInput(
    links,
    byInput.indptr,
    byInput.indices,
    values && pick(values, byInput.positions),
  );
}

/** From links grouped by input, as the rows of a SciPy CSR matrix of shape (inputs, outputs). Throws `TopologyError`. */
export function layerGroupedByInput(links: CompressedLinks): SparseLayer {
  const { inputs, outputs, indptr, indices, values } = links;
  checkWidth('inputs', inputs);
  checkWidth('outputs', outputs);
  checkIndptr(indptr, inputs, indices.length);
  checkValues(values, indices.length);
  checkBelow('neurons', indices, outputs);
  return fromGroupedByInput(links, indptr, indices, values);
}

/** The links of `layer` for which `keep[k]` is not 0, in the same order. */
export function keepLinks(layer: SparseLayer, keep: Uint8Array): SparseLayer {
  const indptr = new Uint32Array(layer.outputs + 1);
  const kept = new Uint32Array(keep.reduce((count, flag) => count + (flag === 0 ? 0 : 1), 0));
  for (let neuron = 0, total = 0; neuron < layer.outputs; neuron++) {
    for (let k = layer.indptr[neuron]; k < layer.indptr[neuron + 1]; k++)
      if (keep[k] !== 0) kept[total++] = k;
    indptr[neuron + 1] = total;
  }
  const indices = kept.map((k) => layer.indices[k]);
  const values = layer.values && pick(layer.values, kept);
  return withValues(layer, indptr, indices, values);
}

function fromGroupedByInput(
  shape: LayerShape,
  indptr: Uint32Array,
  neurons: Uint32Array,
  values: Float32Array | undefined,
): SparseLayer {
  const byNeuron = regroup(indptr, neurons, shape.outputs);
  return validateLayer(
    withValues(shape, byNeuron.indptr, byNeuron.indices, values && pick(values, byNeuron.positions)),
  );
}

function withValues(
  shape: LayerShape,
  indptr: Uint32Array,
  indices: Uint32Array,
  values: Float32Array | undefined,
): SparseLayer {
  const layer = { ...shapeOf(shape), indptr, indices };
  return values === undefined ? layer : { ...layer, values };
}

function isSorted(indptr: Uint32Array, indices: Uint32Array): boolean {
  for (let group = 0; group + 1 < indptr.length; group++) {
    for (let k = indptr[group] + 1; k < indptr[group + 1]; k++) if (indices[k] < indices[k - 1]) return false;
  }
  return true;
}

function checkValues(values: Float32Array | undefined, links: number): void {
  if (values !== undefined && values.length !== links) {
    throw new TopologyError(`a value for each of ${links} links`, `${values.length} values`);
  }
}

function checkBelow(what: string, ends: Uint32Array, bound: number): void {
  for (let k = 0; k < ends.length; k++) {
    if (ends[k] >= bound) throw new TopologyError(`${what} below ${bound}`, `${ends[k]} at link ${k}`);
  }
}
