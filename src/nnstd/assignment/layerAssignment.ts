import type { AssignmentKernel, NeuronSets, ProvenAssignment } from '../../kernels/assignmentKernel';
import { type OrderedNeurons, pairIdentical } from './identical';
import { type SimilarityWeights, similarityWeights } from './weights';

export interface LayerProblem {
  readonly a: OrderedNeurons;
  /** Its inputs by the names that they have in `a`. */
  readonly b: OrderedNeurons;
  /** All inputs of both are below this. */
  readonly inputs: number;
}

export interface LayerAssignment {
  /** By neuron of `a`: its partner in `b`; −1 where it is left without one. */
  readonly matching: Int32Array;
  /** By neuron of `a`: the normalised edit distance to its partner; 1 where it has none. */
  readonly pairCosts: Float64Array;
  readonly proof: LayerProof;
}

/**
 * Why no assignment costs less: integer duals of the neurons that are left once identical ones are paired, at 0 for all
 * others. `certifyLayer` extends them to all neurons and checks them.
 */
export interface LayerProof {
  /** The integer that stands for similarity 1. */
  readonly scale: number;
  /** Whether the weights are free of rounding at that scale. */
  readonly rational: boolean;
  /** By neuron of `a`: its partner if both have the same inputs, else −1. */
  readonly identical: Int32Array;
  /** By neuron of `a` and of `b`. */
  readonly dualA: Float64Array;
  readonly dualB: Float64Array;
  readonly provenBy: ProvenAssignment['provenBy'];
}

/**
 * The assignment of least total cost (U − I)/U between the neurons of two layers, exactly optimal at the weights'
 * scale. Neurons that share no input with their partner cost 1, as do those without a partner, of which there are some
 * only if the widths differ. Memory and time grow with the pairs that share an input.
 */
export function assignLayer(kernel: AssignmentKernel, problem: LayerProblem): LayerAssignment {
  const { inputs } = problem;
  const a = problem.a.sets;
  const b = problem.b.sets;
  const matching = pairIdentical(problem.a, problem.b, inputs);
  const identical = matching.slice();
  const taken = takenBy(matching, b.neurons);
  const rows = freeOnes(a.neurons, (neuron) => matching[neuron] < 0);
  const columns = freeOnes(b.neurons, (neuron) => taken[neuron] === 0);

  const pairCosts = new Float64Array(a.neurons);
  const dualA = new Float64Array(a.neurons);
  const dualB = new Float64Array(b.neurons);
  for (const neuron of rows) pairCosts[neuron] = 1;
  let weights: SimilarityWeights | undefined;
  const provenBy = kernel.solve(
    subset(a, rows),
    subset(b, columns),
    inputs,
    (classes) => (weights = similarityWeights(classes)),
    ({ columnOfRow, classOfRow, rowDual, columnDual, provenBy: step }) => {
      const { shared, union } = weights!;
      for (let row = 0; row < rows.length; row++) {
        dualA[rows[row]] = rowDual[row];
        const column = columnOfRow[row];
        if (column < 0) continue;
        const size = union[classOfRow[row]];
        matching[rows[row]] = columns[column];
        taken[columns[column]] = 1;
        pairCosts[rows[row]] = (size - shared[classOfRow[row]]) / size;
      }
      for (let column = 0; column < columns.length; column++) dualB[columns[column]] = columnDual[column];
      return step;
    },
  );
  pairByTies(matching, problem.a.tie, taken, problem.b.tie);
  return {
    matching,
    pairCosts,
    proof: { scale: weights!.scale, rational: weights!.rational, identical, dualA, dualB, provenBy },
  };
}

function takenBy(matching: Int32Array, neurons: number): Uint8Array {
  const taken = new Uint8Array(neurons);
  for (const partner of matching) if (partner >= 0) taken[partner] = 1;
  return taken;
}

function freeOnes(neurons: number, isFree: (neuron: number) => boolean): Int32Array {
  const free = new Int32Array(neurons);
  let count = 0;
  for (let neuron = 0; neuron < neurons; neuron++) if (isFree(neuron)) free[count++] = neuron;
  return free.subarray(0, count);
}

/** Pairs those that are left, whatever they share: those of equal tie first, then one after the other in their orders. */
export function pairByTies(
  matching: Int32Array,
  tieA: Float64Array,
  taken: Uint8Array,
  tieB: Float64Array,
): void {
  const restA = freeOnes(tieA.length, (neuron) => matching[neuron] < 0);
  const restB = freeOnes(tieB.length, (neuron) => taken[neuron] === 0);
  const othersA: number[] = [];
  const othersB: number[] = [];
  let atB = 0;
  for (const neuron of restA) {
    while (atB < restB.length && tieB[restB[atB]] < tieA[neuron]) othersB.push(restB[atB++]);
    if (atB < restB.length && tieB[restB[atB]] === tieA[neuron]) matching[neuron] = restB[atB++];
    else othersA.push(neuron);
  }
  while (atB < restB.length) othersB.push(restB[atB++]);
  for (let at = 0; at < Math.min(othersA.length, othersB.length); at++) matching[othersA[at]] = othersB[at];
}

function subset({ indptr, indices }: NeuronSets, neurons: Int32Array): NeuronSets {
  const newIndptr = new Int32Array(neurons.length + 1);
  for (let at = 0; at < neurons.length; at++) {
    newIndptr[at + 1] = newIndptr[at] + indptr[neurons[at] + 1] - indptr[neurons[at]];
  }
  const newIndices = new Int32Array(newIndptr[neurons.length]);
  for (let at = 0; at < neurons.length; at++) {
    for (let link = indptr[neurons[at]], to = newIndptr[at]; link < indptr[neurons[at] + 1]; link++, to++) {
      newIndices[to] = indices[link];
    }
  }
  return { neurons: neurons.length, indptr: newIndptr, indices: newIndices };
}
