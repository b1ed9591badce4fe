import { linkCount, type Topology } from '../../topology/topology';
import { certifyLayer } from '../assignment/layerCertificate';
import type { DistanceAlgorithm, LayerDistance } from '../distance';
import { type GreedyLayer, greedyLayers, type GreedyMatching } from '../greedyLayers';
import { interchangeableNeurons } from '../interchangeableNeurons';
import type { Measure } from '../measure';

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
  version: 1,
  symmetric: true,
  interchangeable: interchangeableNeurons,

  *layers(a: Topology, b: Topology, { outputs }: Measure): Generator<LayerDistance> {
    for (const layer of greedyLayers(a, b, outputs)) yield layerDistance(layer, a, b);
  },
};

/**
 * The layers of `greedyMethod`, each proven in exact integers to have the least cost beside the matches of the layers
 * before: with duals found by the solver and overlaps counted anew. Takes some times as long. Throws `CertificateError`.
 */
export function* provenGreedyLayers(
  a: Topology,
  b: Topology,
  { outputs }: Measure,
): Generator<LayerDistance> {
  for (const layer of greedyLayers(a, b, outputs)) {
    if (layer.solved !== null) certifyLayer(layer.solved.problem, layer.solved.solution);
    yield layerDistance(layer, a, b);
  }
}

function layerDistance({ layer, full, matched }: GreedyLayer, a: Topology, b: Topology): LayerDistance {
  const { matching, pairCosts } = matched;
  const layerA = a.layers[layer];
  const layerB = b.layers[layer];
  const width = Math.max(layerA.outputs, layerB.outputs);
  const cost = totalCost(matched) + Math.max(0, layerB.outputs - layerA.outputs);
  return {
    layer,
    distance: width === 0 ? 0 : cost / width,
    cost,
    matching,
    pairCosts,
    links: linkCount(layerA) + linkCount(layerB),
    counts: !full,
  };
}

/** Smallest first, so that the sum is the same to the last bit whatever order the neurons are stored in. */
function totalCost({ pairCosts }: GreedyMatching): number {
  let sum = 0;
  for (const cost of pairCosts.slice().sort()) sum += cost;
  return sum;
}
