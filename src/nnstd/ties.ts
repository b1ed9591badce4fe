import { randomStream } from '../topology/random';
import { shuffleHidden } from '../topology/shuffle';
import type { Topology } from '../topology/topology';
import type { LayerDistance } from './distance';
import type { Measure } from '../measure/measure';
import { distanceMethods } from './methods/registry';

/**
 * Layers of the distance with the hidden neurons of the second network stored in another order, one of the orders that
 * `shuffle` = 0, 1, 2 … number. How far they are apart is what ties do to a method. Throws as the method does.
 */
export function shuffledLayers(
  a: Topology,
  b: Topology,
  measure: Measure,
  shuffle: number,
): Generator<LayerDistance> {
  const shuffled = shuffleHidden(b, randomStream(shuffle, 'tie interval'));
  return distanceMethods[measure.method].layers(a, shuffled, measure);
}
