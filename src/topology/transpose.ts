import type { SparseLayer } from './topology';

/** A compressed list of pairs (group, member), with each pair's place in the list it was made from. */
export interface Regrouped {
  /** Length `members + 1`. */
  readonly indptr: Uint32Array;
  /** The groups of each member, in the order in which they came. */
  readonly indices: Uint32Array;
  /** `positions[k]` is the place of pair k in the original list. */
  readonly positions: Uint32Array;
}

/**
 * Turns groups of members into members of groups, by counting: O(pairs + groups + members). Groups come out ascending
 * in each member; members may be in any order inside a group, and all have to be below `members`.
 */
export function regroup(indptr: Uint32Array, indices: Uint32Array, members: number): Regrouped {
  const starts = new Uint32Array(members + 1);
  countMembers(indices, starts);
  const next = starts.slice(0, members);
  const groupsOf = new Uint32Array(indices.length);
  const positions = new Uint32Array(indices.length);
  for (let group = 0; group + 1 < indptr.length; group++) {
    placeGroup(group, indptr[group], indptr[group + 1], indices, next, groupsOf, positions);
  }
  return { indptr: starts, indices: groupsOf, positions };
}

function countMembers(indices: Uint32Array, starts: Uint32Array): void {
  for (const member of indices) starts[member + 1]++;
  for (let member = 1; member < starts.length; member++) starts[member] += starts[member - 1];
}

function placeGroup(
  group: number,
  begin: number,
  end: number,
  indices: Uint32Array,
  next: Uint32Array,
  groupsOf: Uint32Array,
  positions: Uint32Array,
): void {
  for (let k = begin; k < end; k++) {
    const place = next[indices[k]]++;
    groupsOf[place] = group;
    positions[place] = k;
  }
}

/** A layer seen from its inputs: `layer` lists for each input the neurons it feeds. */
export interface Transposed {
  /** Inputs and outputs exchanged, each input by itself; `values` carried along where there are any. */
  readonly layer: SparseLayer;
  /** Link k of `layer` is link `positions[k]` of the original. */
  readonly positions: Uint32Array;
}

export function transpose(layer: SparseLayer): Transposed {
  const { indptr, indices, positions } = regroup(layer.indptr, layer.indices, layer.inputs);
  const sides = { inputs: layer.outputs, outputs: layer.inputs, indptr, indices };
  return {
    layer: layer.values === undefined ? sides : { ...sides, values: pick(layer.values, positions) },
    positions,
  };
}

/** `values[positions[k]]` for each k. */
export function pick(values: Float32Array, positions: Uint32Array): Float32Array {
  const picked = new Float32Array(positions.length);
  for (let k = 0; k < positions.length; k++) picked[k] = values[positions[k]];
  return picked;
}

/** Number of inputs of each neuron, length `outputs`. */
export function fanIn(layer: SparseLayer): Uint32Array {
  const degrees = new Uint32Array(layer.outputs);
  for (let neuron = 0; neuron < layer.outputs; neuron++) {
    degrees[neuron] = layer.indptr[neuron + 1] - layer.indptr[neuron];
  }
  return degrees;
}

/** Number of neurons that each input feeds (its out-degree), length `inputs`. */
export function fanOut(layer: SparseLayer): Uint32Array {
  const degrees = new Uint32Array(layer.inputs);
  for (const input of layer.indices) degrees[input]++;
  return degrees;
}
