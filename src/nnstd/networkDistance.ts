import type { Topology } from '../topology/topology';
import type { LayerDistance, NetworkDistance } from './distance';
import type { Measure } from './measure';
import { distanceMethods } from './methods/registry';

/** NNSTD of two networks. Throws `IncomparableError`, and `NetworkTooLargeError` where the method has a limit. */
export function networkDistance(a: Topology, b: Topology, measure: Measure): NetworkDistance {
  const layers = [...distanceMethods[measure.method].layers(a, b, measure)];
  return { measure, mean: meanDistance(layers), layers };
}

/** Mean over the layers that count; null where none does. */
export function meanDistance(layers: readonly Pick<LayerDistance, 'distance' | 'counts'>[]): number | null {
  const counting = layers.filter((layer) => layer.counts);
  if (counting.length === 0) return null;
  return counting.reduce((sum, layer) => sum + layer.distance, 0) / counting.length;
}
