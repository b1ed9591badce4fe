import { bothFull, type Topology } from '../../topology/topology';
import { mostPairs } from '../assignment/orderedAssignment';
import { greedyLayers } from '../greedyLayers';
import { measureOf, type Outputs } from '../../measure/measure';
import { referenceMethod } from '../methods/reference';

/** Pairs of neurons with a common input in a layer up to which `reference` takes little beside the search. */
const REFERENCE_PAIRS = 1e6;

/**
 * What the methods that go layer after layer find, by layer: a search is no worse than any of them. In canonical orders, so
 * that none depends on how neurons are stored; what `reference` makes of a stored order is another of its many ties.
 */
export function* layerwiseMatchings(a: Topology, b: Topology, outputs: Outputs): Generator<Int32Array[]> {
  yield Array.from(greedyLayers(a, b, outputs), ({ matched }) => matched.matching);
  const affordable = a.layers.every((layer, l) => {
    const other = b.layers[l];
    if (layer.outputs !== other.outputs) return false;
    return bothFull(layer, other) || mostPairs(layer, other) <= REFERENCE_PAIRS;
  });
  if (!affordable) return;
  const measure = measureOf('reference', { outputs });
  yield Array.from(referenceMethod.layers(a, b, measure), ({ matching }) => matching);
}
