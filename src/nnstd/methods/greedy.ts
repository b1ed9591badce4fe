import type { AssignmentKernel, NeuronSets } from '../../kernels/assignmentKernel';
import { assignmentKernel } from '../../kernels/assignmentChoice';
import { isFull, type SparseLayer, type Topology, widths } from '../../topology/topology';
import type { OrderedNeurons } from '../assignment/identical';
import { assignLayer, type LayerAssignment, type LayerProblem } from '../assignment/layerAssignment';
import { type DistanceAlgorithm, IncomparableError, type LayerDistance } from '../distance';
import {
  canonicalOrder,
  compareFingerprints,
  type LayerColours,
  networkColours,
  outgoingNumber,
} from '../neuronColours';

/**
 * NNSTD layer after layer as `reference` does it, but with the exact sparse assignment: for any size, and for hidden
 * layers of different widths (absent neurons cost 1, the divisor is the larger width).
 *
 * Each layer has the least cost beside the matches of the layers before. Of several such assignments it takes one by
 * this rule, so that the result depends neither on the order in which neurons are stored nor on which network comes
 * first:
 * 1. The network with the smaller fingerprint is the first; the result is turned round if they were exchanged.
 * 2. Neurons with the same inputs are paired with each other; among them those whose outgoing links lead to alike
 *    neurons come first.
 * 3. The assignment of the others meets the neurons of each layer in the order of what their outgoing links lead to,
 *    then of their inputs and of their consumers; the index decides only between neurons alike in all that.
 * 4. Neurons left that share nothing are paired likewise.
 */
export const greedyMethod: DistanceAlgorithm = {
  id: 'greedy',
  label: 'Greedy (layer after layer, any size)',

  *layers(a: Topology, b: Topology): Generator<LayerDistance> {
    for (const { layer, assignment } of greedyLayers(a, b)) yield layerDistance(layer, a, b, assignment);
  },
};

/** One layer of `greedyLayers`, with all that `certifyLayer` needs. */
export interface GreedyLayer {
  readonly layer: number;
  /** From the first network to the second, as asked for. */
  readonly assignment: Pick<LayerAssignment, 'matching' | 'pairCosts'>;
  /** What was solved, and its solution: of the networks in the order of their fingerprints. */
  readonly problem: LayerProblem;
  readonly solution: LayerAssignment;
}

export function* greedyLayers(
  a: Topology,
  b: Topology,
  kernel: AssignmentKernel = assignmentKernel(),
): Generator<GreedyLayer> {
  assertSameInputsAndDepth(a, b);
  const coloursA = networkColours(a);
  const coloursB = networkColours(b);
  const exchanged = compareFingerprints(coloursA, coloursB) > 0;
  const [first, second] = exchanged ? [b, a] : [a, b];
  const [coloursOfFirst, coloursOfSecond] = exchanged ? [coloursB, coloursA] : [coloursA, coloursB];

  let names: InputNames = { count: a.layers[0].inputs, ofSecond: undefined };
  for (let layer = 0; layer < a.layers.length; layer++) {
    const problem: LayerProblem = {
      a: ordered(setsOf(first.layers[layer], undefined), coloursOfFirst.layers[layer]),
      b: ordered(setsOf(second.layers[layer], names.ofSecond), coloursOfSecond.layers[layer]),
      inputs: names.count,
    };
    const solution = assignLayer(kernel, problem);
    yield {
      layer,
      assignment: exchanged ? turned(solution, problem.b.sets.neurons) : solution,
      problem,
      solution,
    };
    names = namesAfter(solution.matching, problem.b.sets.neurons);
  }
}

/** The inputs of a layer by common names: those of the first network, then those that only the second has. */
interface InputNames {
  readonly count: number;
  /** By input of the second network; undefined where both have the same. */
  readonly ofSecond: Int32Array | undefined;
}

function namesAfter(matching: Int32Array, neuronsOfSecond: number): InputNames {
  const ofSecond = new Int32Array(neuronsOfSecond).fill(-1);
  matching.forEach((other, neuron) => {
    if (other >= 0) ofSecond[other] = neuron;
  });
  let count = matching.length;
  for (let other = 0; other < neuronsOfSecond; other++) if (ofSecond[other] < 0) ofSecond[other] = count++;
  return { count, ofSecond };
}

function setsOf(layer: SparseLayer, names: Int32Array | undefined): NeuronSets {
  const indices = Int32Array.from(layer.indices);
  if (names !== undefined)
    for (let link = 0; link < indices.length; link++) indices[link] = names[indices[link]];
  return { neurons: layer.outputs, indptr: Int32Array.from(layer.indptr), indices };
}

function ordered(sets: NeuronSets, colours: LayerColours): OrderedNeurons {
  return { sets, order: canonicalOrder(colours), tie: outgoingNumber(colours) };
}

function turned(
  { matching, pairCosts }: LayerAssignment,
  neurons: number,
): Pick<LayerAssignment, 'matching' | 'pairCosts'> {
  const turnedMatching = new Int32Array(neurons).fill(-1);
  const turnedCosts = new Float64Array(neurons).fill(1);
  matching.forEach((other, neuron) => {
    if (other < 0) return;
    turnedMatching[other] = neuron;
    turnedCosts[other] = pairCosts[neuron];
  });
  return { matching: turnedMatching, pairCosts: turnedCosts };
}

function layerDistance(
  layer: number,
  a: Topology,
  b: Topology,
  { matching, pairCosts }: Pick<LayerAssignment, 'matching' | 'pairCosts'>,
): LayerDistance {
  const layerA = a.layers[layer];
  const layerB = b.layers[layer];
  const absent = Math.max(0, layerB.outputs - layerA.outputs);
  // Smallest first, so that the sum is the same to the last bit whatever order the neurons are stored in.
  const cost =
    pairCosts
      .slice()
      .sort()
      .reduce((sum, pairCost) => sum + pairCost, 0) + absent;
  const width = Math.max(layerA.outputs, layerB.outputs);
  return {
    layer,
    distance: width === 0 ? 0 : cost / width,
    cost,
    matching,
    pairCosts,
    counts: !(isFull(layerA) && isFull(layerB)),
  };
}

function assertSameInputsAndDepth(a: Topology, b: Topology): void {
  const widthsA = widths(a);
  const widthsB = widths(b);
  const reason =
    widthsA.length === 0 || widthsB.length === 0
      ? 'a network without layers'
      : widthsA.length !== widthsB.length
        ? 'networks of different depth'
        : widthsA[0] !== widthsB[0]
          ? 'networks with a different number of inputs'
          : null;
  if (reason !== null) throw new IncomparableError(reason, widthsA, widthsB);
}
