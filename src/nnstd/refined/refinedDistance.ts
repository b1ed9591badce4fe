import { searchKernel } from '../../kernels/searchChoice';
import type { SearchKernel } from '../../kernels/searchKernel';
import type { Topology } from '../../topology/topology';
import { commonNames } from '../commonNames';
import { assertSameInputsAndDepth } from '../comparable';
import type { NetworkDistance } from '../distance';
import { layerDistance } from '../layerDistance';
import type { Measure } from '../../measure/measure';
import { meanDistance } from '../meanDistance';
import { matchedCosts } from '../pairCosts';
import { canonicalForm, compareForms } from './canonicalOrder';
import { pairProblem } from './pairProblem';
import { partnerOf } from './partners';
import { searchRelabeling } from './search';

export interface RefinedDistance extends NetworkDistance {
  readonly seed: number;
}

/**
 * The least mean normalised edit distance found over the relabelings of all layers at once: an upper bound of the true
 * minimum. 0 for a network and its shuffled copy, symmetric, and independent of the order in which neurons are stored,
 * since both networks are brought into a canonical order first: whatever is tried is tried there, `greedy` and, where it
 * costs little, `reference` too. No matching of other networks is a start, nor is the order of storage, though one of a
 * run's neighbouring checkpoints would often be near: the value is to depend on the two topologies alone.
 * Layers of different widths are filled with absent neurons, which cost 1. `measure` is one of `refined`; another seed
 * gives another search. Throws `IncomparableError` where inputs or depth differ.
 */
export function refinedDistance(
  a: Topology,
  b: Topology,
  measure: Measure,
  seed = 0,
  kernel: SearchKernel = searchKernel(),
): RefinedDistance {
  assertSameInputsAndDepth(a, b, measure.outputs);
  const matchings = matchAll(a, b, measure, seed, kernel);
  const layers = matchings.map((matching, l) => {
    const named = commonNames(a.layers[l], b.layers[l], l === 0 ? null : matchings[l - 1]);
    const pairCosts = matchedCosts(named.a, named.b, named.inputs, matching);
    return layerDistance(l, a.layers[l], b.layers[l], matching, pairCosts);
  });
  return { measure, mean: meanDistance(layers), layers, seed };
}

/** For each layer, by neuron of `a`: its partner in `b`, or −1. */
function matchAll(
  a: Topology,
  b: Topology,
  measure: Measure,
  seed: number,
  kernel: SearchKernel,
): Int32Array[] {
  const { outputs } = measure;
  const formA = canonicalForm(a, outputs);
  const formB = canonicalForm(b, outputs);
  const order = compareForms(formA, formB);
  const [first, second] = order > 0 ? [formB, formA] : [formA, formB];
  let placeOfPartner = (_layer: number, place: number): number => place;
  if (order !== 0) {
    const problem = pairProblem(first.topology, second.topology, outputs);
    const partners = searchRelabeling(kernel, problem, first.topology, second.topology, measure, seed);
    placeOfPartner = (l, place) => partnerOf(problem, partners, l, place);
  }
  return a.layers.map((layer, l) => {
    const matching = new Int32Array(layer.outputs).fill(-1);
    const ordersFirst = first.orders[l];
    const ordersSecond = second.orders[l];
    ordersFirst.forEach((neuron, place) => {
      const otherPlace = placeOfPartner(l, place);
      if (otherPlace >= ordersSecond.length) return;
      if (order > 0) matching[ordersSecond[otherPlace]] = neuron;
      else matching[neuron] = ordersSecond[otherPlace];
    });
    return matching;
  });
}
