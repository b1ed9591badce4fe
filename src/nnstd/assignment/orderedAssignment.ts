import type { AssignmentKernel, NeuronSets, OverlapClasses } from '../../kernels/assignmentKernel';
import { inputsPerUnit, type SparseLayer } from '../../topology/topology';
import { fanOut } from '../../topology/transpose';
import { matchedCosts } from '../pairCosts';

export interface OrderedAssignment {
  /** By neuron of `a`: its partner in `b`. */
  readonly matching: Int32Array;
  /** By neuron of `a`: the normalised edit distance to its partner. */
  readonly pairCosts: Float64Array;
}

/**
 * The assignment of least total cost between two layers of the same width that SciPy's `linear_sum_assignment` finds in the
 * matrix of all normalised edit distances: (U−I)/U with U the size of the union and I that of the intersection of their
 * inputs, 0 where both have none. Pairs without a common input cost 1 and take no memory.
 *
 * `relabel[u]` is the unit before `b` that unit u before `a` stands for; null: itself.
 */
export function assignInOrder(
  kernel: AssignmentKernel,
  a: SparseLayer,
  b: SparseLayer,
  relabel: Int32Array | null,
): OrderedAssignment {
  let costs: Float64Array = new Float64Array(0);
  return kernel.solveInOrder(
    inputSets(a, relabel),
    inputSets(b, null),
    b.inputs + 1,
    (classes) => (costs = classCosts(classes)),
    ({ columnOfRow, classOfRow }) => ({
      matching: columnOfRow.slice(),
      pairCosts: Float64Array.from(classOfRow, (number) => (number < 0 ? 1 : costs[number])),
    }),
  );
}

/** Each neuron with the one of the same number. */
export function assignThemselves(
  a: SparseLayer,
  b: SparseLayer,
  relabel: Int32Array | null,
): OrderedAssignment {
  const matching = Int32Array.from({ length: a.outputs }, (_, neuron) => neuron);
  const pairCosts = matchedCosts(inputSets(a, relabel), inputSets(b, null), b.inputs + 1, matching);
  return { matching, pairCosts };
}

/**
 * The form matters: 1−I/U differs in the last bit, breaks ties otherwise, and so moves the deeper layers away from the
 * published values.
 */
function classCosts({ shared, sizeSum, count }: OverlapClasses): Float64Array {
  const costs = new Float64Array(count);
  for (let number = 0; number < count; number++) {
    const union = sizeSum[number] - shared[number];
    costs[number] = (union - shared[number]) / union;
  }
  return costs;
}

/** Neurons without inputs get one that only they have: then they are alike, and share nothing with any other. */
function inputSets(layer: SparseLayer, relabel: Int32Array | null): NeuronSets {
  const { inputs, outputs, indptr, indices } = layer;
  const each = inputsPerUnit(layer);
  const sets = {
    neurons: outputs,
    indptr: new Int32Array(outputs + 1),
    indices: new Int32Array(indices.length + countEmpty(indptr)),
  };
  let to = 0;
  for (let neuron = 0; neuron < outputs; neuron++) {
    for (let link = indptr[neuron]; link < indptr[neuron + 1]; link++) {
      const input = indices[link];
      const unit = each === 1 ? input : Math.floor(input / each);
      sets.indices[to++] = relabel === null ? input : relabel[unit] * each + input - unit * each;
    }
    if (indptr[neuron] === indptr[neuron + 1]) sets.indices[to++] = inputs;
    sets.indptr[neuron + 1] = to;
  }
  return sets;
}

/** Bytes that a pair of neurons with a common input takes: its column and, at most, a wide class number. */
export const BYTES_PER_PAIR = 8;

/**
 * Most pairs with a common input that two layers can have whatever the relabelling: each shared input makes a pair of
 * every two neurons that use it, and most if the inputs used most in both layers are the same; all pairs at most.
 */
export function mostPairs(a: SparseLayer, b: SparseLayer): number {
  const usesA = fanOut(a).sort();
  const usesB = fanOut(b).sort();
  let pairs = countEmpty(a.indptr) * countEmpty(b.indptr);
  for (let p = 0; p < usesA.length; p++) pairs += usesA[p] * usesB[p];
  return Math.min(pairs, a.outputs * b.outputs);
}

function countEmpty(indptr: Uint32Array): number {
  let empty = 0;
  for (let neuron = 0; neuron + 1 < indptr.length; neuron++) {
    if (indptr[neuron] === indptr[neuron + 1]) empty++;
  }
  return empty;
}
