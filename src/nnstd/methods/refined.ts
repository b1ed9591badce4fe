import type { Topology } from '../../topology/topology';
import type { DistanceAlgorithm, LayerDistance } from '../distance';
import { refinedDistance } from '../refined/refinedDistance';

/** NNSTD minimised over the relabelings of all layers at once, at the standard budget. All layers come together. */
export const refinedMethod: DistanceAlgorithm = {
  id: 'refined',
  label: 'Refined (all layers at once)',

  *layers(a: Topology, b: Topology): Generator<LayerDistance> {
    yield* refinedDistance(a, b, { budget: 'standard' }).layers;
  },
};
