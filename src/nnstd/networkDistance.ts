import type { Topology } from '../topology/topology';
import type { NetworkDistance } from './distance';
import type { Measure } from '../measure/measure';
import { meanDistance } from './meanDistance';
import { distanceMethods } from './methods/registry';

/** NNSTD of two networks. Throws `IncomparableError`, and `NetworkTooLargeError` where the method has a limit. */
export function networkDistance(a: Topology, b: Topology, measure: Measure): NetworkDistance {
  const layers = [...distanceMethods[measure.method].layers(a, b, measure)];
  return { measure, mean: meanDistance(layers), layers };
}
