import type { DistanceAlgorithm } from '../distance';
import type { DistanceMethod } from '../../measure/measure';
import { greedyMethod } from './greedy';
import { refinedMethod } from './refined';
import { referenceMethod } from './reference';

/** Every way to compute NNSTD. A new one is a file beside this and a line here. */
export const distanceMethods: Readonly<Record<DistanceMethod, DistanceAlgorithm>> = {
  reference: referenceMethod,
  greedy: greedyMethod,
  refined: refinedMethod,
};
