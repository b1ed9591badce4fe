import type { Topology } from '../topology/topology';
import type { DistanceMethod, LayerDistance, NetworkDistance } from './distance';
import { distanceMethods } from './methods/registry';

/** NNSTD of two networks. Throws `IncomparableError`, and `NetworkTooLargeError` where the method has a limit. */
export function networkDistance(a: Topology, b: Topology, method: DistanceMethod): NetworkDistance {
  const layers = [...distanceMethods[method].layers(a, b)];
  return { method, mean: meanDistance(layers), layers };
}

/** Mean over the layers that count; null where none does. */
export function meanDistance(layers: readonly Pick<LayerDistance, 'distance' | 'counts'>[]): number | null {
  const counting = layers.filter((layer) => layer.counts);
  if (counting.length === 0) return null;
  return counting.reduce((sum, layer) => sum + layer.distance, 0) / counting.length;
}
