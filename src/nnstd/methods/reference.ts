import { assignmentKernel } from '../../kernels/assignmentChoice';
import { bothFull, linkCount, type SparseLayer, type Topology } from '../../topology/topology';
import { assignInOrder, assignThemselves, BYTES_PER_PAIR, mostPairs } from '../assignment/orderedAssignment';
import { assertComparable } from '../comparable';
import { type DistanceAlgorithm, type LayerDistance, NetworkTooLargeError } from '../distance';
import { interchangeableNeurons } from '../interchangeableNeurons';
import type { Measure } from '../../measure/measure';
import { pairwiseSum } from '../pairwiseSum';

/**
 * Most this method may take for the pairs of neurons of a layer that share an input: some 134 million pairs, for example
 * any layer of up to 11,585 neurons, or 100,000 neurons with 36 inputs each spread evenly over as many.
 */
export const REFERENCE_MEMORY_LIMIT_BYTES = 2 ** 30;

/**
 * NNSTD as its authors compute it (arXiv 2006.14085), to the last bit: all pairs of neurons, one optimal assignment a layer,
 * from the input on; before a layer the inputs of the second network are relabelled by the match of the layer before, so
 * that unit j of the first stands for unit match[j] of the second, with all its inputs. Fixed outputs are not its authors'.
 */
export const referenceMethod: DistanceAlgorithm = {
  id: 'reference',
  label: "Reference (the authors' procedure)",
  version: 1,
  symmetric: false,
  interchangeable: interchangeableNeurons,

  *layers(a: Topology, b: Topology, { outputs }: Measure): Generator<LayerDistance> {
    assertComparable(a, b);
    const last = outputs === 'fixed' ? a.layers.length - 1 : undefined;
    a.layers.forEach((layer, k) => {
      if (k !== last && !bothFull(layer, b.layers[k])) assertFits(k, layer, b.layers[k]);
    });

    let relabel: Int32Array | null = null;
    for (let k = 0; k < a.layers.length; k++) {
      const result: LayerDistance = bothFull(a.layers[k], b.layers[k])
        ? fullLayer(k, a.layers[k])
        : matchLayer(k, a.layers[k], b.layers[k], relabel, k === last);
      yield result;
      relabel = result.matching;
    }
  },
};

function matchLayer(
  k: number,
  a: SparseLayer,
  b: SparseLayer,
  relabel: Int32Array | null,
  isFixed: boolean,
): LayerDistance {
  const { matching, pairCosts } = isFixed
    ? assignThemselves(a, b, relabel)
    : assignInOrder(assignmentKernel(), a, b, relabel);
  const cost = pairwiseSum(pairCosts);
  return {
    layer: k,
    distance: cost / a.outputs,
    cost,
    matching,
    pairCosts,
    links: linkCount(a) + linkCount(b),
    counts: true,
  };
}

/** All costs are 0 there, and the assignment of a constant matrix is the identity. */
function fullLayer(k: number, { inputs, outputs: n }: SparseLayer): LayerDistance {
  return {
    layer: k,
    distance: 0,
    cost: 0,
    matching: Int32Array.from({ length: n }, (_, i) => i),
    pairCosts: new Float64Array(n),
    links: 2 * inputs * n,
    counts: false,
  };
}

function assertFits(layer: number, a: SparseLayer, b: SparseLayer): void {
  const neededBytes = mostPairs(a, b) * BYTES_PER_PAIR;
  if (neededBytes > REFERENCE_MEMORY_LIMIT_BYTES) {
    throw new NetworkTooLargeError(
      referenceMethod.id,
      layer,
      a.outputs,
      neededBytes,
      REFERENCE_MEMORY_LIMIT_BYTES,
    );
  }
}
