import { inputsPerUnit, type SparseLayer } from '../topology/topology';

/**
 * How many paths along links lead from each input of the network to a neuron of the last of `layers`: its receptive
 * field, where above 0. Length: inputs of the first layer. Linear in the links; counts above 2⁵³ are rounded.
 */
export function pathsFromInputs(layers: readonly SparseLayer[], neuron: number): Float64Array<ArrayBuffer> {
  const last = layers.length - 1;
  let paths = new Float64Array(layers[last].outputs);
  paths[neuron] = 1;
  for (let k = last; ; k--) {
    const atInputs = pathsOneLayerBack(layers[k], paths);
    if (k === 0) return atInputs;
    paths = sumByUnit(atInputs, inputsPerUnit(layers[k]));
  }
}

function pathsOneLayerBack(
  { inputs, outputs, indptr, indices }: SparseLayer,
  paths: Float64Array,
): Float64Array<ArrayBuffer> {
  const back = new Float64Array(inputs);
  for (let j = 0; j < outputs; j++) {
    if (paths[j] === 0) continue;
    for (let k = indptr[j]; k < indptr[j + 1]; k++) back[indices[k]] += paths[j];
  }
  return back;
}

function sumByUnit(atInputs: Float64Array<ArrayBuffer>, each: number): Float64Array<ArrayBuffer> {
  if (each === 1) return atInputs;
  const sums = new Float64Array(atInputs.length / each);
  for (let input = 0; input < atInputs.length; input++) sums[Math.floor(input / each)] += atInputs[input];
  return sums;
}
