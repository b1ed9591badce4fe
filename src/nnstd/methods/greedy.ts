import type { AssignmentKernel, NeuronSets } from '../../kernels/assignmentKernel';
import { assignmentKernel } from '../../kernels/assignmentChoice';
import { isFull, linkCount, type SparseLayer, type Topology, widths } from '../../topology/topology';
import type { OrderedNeurons } from '../assignment/identical';
import { assignLayer, type LayerAssignment, type LayerProblem } from '../assignment/layerAssignment';
import { type DistanceAlgorithm, IncomparableError, type LayerDistance } from '../distance';
import { compareFingerprints, type LayerOrder, networkColours } from '../neuronColours';

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

  let names = ownNames(a.layers[0].inputs);
  for (let layer = 0; layer < a.layers.length; layer++) {
    const problem: LayerProblem = {
      a: ordered(setsOf(first.layers[layer], names.ofFirst, names.count), coloursOfFirst.layers[layer]),
      b: ordered(setsOf(second.layers[layer], names.ofSecond, names.count), coloursOfSecond.layers[layer]),
      inputs: names.count,
    };
    const solution = assignLayer(kernel, problem);
    yield {
      layer,
      assignment: exchanged ? turned(solution, problem.b.sets.neurons) : solution,
      problem,
      solution,
    };
    names = namesAfter(problem, solution);
  }
}

/**
 * The inputs of a layer by common names, which do not depend on how neurons are stored: places in the order of the
 * first network, then what only the second has, in its order.
 */
interface InputNames {
  readonly count: number;
  /** By input. */
  readonly ofFirst: Int32Array;
  readonly ofSecond: Int32Array;
}

/** The network's own inputs are the same in both. */
function ownNames(inputs: number): InputNames {
  const names = new Int32Array(inputs);
  for (let input = 0; input < inputs; input++) names[input] = input;
  return { count: inputs, ofFirst: names, ofSecond: names };
}

function namesAfter({ a, b }: LayerProblem, { matching }: LayerAssignment): InputNames {
  const ofFirst = new Int32Array(a.sets.neurons);
  const ofSecond = new Int32Array(b.sets.neurons).fill(-1);
  for (let place = 0; place < a.order.length; place++) {
    const neuron = a.order[place];
    ofFirst[neuron] = place;
    if (matching[neuron] >= 0) ofSecond[matching[neuron]] = place;
  }
  let count = a.sets.neurons;
  for (const neuron of b.order) if (ofSecond[neuron] < 0) ofSecond[neuron] = count++;
  return { count, ofFirst, ofSecond };
}

/** The inputs of each neuron by their names, ascending: through the list of consumers of each input, in linear time. */
function setsOf({ indptr, indices, outputs }: SparseLayer, names: Int32Array, count: number): NeuronSets {
  const start = new Int32Array(count + 1);
  for (const input of indices) start[names[input] + 1]++;
  for (let name = 0; name < count; name++) start[name + 1] += start[name];
  const consumers = new Int32Array(indices.length);
  const filled = start.slice(0, count);
  for (let neuron = 0; neuron < outputs; neuron++) {
    for (let link = indptr[neuron]; link < indptr[neuron + 1]; link++) {
      consumers[filled[names[indices[link]]]++] = neuron;
    }
  }
  const sorted = new Int32Array(indices.length);
  const next = Int32Array.from(indptr);
  for (let name = 0; name < count; name++) {
    for (let at = start[name]; at < start[name + 1]; at++) sorted[next[consumers[at]]++] = name;
  }
  return { neurons: outputs, indptr: Int32Array.from(indptr), indices: sorted };
}

function ordered(sets: NeuronSets, { order, tie }: LayerOrder): OrderedNeurons {
  return { sets, order, tie };
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
    links: linkCount(layerA) + linkCount(layerB),
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
