import type { NeuronSets } from '../kernels/assignmentKernel';

/**
 * Normalised edit distance (U−I)/U of each neuron of `a` to its partner, 0 where both have no inputs, 1 where `matching`
 * is −1. Inputs of the same number are the same; all are below `inputs`.
 */
export function matchedCosts(
  a: NeuronSets,
  b: NeuronSets,
  inputs: number,
  matching: Int32Array,
): Float64Array {
  return costsOf(commonInputs(a, b, inputs, matching), a, b, matching);
}

/** The same, where `shared` is what `commonInputs` says. */
export function costsOf(
  shared: Uint32Array,
  a: Omit<NeuronSets, 'indices'>,
  b: Omit<NeuronSets, 'indices'>,
  matching: Int32Array,
): Float64Array {
  const costs = new Float64Array(a.neurons).fill(1);
  shared.forEach((common, neuron) => {
    const other = matching[neuron];
    if (other < 0) return;
    const union = a.indptr[neuron + 1] - a.indptr[neuron] + b.indptr[other + 1] - b.indptr[other] - common;
    costs[neuron] = union === 0 ? 0 : (union - common) / union;
  });
  return costs;
}

/** How many inputs each neuron of `a` has in common with its partner; 0 where `matching` is −1. */
export function commonInputs(
  a: NeuronSets,
  b: NeuronSets,
  inputs: number,
  matching: Int32Array,
): Uint32Array {
  const counts = new Uint32Array(a.neurons);
  const usedBy = new Int32Array(inputs).fill(-1);
  for (let neuron = 0; neuron < a.neurons; neuron++) {
    const other = matching[neuron];
    if (other < 0) continue;
    for (let link = a.indptr[neuron]; link < a.indptr[neuron + 1]; link++) usedBy[a.indices[link]] = neuron;
    for (let link = b.indptr[other]; link < b.indptr[other + 1]; link++) {
      if (usedBy[b.indices[link]] === neuron) counts[neuron]++;
    }
  }
  return counts;
}
