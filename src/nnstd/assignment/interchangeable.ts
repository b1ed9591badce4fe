import { type Digraph, strongComponents } from './components';
import type { LayerAssignment, LayerProblem } from './layerAssignment';
import { extendedDuals, type Similarities, similarities } from './similarities';

/**
 * By neuron of `a`: 1 where another assignment that costs as little gives it another partner; to have none counts as one.
 * `matching` is an optimal assignment, `solution` one with its proof, the same or another.
 *
 * A pair is in some optimal assignment only if it is *tight*: its duals add up to its weight. (A pair that shares nothing
 * has weight 0.) Optimal assignments are those of tight pairs only, so they differ along alternating cycles: think of an
 * arrow from each neuron of `b` to those that its partner could have instead. A neuron can change if one of these lies on
 * a cycle with its partner, which is to say, in the same strongly connected component. Neurons whose duals are all 0 can
 * have each other whatever they share: their many arrows pass through one node. All that have no partner share another.
 *
 * Exact where the weights are (`SimilarityWeights.rational`); elsewhere assignments whose costs differ by less than
 * 2⁻⁴⁶ for each neuron and pair count as equal.
 */
export function interchangeable(
  problem: LayerProblem,
  solution: LayerAssignment,
  matching: Int32Array,
): Uint8Array {
  const similar = similarities(problem, solution.proof.scale);
  const { u, p } = extendedDuals(problem, solution, similar);
  const slack = solution.proof.rational ? 0 : Math.max(u.length, p.length);
  const zeroA = Uint8Array.from(u, (dual) => (dual <= slack ? 1 : 0));
  const zeroB = Uint8Array.from(p, (dual) => (dual <= slack ? 1 : 0));
  const tight = tightPairs(similar, u, p, slack);
  const component = strongComponents(arrows(matching, tight, zeroA, zeroB));

  const none = p.length;
  const zerosIn = new Int32Array(component.length);
  for (let other = 0; other < p.length; other++) zerosIn[component[other]] += zeroB[other];
  if (matching.includes(-1)) zerosIn[component[none]]++;
  return Uint8Array.from(matching, (partner, neuron) => {
    const own = partner < 0 ? none : partner;
    const zeros = zerosIn[component[own]] - (own === none || zeroB[own] === 1 ? 1 : 0);
    if (zeroA[neuron] === 1 && zeros > 0) return 1;
    for (let at = tight.start[neuron]; at < tight.start[neuron + 1]; at++) {
      const other = tight.targets[at];
      if (other !== own && component[other] === component[own]) return 1;
    }
    return 0;
  });
}

/** By neuron of `a`: the neurons of `b` that share something with it, and are tight. */
function tightPairs(similar: Similarities, u: Float64Array, p: Float64Array, slack: number): Digraph {
  const start = new Int32Array(u.length + 1);
  const targets: number[] = [];
  for (let neuron = 0; neuron < u.length; neuron++) {
    similar(neuron, (other, weight) => {
      if (u[neuron] + p[other] - weight <= slack) targets.push(other);
    });
    start[neuron + 1] = targets.length;
  }
  return { start, targets: Int32Array.from(targets) };
}

/** Nodes are the neurons of `b`, then "none", then the one through which those with dual 0 pass. */
function arrows(matching: Int32Array, tight: Digraph, zeroA: Uint8Array, zeroB: Uint8Array): Digraph {
  const none = zeroB.length;
  const zero = none + 1;
  const from: number[][] = Array.from({ length: none + 2 }, () => []);
  const hasPartner = new Uint8Array(none);
  matching.forEach((partner, neuron) => {
    const own = partner < 0 ? none : partner;
    if (partner >= 0) hasPartner[partner] = 1;
    for (let at = tight.start[neuron]; at < tight.start[neuron + 1]; at++) from[own].push(tight.targets[at]);
    if (zeroA[neuron] === 1) from[own].push(zero);
  });
  for (let other = 0; other < none; other++) {
    if (zeroB[other] === 1) from[zero].push(other);
    // An absent neuron has dual 0.
    if (hasPartner[other] === 0) from[other].push(zero);
  }
  if (matching.includes(-1)) from[zero].push(none);
  const start = new Int32Array(from.length + 1);
  from.forEach((targets, node) => (start[node + 1] = start[node] + targets.length));
  return { start, targets: Int32Array.from(from.flat()) };
}
