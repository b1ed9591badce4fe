import type { AssignmentKernel } from '../kernels/assignmentKernel';
import { assignmentKernel } from '../kernels/assignmentChoice';
import { bothFull, inputsPerUnit, type LayerShape, type Topology } from '../topology/topology';
import {
  assignLayer,
  type LayerAssignment,
  type LayerProblem,
  pairByTies,
} from './assignment/layerAssignment';
import { type CanonicalLayer, canonicalNetwork, compareNetworks } from './canonicalNetwork';
import { assertSameInputsAndDepth } from './comparable';
import type { Outputs } from '../measure/measure';
import { matchedCosts } from './pairCosts';
import { namesAfter, renamed, type UnitNames } from './unitNames';

export interface GreedyMatching {
  /** By neuron of one network: its partner in the other, −1 where it has none. */
  readonly matching: Int32Array;
  /** Alike: the normalised edit distance to its partner; 1 where it has none. */
  readonly pairCosts: Float64Array;
}

export interface GreedyLayer {
  readonly layer: number;
  /** From the first network to the second, as asked for. */
  readonly matched: GreedyMatching;
  /** What was solved, by places of the canonical networks; null where there was nothing to choose. */
  readonly solved: { readonly problem: LayerProblem; readonly solution: LayerAssignment } | null;
}

/**
 * The layers of `greedy`, from input to output. Both networks are taken in their canonical form, in which a neuron is
 * known by its place; the results tell of the neurons as they are stored.
 */
export function* greedyLayers(
  a: Topology,
  b: Topology,
  outputs: Outputs = 'matched',
  kernel: AssignmentKernel = assignmentKernel(),
): Generator<GreedyLayer> {
  assertSameInputsAndDepth(a, b, outputs);
  const canonicalA = canonicalNetwork(a);
  const canonicalB = canonicalNetwork(b);
  const exchanged = compareNetworks(canonicalA, canonicalB) > 0;
  const [first, second] = exchanged ? [canonicalB, canonicalA] : [canonicalA, canonicalB];

  let names: UnitNames | null = null;
  for (let k = 0; k < a.layers.length; k++) {
    const pair = { first: first.layers[k], second: second.layers[k] };
    let matched: GreedyMatching;
    let solved: GreedyLayer['solved'] = null;
    if (outputs === 'fixed' && k === a.layers.length - 1) {
      matched = matchThemselves(pair, problemOf(pair, a.layers[k], names));
    } else if (bothFull(a.layers[k], b.layers[k]) && a.layers[k].inputs === b.layers[k].inputs) {
      matched = matchAlike(pair);
    } else {
      const problem = problemOf(pair, a.layers[k], names);
      const solution = assignLayer(kernel, problem);
      matched = solution;
      solved = { problem, solution };
    }
    yield { layer: k, matched: asStored(matched, pair, exchanged), solved };
    names = namesAfter(matched.matching, pair.second.order.length);
  }
}

interface LayerPair {
  readonly first: CanonicalLayer;
  readonly second: CanonicalLayer;
}

/** `names`: null for the network's own inputs, which are the same in both. */
function problemOf({ first, second }: LayerPair, shape: LayerShape, names: UnitNames | null): LayerProblem {
  if (names === null) return { a: first, b: second, inputs: shape.inputs };
  const each = inputsPerUnit(shape);
  const b = { sets: renamed(second.sets, each, names), tie: second.tie };
  return { a: first, b, inputs: names.count * each };
}

/** Outputs that stand for themselves. */
function matchThemselves({ first, second }: LayerPair, { a, b, inputs }: LayerProblem): GreedyMatching {
  const placeInSecond = new Int32Array(second.order.length);
  second.order.forEach((neuron, place) => (placeInSecond[neuron] = place));
  const matching = first.order.map((neuron) => placeInSecond[neuron]);
  return { matching, pairCosts: matchedCosts(a.sets, b.sets, inputs, matching) };
}

/** All neurons have the same inputs. */
function matchAlike({ first, second }: LayerPair): GreedyMatching {
  const matching = new Int32Array(first.tie.length).fill(-1);
  pairByTies(matching, first.tie, new Uint8Array(second.tie.length), second.tie);
  return { matching, pairCosts: Float64Array.from(matching, (other) => (other < 0 ? 1 : 0)) };
}

/** By the neurons of the network that was asked for first, as they are stored. */
function asStored(
  { matching, pairCosts }: GreedyMatching,
  { first, second }: LayerPair,
  exchanged: boolean,
): GreedyMatching {
  const neurons = exchanged ? second.order.length : first.order.length;
  const stored = { matching: new Int32Array(neurons).fill(-1), pairCosts: new Float64Array(neurons).fill(1) };
  for (let place = 0; place < matching.length; place++) {
    if (matching[place] < 0) continue;
    const one = first.order[place];
    const other = second.order[matching[place]];
    stored.matching[exchanged ? other : one] = exchanged ? one : other;
    stored.pairCosts[exchanged ? other : one] = pairCosts[place];
  }
  return stored;
}
