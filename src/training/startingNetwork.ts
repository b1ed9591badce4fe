import path from 'node:path';
import { CheckpointError } from '../checkpoints/checkpoint';
import { readCheckpoint } from '../checkpoints/readCheckpoint';
import { checkpointFileName } from '../checkpoints/runFolder/layout';
import { readSnapshot } from '../checkpoints/snapshotFile';
import type { TrainingSnapshot } from '../checkpoints/trainingSnapshot';
import type { LayerParameters } from '../kernels/kernels';
import { linkCount, type SparseLayer } from '../topology/topology';
import type { ResolvedConfig } from './config';
import { ConfigError, type ConfigProblem } from './configError';
import type { DataShape } from './data/dataFormat';
import { isImpossible, planLayers, type LayerPlan } from './layerPlan';
import type { TrainingMethod } from './methods/method';
import { drawTopology, rewire, takeWeights, withInitialWeights } from './network';
import { functionsOf } from './networkConfig';
import { withOptimizerState } from './optimizer';
import { isTaken, layerLinksProblems, topologyProblems, type TakenTopology } from './topologyConfig';

/** The layers of a run as its `topology` gives them, and the checkpoint that they are from, if any. */
export interface StartingPoint {
  readonly plan: readonly LayerPlan[];
  readonly source: Source | null;
}

interface Source {
  readonly layers: readonly SparseLayer[];
  /** Weights that links begin with, and what neurons begin with; null where all are new. */
  readonly known: readonly SparseLayer[] | null;
  readonly neurons: Pick<TrainingSnapshot, 'biases' | 'srelu'> | null;
}

/**
 * Finds the plan of the layers: of the configuration, of the checkpoint that it names, or, to go on from a snapshot, of
 * that. Throws `ConfigError` where they do not fit the data, `CheckpointError`.
 */
export async function startingPoint(
  config: ResolvedConfig,
  shape: DataShape,
  from: TrainingSnapshot | null,
): Promise<StartingPoint> {
  const { topology, network } = config;
  const problems = topologyProblems(topology, network.hidden, shape);
  if (problems.length > 0) throw new ConfigError('the configuration', problems);
  const widths = [shape.inputs, ...network.hidden, shape.classes];
  if (!isTaken(topology)) {
    const plan = planLayers(widths, topology);
    if (isImpossible(plan)) throw new Error('topologyProblems refuses what cannot be planned');
    return { plan, source: null };
  }
  if (from !== null) {
    // The snapshot has to fit the data as much as any; `restoreSnapshot` sees to it.
    const linksOf = (k: number): number => from.topology.layers[k]?.indices.length ?? 0;
    const plan = widths.slice(1).map((outputs, k) => ({ inputs: widths[k], outputs, links: linksOf(k) }));
    return { plan, source: null };
  }
  const source = await readSource(topology);
  const found = shapesOf(source.layers);
  const wanted = widths.slice(1).map((outputs, k) => `${widths[k]} × ${outputs}`);
  if (found !== wanted.join(', ')) {
    const possible = `widths that make layers of ${found}, as in ${topology.from}`;
    refuse({ key: 'network.hidden', possible, found: wanted.join(', ') });
  }
  return { plan: planOf(source.layers), source };
}

/** The network at the very start of a run. Throws `ConfigError` where a layer has too many links. */
export function startingNetwork(
  config: ResolvedConfig,
  { plan, source }: StartingPoint,
  method: TrainingMethod,
): LayerParameters[] {
  const { topology, network, seed, optimizer } = config;
  const start = plan.map((layer, k) => ({ ...layer, links: method.links(k, 0) }));
  const problems = layerLinksProblems(start);
  if (problems.length > 0) throw new ConfigError('the configuration', problems);
  const topologySeed = topology.seed ?? seed;
  const drawn = source?.layers ?? drawTopology(start, topologySeed);
  const rewired = topology.rewired === null ? drawn : rewire(drawn, topology.rewired, topologySeed);
  const layers = withInitialWeights(rewired, seed, functionsOf(network)).map((layer) =>
    withOptimizerState(layer, optimizer),
  );
  layers.forEach((layer, k) => {
    if (source?.known) takeWeights(layer, source.known[k]);
    if (source?.neurons) layer.bias.set(source.neurons.biases[k]);
    const srelu = source?.neurons?.srelu[k];
    if (layer.srelu && srelu) layer.srelu.values.set(srelu.values);
  });
  return layers;
}

async function readSource({ from, weights }: TakenTopology): Promise<Source> {
  const { format, topology } = await readCheckpoint(from);
  const { layers } = topology;
  if (weights === 'new') return { layers, known: null, neurons: null };
  const file = weights === 'kept' ? from : path.join(path.dirname(from), firstCheckpoint);
  const known = weights === 'kept' ? layers : (await readCheckpoint(file)).topology.layers;
  if (known.some(({ values }) => values === undefined)) {
    refuse({ key: 'topology.weights', possible: `"new", as ${file} has no weights`, found: `"${weights}"` });
  }
  if (shapesOf(known) !== shapesOf(layers)) {
    throw new CheckpointError(file, `layers of ${shapesOf(layers)}, as in ${from}`, shapesOf(known));
  }
  return { layers, known, neurons: format === 'safetensors' ? await neuronsIn(file) : null };
}

/** Only snapshots of our own have biases; the bias rows of other layouts are dropped on reading. */
async function neuronsIn(file: string): Promise<Source['neurons']> {
  try {
    return await readSnapshot(file);
  } catch (error) {
    if (error instanceof CheckpointError) return null;
    throw error;
  }
}

/** The checkpoint of a run that has its initial weights. */
const firstCheckpoint = checkpointFileName({ epoch: 0, stepInEpoch: 0 });

function planOf(layers: readonly SparseLayer[]): LayerPlan[] {
  return layers.map((layer) => ({ inputs: layer.inputs, outputs: layer.outputs, links: linkCount(layer) }));
}

function shapesOf(layers: readonly SparseLayer[]): string {
  return layers.map(({ inputs, outputs }) => `${inputs} × ${outputs}`).join(', ');
}

function refuse(problem: ConfigProblem): never {
  throw new ConfigError('the configuration', [problem]);
}
