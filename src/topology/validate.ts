import { inputsPerUnit, type LayerShape, type SparseLayer, type Topology } from './topology';

/** What was given as a sparse layer or network is none: what has to hold, and what was found. */
export class TopologyError extends Error {
  override readonly name = 'TopologyError';

  constructor(
    readonly expected: string,
    readonly found: string,
    /** Index of the layer from 0 at the input, where there are several. */
    readonly layer: number | null = null,
  ) {
    super(`${layer === null ? '' : `layer ${layer}: `}expected ${expected}, found ${found}`);
  }
}

/**
 * Most units a layer may have on either side, so that a few bytes that claim more cannot make a reader allocate
 * gigabytes (nine times all neurons of the largest sparse network published), and most links.
 */
export const MAX_UNITS = 2 ** 24;
export const MAX_LINKS = 2 ** 31 - 1;

/** Returns the layer, or throws `TopologyError` for the first thing that its type promises and it does not keep. */
export function validateLayer(layer: SparseLayer, index: number | null = null): SparseLayer {
  const { inputs, outputs, indptr, indices, values } = layer;
  checkWidth('inputs', inputs, index);
  checkWidth('outputs', outputs, index);
  checkInputsPerUnit(layer, index);
  checkIndptr(indptr, outputs, indices.length, index);
  if (values !== undefined && values.length !== indices.length) {
    throw new TopologyError(`a value for each of ${indices.length} links`, `${values.length} values`, index);
  }
  for (let neuron = 0; neuron < outputs; neuron++) {
    const [begin, end] = [indptr[neuron], indptr[neuron + 1]];
    if (!areInputs(indices, begin, end, inputs)) throw inputsError(layer, neuron, index);
  }
  return layer;
}

/** Whether the inputs from `begin` to before `end` are in ascending order, each once, and below `inputs`. */
export function areInputs(indices: Uint32Array, begin: number, end: number, inputs: number): boolean {
  if (end > begin && indices[end - 1] >= inputs) return false;
  for (let k = begin + 1; k < end; k++) if (indices[k] <= indices[k - 1]) return false;
  return true;
}

/** The first thing that is wrong with the inputs of a neuron. */
function inputsError(
  { inputs, indptr, indices }: SparseLayer,
  neuron: number,
  index: number | null,
): TopologyError {
  let previous = -1;
  for (const input of indices.subarray(indptr[neuron], indptr[neuron + 1])) {
    if (input >= inputs) {
      return new TopologyError(`inputs below ${inputs}`, `input ${input} at neuron ${neuron}`, index);
    }
    if (input <= previous) {
      const found = input === previous ? `input ${input} twice` : `input ${input} after ${previous}`;
      const expected = 'each neuron to list its inputs once and in ascending order';
      return new TopologyError(expected, `${found} at neuron ${neuron}`, index);
    }
    previous = input;
  }
  throw new Error('areInputs refuses what has nothing wrong');
}

/** Returns the topology, or throws `TopologyError`: each layer valid, and each unit with its inputs in the next. */
export function validateTopology(topology: Topology): Topology {
  if (topology.layers.length === 0) throw new TopologyError('at least one layer', 'none');
  topology.layers.forEach((layer, index) => {
    validateLayer(layer, index);
    const before = topology.layers[index - 1];
    if (before === undefined) return;
    const each = inputsPerUnit(layer);
    if (before.outputs * each !== layer.inputs) {
      throw new TopologyError(
        each === 1
          ? `as many inputs as the layer before has outputs (${before.outputs})`
          : `${each} inputs for each of the ${before.outputs} outputs of the layer before`,
        `${layer.inputs} inputs`,
        index,
      );
    }
  });
  return topology;
}

/** Throws `TopologyError` unless `width` is an integer of 0 to `MAX_UNITS`. */
export function checkWidth(what: string, width: number, index: number | null = null): void {
  if (!Number.isInteger(width) || width < 0 || width > MAX_UNITS) {
    throw new TopologyError(`a number of ${what} of 0 to ${MAX_UNITS}`, String(width), index);
  }
}

function checkInputsPerUnit(shape: LayerShape, index: number | null): void {
  const each = inputsPerUnit(shape);
  if (!Number.isInteger(each) || each < 1 || shape.inputs % each !== 0) {
    throw new TopologyError(
      `a number of inputs for each unit that divides the ${shape.inputs} inputs`,
      String(each),
      index,
    );
  }
}

/** Throws `TopologyError` unless `indptr` cuts `links` entries into `groups` groups. */
export function checkIndptr(
  indptr: Uint32Array,
  groups: number,
  links: number,
  index: number | null = null,
): void {
  if (indptr.length !== groups + 1) {
    throw new TopologyError(`an indptr of length ${groups + 1}`, `length ${indptr.length}`, index);
  }
  if (indptr[0] !== 0) throw new TopologyError('an indptr that starts with 0', String(indptr[0]), index);
  for (let group = 0; group < groups; group++) {
    if (indptr[group + 1] < indptr[group]) {
      throw new TopologyError(
        'an indptr that never falls',
        `${indptr[group + 1]} after ${indptr[group]} at ${group + 1}`,
        index,
      );
    }
  }
  if (indptr[groups] !== links) {
    throw new TopologyError(`an indptr that ends with the ${links} links`, String(indptr[groups]), index);
  }
}
