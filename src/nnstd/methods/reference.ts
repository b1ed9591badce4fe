import { isFull, type SparseLayer, type Topology } from '../../topology/topology';
import { shortestAugmentingPathAssignment } from '../assignment/shortestAugmentingPath';
import { assertComparable } from '../comparable';
import { denseCosts } from '../denseCosts';
import { type DistanceAlgorithm, type LayerDistance, NetworkTooLargeError } from '../distance';
import { pairwiseSum } from '../pairwiseSum';

/**
 * Largest cost matrix this method makes: 8,192 neurons a layer. Its time grows with the cube of the width, so that wider
 * layers would take minutes each as well.
 */
export const REFERENCE_MEMORY_LIMIT_BYTES = 512 * 2 ** 20;

/**
 * NNSTD as its authors compute it (arXiv 2006.14085), to the last bit: all pairs of neurons, one optimal assignment a layer,
 * from the input on; before a layer the inputs of the second network are relabelled by the match of the layer before, so
 * that input j of the first stands for input match[j] of the second.
 */
export const referenceMethod: DistanceAlgorithm = {
  id: 'reference',
  label: "Reference (the authors' procedure)",

  *layers(a: Topology, b: Topology): Generator<LayerDistance> {
    assertComparable(a, b);
    a.layers.forEach((layer, k) => {
      if (!areFull(layer, b.layers[k])) assertFits(k, layer.outputs);
    });

    let relabel: Int32Array | null = null;
    for (let k = 0; k < a.layers.length; k++) {
      const result: LayerDistance = areFull(a.layers[k], b.layers[k])
        ? fullLayer(k, a.layers[k].outputs)
        : matchLayer(k, a.layers[k], b.layers[k], relabel);
      yield result;
      relabel = result.matching;
    }
  },
};

function matchLayer(k: number, a: SparseLayer, b: SparseLayer, relabel: Int32Array | null): LayerDistance {
  const n = a.outputs;
  const costs = denseCosts(a, b, relabel);
  const matching = shortestAugmentingPathAssignment(costs, n);
  const pairCosts = new Float64Array(n);
  for (let i = 0; i < n; i++) pairCosts[i] = costs[i * n + matching[i]];
  const cost = pairwiseSum(pairCosts);
  return { layer: k, distance: cost / n, cost, matching, pairCosts, counts: true };
}

/** All costs are 0 there, and the assignment of a constant matrix is the identity. */
function fullLayer(k: number, n: number): LayerDistance {
  return {
    layer: k,
    distance: 0,
    cost: 0,
    matching: Int32Array.from({ length: n }, (_, i) => i),
    pairCosts: new Float64Array(n),
    counts: false,
  };
}

function areFull(a: SparseLayer, b: SparseLayer): boolean {
  return isFull(a) && isFull(b);
}

function assertFits(layer: number, neurons: number): void {
  const neededBytes = neurons * neurons * Float64Array.BYTES_PER_ELEMENT;
  if (neededBytes > REFERENCE_MEMORY_LIMIT_BYTES) {
    throw new NetworkTooLargeError(
      referenceMethod.id,
      layer,
      neurons,
      neededBytes,
      REFERENCE_MEMORY_LIMIT_BYTES,
    );
  }
}
