import { bothFull, linkCount, type SparseLayer } from '../topology/topology';
import type { LayerDistance } from './distance';

/**
 * The distance of a layer from the matching of its neurons, by neuron of `a`, and what each pair costs. Absent neurons of
 * the narrower layer cost 1. The sum is the same to the last bit whatever order the neurons are stored in.
 */
export function layerDistance(
  layer: number,
  a: SparseLayer,
  b: SparseLayer,
  matching: Int32Array,
  pairCosts: Float64Array,
): LayerDistance {
  const width = Math.max(a.outputs, b.outputs);
  const cost = sumOfSmallestFirst(pairCosts) + Math.max(0, b.outputs - a.outputs);
  return {
    layer,
    distance: width === 0 ? 0 : cost / width,
    cost,
    matching,
    pairCosts,
    links: linkCount(a) + linkCount(b),
    counts: !bothFull(a, b),
  };
}

function sumOfSmallestFirst(costs: Float64Array): number {
  let sum = 0;
  for (const cost of costs.slice().sort()) sum += cost;
  return sum;
}
