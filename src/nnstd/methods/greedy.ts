import type { Topology } from '../../topology/topology';
import { certifyLayer } from '../assignment/layerCertificate';
import type { DistanceAlgorithm, LayerDistance } from '../distance';
import { type GreedyLayer, greedyLayers } from '../greedyLayers';
import { interchangeableNeurons } from '../interchangeableNeurons';
import { layerDistance } from '../layerDistance';
import type { Measure } from '../../measure/measure';

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
    for (const layer of greedyLayers(a, b, outputs)) yield distanceOf(layer, a, b);
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
    yield distanceOf(layer, a, b);
  }
}

function distanceOf({ layer, matched }: GreedyLayer, a: Topology, b: Topology): LayerDistance {
  return layerDistance(layer, a.layers[layer], b.layers[layer], matched.matching, matched.pairCosts);
}
