import type { Topology } from '../../topology/topology';
import type { DistanceAlgorithm, LayerDistance } from '../distance';
import type { Measure } from '../../measure/measure';
import { refinedInterchangeable } from '../refined/interchangeable';
import { refinedDistance } from '../refined/refinedDistance';

/** NNSTD minimised over the relabelings of all layers at once. All layers come together. */
export const refinedMethod: DistanceAlgorithm = {
  id: 'refined',
  label: 'Refined (all layers at once)',
  version: 3,
  symmetric: true,
  interchangeable: refinedInterchangeable,

  *layers(a: Topology, b: Topology, measure: Measure): Generator<LayerDistance> {
    yield* refinedDistance(a, b, measure).layers;
  },
};
