import { setImmediate } from 'node:timers/promises';
import { emptyNeurons } from '../metrics/emptyNeurons';
import { matchedAtCostOne, matchedPairs, matchedWithSelf } from '../metrics/matching';
import type { LayerDistance } from '../nnstd/distance';
import { fitsNetworks, layerMatchings } from '../nnstd/layerMatching';
import { meanDistance } from '../nnstd/meanDistance';
import { distanceMethods } from '../nnstd/methods/registry';
import { chanceSample } from '../nnstd/chance';
import { chanceShape } from '../nnstd/chanceShape';
import { provenGreedyLayers } from '../nnstd/methods/greedy';
import { noiseRun } from '../nnstd/refined/noise';
import { shuffledLayers } from '../nnstd/ties';
import type { LayerComparison } from '../protocol/analysis';
import type { LayerMatching } from '../protocol/matching';
import type { CellLayer } from '../protocol/matrix';
import { type Handlers, RemoteError, type Result } from '../protocol/rpc';
import type { Topology } from '../topology/topology';
import type { ReadCheckpoint, TopologyCache } from './topologyCache';
import { arrangementTasks } from './arrangementTasks';
import { evolutionTasks } from './evolutionTasks';
import { factsOf } from './factsOf';
import { layerDataTasks } from './layerDataTasks';
import { readForTask } from './readForTask';
import { CHANGED, type FoundMatching, type WorkerMethods } from './workerProtocol';

/** What a worker thread does when asked. */
export function workerTasks(cache: TopologyCache): Handlers<WorkerMethods> {
  return {
    ...layerDataTasks(cache),
    ...arrangementTasks,
    ...evolutionTasks(cache),

    async describe({ path }) {
      const { checkpoint, state } = await readForTask(() => cache.read(path));
      return { facts: factsOf(checkpoint), read: state };
    },

    async compare({ a, b, measure, byNeuron }, { signal, progress }) {
      const { networks, reads } = await readPair(cache, a, b);
      const startMs = performance.now();
      const found: LayerDistance[] = [];
      const layers: LayerComparison[] = [];
      for await (const layer of pausing(
        distanceMethods[measure.method].layers(...networks, measure),
        signal,
      )) {
        found.push(layer);
        layers.push(compareLayer(layer, ...networks));
        progress(layers[layers.length - 1]);
      }
      const seconds = (performance.now() - startMs) / 1000;
      const marks = distanceMethods[measure.method].interchangeable(...networks, found, measure);
      const counted = layers.map((layer, k) => ({
        ...layer,
        interchangeable: marks[k].reduce((sum, mark) => sum + mark, 0),
      }));
      return {
        comparison: { measure, mean: meanDistance(counted), layers: counted, seconds },
        byNeuron: byNeuron
          ? allOfMatchings(
              networks,
              found.map(({ matching }, k) => ({ partners: matching, interchangeable: marks[k] })),
            )
          : null,
        ...reads,
      };
    },

    async matchedNeurons({ a, b, found }) {
      const { networks, reads } = await readPair(cache, a, b);
      const fits = fitsNetworks(
        ...networks,
        found.map(({ partners }) => partners),
      );
      return { byNeuron: fits ? allOfMatchings(networks, found) : null, ...reads };
    },

    async comparePairs({ checkpoints, pairs, measure }, { signal }) {
      const reads: (Promise<ReadCheckpoint> | undefined)[] = [];
      const readOnce = (index: number): Promise<ReadCheckpoint> =>
        (reads[index] ??= readExpected(cache, checkpoints[index]));
      const results: Result<WorkerMethods, 'comparePairs'> = [];
      for (const [a, b] of pairs) {
        try {
          const layers: LayerComparison[] = [];
          const [first, second] = networksOf(await readOnce(a), await readOnce(b));
          const found = distanceMethods[measure.method].layers(first, second, measure);
          for await (const layer of pausing(found, signal)) layers.push(compareLayer(layer, first, second));
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
      const { networks, reads } = await readPair(cache, a, b);
      const found: Iterable<LayerDistance> =
        kind === 'shuffle'
          ? shuffledLayers(...networks, measure, number)
          : noiseRun(...networks, measure, number).layers;
      const layers: CellLayer[] = [];
      for await (const { distance, links, counts } of pausing(found, signal)) {
        layers.push({ distance, links, counts });
      }
      return { layers, ...reads };
    },

    async chanceKey({ a, b, kind }) {
      const { networks, reads } = await readPair(cache, a, b);
      return { key: chanceShape(...networks, kind).key, ...reads };
    },

    async chanceSample({ a, b, kind, measure, sample }) {
      const { networks, reads } = await readPair(cache, a, b);
      return { layers: [...chanceSample(chanceShape(...networks, kind), measure, sample)], ...reads };
    },

    async prove({ a, b, measure }, { signal }) {
      const { networks, reads } = await readPair(cache, a, b);
      const costs: number[] = [];
      for await (const { cost } of pausing(provenGreedyLayers(...networks, measure), signal))
        costs.push(cost);
      return { costs, ...reads };
    },

    ping: () => null,
  };
}

/** Lets a cancellation arrive before each layer but the first. */
async function* pausing<T>(layers: Iterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  for (const layer of layers) {
    yield layer;
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

async function readPair(cache: TopologyCache, a: string, b: string) {
  const [first, second] = [await readForTask(() => cache.read(a)), await readForTask(() => cache.read(b))];
  return { networks: networksOf(first, second), reads: { readA: first.state, readB: second.state } };
}

function networksOf(a: ReadCheckpoint, b: ReadCheckpoint): readonly [Topology, Topology] {
  return [a.checkpoint.topology, b.checkpoint.topology];
}

function allOfMatchings(
  networks: readonly [Topology, Topology],
  found: readonly FoundMatching[],
): LayerMatching[] {
  const matchings = layerMatchings(
    ...networks,
    found.map(({ partners }) => partners),
  );
  return matchings.map((layer, k) => ({ ...layer, interchangeable: found[k].interchangeable }));
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
    interchangeable: null,
  };
}
