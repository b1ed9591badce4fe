import { setImmediate } from 'node:timers/promises';
import { type Checkpoint, CheckpointError } from '../checkpoints/checkpoint';
import { formatLabel } from '../checkpoints/formats/registry';
import { emptyNeurons } from '../metrics/emptyNeurons';
import { layerFacts } from '../metrics/layerFacts';
import { matchedAtCostOne, matchedPairs, matchedWithSelf } from '../metrics/matching';
import { turnover, type Turnover } from '../metrics/turnover';
import type { LayerDistance } from '../nnstd/distance';
import { meanDistance } from '../nnstd/meanDistance';
import type { Measure } from '../nnstd/measure';
import { distanceMethods } from '../nnstd/methods/registry';
import { noiseRun } from '../nnstd/refined/noise';
import { shuffledLayers } from '../nnstd/ties';
import type { LayerComparison } from '../protocol/analysis';
import type { CheckpointFacts } from '../protocol/facts';
import type { CellLayer } from '../protocol/matrix';
import { type Handlers, RemoteError, type Result } from '../protocol/rpc';
import { type Topology, widths } from '../topology/topology';
import type { ReadCheckpoint, TopologyCache } from './topologyCache';
import { CHANGED, INCOMPLETE, type WorkerMethods } from './workerProtocol';

/** What a worker thread does when asked. */
export function workerTasks(cache: TopologyCache): Handlers<WorkerMethods> {
  return {
    async describe({ path, previous }) {
      const { checkpoint, state } = await read(cache, path);
      const before = previous === null ? null : await readIfPossible(cache, previous);
      return {
        facts: factsOf(checkpoint),
        turnover: before === null ? null : turnoverOf(before, checkpoint.topology),
        read: state,
      };
    },

    async compare({ a, b, measure }, { signal, progress }) {
      const first = await read(cache, a);
      const second = await read(cache, b);
      const layers: LayerComparison[] = [];
      for await (const layer of comparedLayers(first, second, measure, signal)) {
        layers.push(layer);
        progress(layer);
      }
      return {
        comparison: { measure, mean: meanDistance(layers), layers },
        readA: first.state,
        readB: second.state,
      };
    },

    async comparePairs({ checkpoints, pairs, measure }, { signal }) {
      const reads: (Promise<ReadCheckpoint> | undefined)[] = [];
      const readOnce = (index: number): Promise<ReadCheckpoint> =>
        (reads[index] ??= readExpected(cache, checkpoints[index]));
      const results: Result<WorkerMethods, 'comparePairs'> = [];
      for (const [a, b] of pairs) {
        try {
          const layers: LayerComparison[] = [];
          const [first, second] = [await readOnce(a), await readOnce(b)];
          for await (const layer of comparedLayers(first, second, measure, signal)) layers.push(layer);
          results.push({ layers });
        } catch (error) {
          signal.throwIfAborted();
          results.push({ reason: error instanceof Error ? error.message : String(error) });
        }
      }
      return results;
    },

    async variation({ a, b, measure, kind, number }, { signal }) {
      if (kind === 'search' && measure.budget === null) {
        throw new RemoteError('NoSearch', `the method '${measure.method}' does not search`);
      }
      const first = await read(cache, a);
      const second = await read(cache, b);
      const networks = [first.checkpoint.topology, second.checkpoint.topology] as const;
      const found: Iterable<LayerDistance> =
        kind === 'shuffle'
          ? shuffledLayers(...networks, measure, number)
          : noiseRun(...networks, measure, number).layers;
      const layers: CellLayer[] = [];
      for (const { distance, links, counts } of found) {
        layers.push({ distance, links, counts });
        await setImmediate();
        signal.throwIfAborted();
      }
      return { layers, readA: first.state, readB: second.state };
    },

    ping: () => null,
  };
}

/** Lets a cancellation arrive before each layer. */
async function* comparedLayers(
  { checkpoint: { topology: a } }: ReadCheckpoint,
  { checkpoint: { topology: b } }: ReadCheckpoint,
  measure: Measure,
  signal: AbortSignal,
): AsyncGenerator<LayerComparison> {
  for (const layer of distanceMethods[measure.method].layers(a, b, measure)) {
    yield compareLayer(layer, a, b);
    await setImmediate();
    signal.throwIfAborted();
  }
}

async function readExpected(
  cache: TopologyCache,
  { path, hash }: { readonly path: string; readonly hash: string },
): Promise<ReadCheckpoint> {
  const found = await cache.read(path);
  if (found.state.hash !== hash) throw new RemoteError(CHANGED, `${path}: it changed while it was compared`);
  return found;
}

async function read(cache: TopologyCache, path: string): Promise<ReadCheckpoint> {
  try {
    return await cache.read(path);
  } catch (error) {
    if (error instanceof CheckpointError && error.maybeIncomplete) {
      throw new RemoteError(INCOMPLETE, error.message);
    }
    throw error;
  }
}

async function readIfPossible(cache: TopologyCache, path: string): Promise<Topology | null> {
  try {
    return (await cache.read(path)).checkpoint.topology;
  } catch (error) {
    if (error instanceof CheckpointError) return null;
    throw error;
  }
}

function factsOf(checkpoint: Checkpoint): CheckpointFacts {
  return {
    path: checkpoint.path,
    format: checkpoint.format,
    formatLabel: formatLabel(checkpoint.format),
    epoch: checkpoint.epoch,
    layers: checkpoint.topology.layers.map(layerFacts),
    notes: [...checkpoint.notes],
  };
}

function turnoverOf(earlier: Topology, later: Topology): Turnover[] | null {
  if (widths(earlier).join() !== widths(later).join()) return null;
  return later.layers.map((layer, k) => turnover(earlier.layers[k], layer));
}

function compareLayer(found: LayerDistance, a: Topology, b: Topology): LayerComparison {
  const { layer, distance, cost, links, counts, matching, pairCosts } = found;
  return {
    layer,
    distance,
    cost,
    links,
    counts,
    neurons: matchedPairs(matching),
    matchedWithSelf: matchedWithSelf(matching),
    matchedAtCostOne: matchedAtCostOne(pairCosts, matching),
    emptyA: emptyNeurons(a.layers[layer]),
    emptyB: emptyNeurons(b.layers[layer]),
  };
}
