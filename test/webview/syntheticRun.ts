/**
 * A small run for tests of what the panels draw: 784 inputs (28 × 28) → 60 → 40 → 10, the output layer full, checkpoints
 * at five epochs. Between one and the next a part of the links of each neuron moves elsewhere, so that links are kept,
 * gained and lost. Everything follows from one seed.
 */
import { measureOf } from '../../src/measure/measure';
import type { ComparisonSnapshot } from '../../src/protocol/comparison';
import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import { noYardsticks } from '../../src/protocol/yardsticks';
import { fullLayer, randomLayer } from '../../src/topology/initial';
import { randomStream } from '../../src/topology/random';
import { isFull, type SparseLayer, type Topology } from '../../src/topology/topology';
import { normals } from '../support/randomNetwork';
import { rewired } from '../support/syntheticLayers';
import type { RecordedLinks } from './recordedLinks';
import { type Described, described, evolutionPoints, exploredLinks, pairSnapshot } from './snapshots';

const seed = 6;
const movedShare = 0.25;
export const syntheticEpochs: readonly number[] = [0, 10, 20, 30, 40];

/** The run, oldest checkpoint first; its layers carry weights. */
export const syntheticRun: readonly Described[] = describeRun('synthetic', grow(seed));

/** Another run of the same widths and densities, of one checkpoint: a stranger to the first. */
const stranger: Described = describeRun('stranger', grow(seed + 1)).at(-1)!;

export const syntheticEvolution: EvolutionSnapshot = {
  header: {
    name: 'synthetic',
    path: '/data/synthetic',
    kind: 'folder',
    state: null,
    stateDetail: null,
    summary: '784·60·40·10',
    notes: [],
    missing: false,
  },
  measure: measureOf('greedy'),
  curve: [],
  points: evolutionPoints(syntheticRun, measureOf('greedy')),
  chance: null,
  explored: exploredLinks(syntheticRun),
};

/** The first and the last checkpoint of the run: relatives. */
export const syntheticPair: ComparisonSnapshot = pairOf(syntheticRun[0], syntheticRun.at(-1)!);

/** The last checkpoint of the run and one of another run. */
export const unrelatedPair: ComparisonSnapshot = pairOf(syntheticRun.at(-1)!, stranger);

/** Every layer of every checkpoint above. */
export const syntheticLinks: readonly RecordedLinks[] = [...syntheticRun, stranger].flatMap(
  ({ facts, topology }) =>
    topology.layers.map(({ inputs, outputs, indptr, indices, values }, layer) => ({
      path: facts.path,
      layer,
      inputs,
      outputs,
      indptr: [...indptr],
      indices: [...indices],
      weights: values === undefined ? null : [...values],
    })),
);

function grow(ofSeed: number): readonly Topology[] {
  const random = randomStream(ofSeed, 'synthetic run');
  let layers: readonly SparseLayer[] = [
    randomLayer(784, 60, 600, random),
    randomLayer(60, 40, 240, random),
    fullLayer(40, 10),
  ];
  const move = (layer: SparseLayer): SparseLayer =>
    isFull(layer) ? layer : rewired(layer, movedShare, () => random.uniform());
  return syntheticEpochs.map((_, k) => {
    if (k > 0) layers = layers.map(move);
    return {
      layers: layers.map((layer) => ({ ...layer, values: normals(layer.indices.length, random) })),
    };
  });
}

function describeRun(name: string, topologies: readonly Topology[]): Described[] {
  return topologies.map((topology, k) =>
    described(topology, {
      path: `/data/${name}/epoch_${String(syntheticEpochs[k]).padStart(3, '0')}`,
      format: 'safetensors',
      formatLabel: 'Sparse Topology checkpoint (.safetensors)',
      epoch: syntheticEpochs[k],
      notes: [],
    }),
  );
}

function pairOf(a: Described, b: Described): ComparisonSnapshot {
  return pairSnapshot(a, b, measureOf('greedy'), noYardsticks);
}
