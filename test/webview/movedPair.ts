/**
 * Two checkpoints of the synthetic run, the later one with some neurons of its first hidden layer stored elsewhere: who is
 * who is known without any distance.
 */
import { measureOf } from '../../src/measure/measure';
import { distanceMethods } from '../../src/nnstd/methods/registry';
import { layerMatchings } from '../../src/nnstd/layerMatching';
import { networkDistance } from '../../src/nnstd/networkDistance';
import type { ComparisonSnapshot } from '../../src/protocol/comparison';
import { noYardsticks } from '../../src/protocol/yardsticks';
import { layerFromLinks } from '../../src/topology/construct';
import { shapeOf, type SparseLayer, type Topology } from '../../src/topology/topology';
import { type RecordedLinks, recordLinks } from './recordedLinks';
import type { RecordedMatching } from './recordedMatching';
import { type Described, described, pairSnapshot } from './snapshots';
import { syntheticRun } from './syntheticRun';

/** Neurons of the first hidden layer that changed places: what each became. */
export const movedTo: ReadonlyMap<number, number> = new Map([
  [3, 17],
  [17, 41],
  [41, 3],
  [8, 9],
  [9, 8],
]);

const measure = measureOf('greedy');
const a = syntheticRun[0];
const b = withMoved(syntheticRun[1]);

export const movedPair: ComparisonSnapshot = pairSnapshot(a, b, measure, noYardsticks);

export const movedNetworks: readonly [Topology, Topology] = [a.topology, b.topology];

export const movedLinks: readonly RecordedLinks[] = recordLinks([a, b]);

export const movedMatchings: readonly RecordedMatching[] = recordedMatchings(a, b);

/** What the analysis process answers of a pair by `greedy`. */
export function recordedMatchings(first: Described, second: Described): RecordedMatching[] {
  const networks = [first.topology, second.topology] as const;
  const { layers } = networkDistance(...networks, measure);
  const marks = distanceMethods[measure.method].interchangeable(...networks, layers, measure);
  const matchings = layers.map(({ matching }) => matching);
  return layerMatchings(...networks, matchings).map((matching, layer) => ({
    a: first.facts.path,
    b: second.facts.path,
    layer,
    method: measure.method,
    partners: [...matching.partners],
    costs: [...matching.costs],
    shared: [...matching.shared],
    fanInA: [...matching.fanInA],
    fanInB: [...matching.fanInB],
    interchangeable: [...marks[layer]],
    inputsPerUnit: matching.inputsPerUnit,
  }));
}

function withMoved({ topology, facts }: Described): Described {
  const [first, second, ...rest] = topology.layers;
  const to = (neuron: number): number => movedTo.get(neuron) ?? neuron;
  const stay = (neuron: number): number => neuron;
  return described({ layers: [renamed(first, stay, to), renamed(second, to, stay), ...rest] }, facts);
}

function renamed(
  layer: SparseLayer,
  input: (input: number) => number,
  neuron: (neuron: number) => number,
): SparseLayer {
  const { outputs, indptr, indices } = layer;
  const targets = Array.from({ length: outputs }, (_, j) =>
    new Array<number>(indptr[j + 1] - indptr[j]).fill(neuron(j)),
  );
  return layerFromLinks({
    ...shapeOf(layer),
    sources: indices.map(input),
    targets: Uint32Array.from(targets.flat()),
  });
}
