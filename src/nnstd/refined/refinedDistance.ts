import { searchKernel } from '../../kernels/searchChoice';
import type { SearchKernel } from '../../kernels/searchKernel';
import { inputsPerUnit, isFull, linkCount, type SparseLayer, type Topology } from '../../topology/topology';
import { assertSameInputsAndDepth } from '../comparable';
import type { LayerDistance, NetworkDistance } from '../distance';
import type { Measure } from '../measure';
import { meanDistance } from '../meanDistance';
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
  const layers = matchings.map((matching, l) =>
    layerDistance(l, a.layers[l], b.layers[l], l === 0 ? null : matchings[l - 1], matching),
  );
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

function layerDistance(
  l: number,
  a: SparseLayer,
  b: SparseLayer,
  inputMatching: Int32Array | null,
  matching: Int32Array,
): LayerDistance {
  const pairCosts = new Float64Array(a.outputs).fill(1);
  const each = inputsPerUnit(a);
  const wanted = new Int32Array(b.inputs).fill(-1);
  for (let neuron = 0; neuron < a.outputs; neuron++) {
    const other = matching[neuron];
    if (other < 0) continue;
    for (let e = b.indptr[other]; e < b.indptr[other + 1]; e++) wanted[b.indices[e]] = neuron;
    let common = 0;
    for (let e = a.indptr[neuron]; e < a.indptr[neuron + 1]; e++) {
      const own = a.indices[e];
      // Below 0 for every port of a unit without partner.
      const input =
        inputMatching === null ? own : inputMatching[Math.floor(own / each)] * each + (own % each);
      if (input >= 0 && wanted[input] === neuron) common++;
    }
    const sizes = a.indptr[neuron + 1] - a.indptr[neuron] + b.indptr[other + 1] - b.indptr[other];
    const union = sizes - common;
    pairCosts[neuron] = union === 0 ? 0 : (union - common) / union;
  }
  const counts = !(isFull(a) && isFull(b));
  const links = linkCount(a) + linkCount(b);
  // Smallest first: the sum is the same to the last bit whatever order the neurons are stored in.
  const cost =
    pairCosts
      .slice()
      .sort()
      .reduce((sum, pairCost) => sum + pairCost, 0) + Math.max(0, b.outputs - a.outputs);
  const width = Math.max(a.outputs, b.outputs);
  return { layer: l, distance: width === 0 ? 0 : cost / width, cost, matching, pairCosts, links, counts };
}
