import { CheckpointError } from '../checkpoints/checkpoint';
import { pathsOf } from '../metrics/paths';
import { survival } from '../metrics/survival';
import { turnover } from '../metrics/turnover';
import type { Handlers } from '../protocol/rpc';
import { type SparseLayer, type Topology, widths } from '../topology/topology';
import { factsOf } from './factsOf';
import { readForTask } from './readForTask';
import { SeenLinks } from './seenLinks';
import type { TopologyCache } from './topologyCache';
import type { WorkerMethods } from './workerProtocol';

/** What a worker thread tells of the course of a series. */
export function evolutionTasks(
  cache: TopologyCache,
): Pick<Handlers<WorkerMethods>, 'change' | 'exploration'> {
  const seen = new SeenLinks(async (path) => await readIfPossible(cache, path));
  return {
    async change({ path, initial, previous }) {
      const { checkpoint, state } = await readForTask(() => cache.read(path));
      const { topology, explored } = checkpoint;
      // One after the other, so that no more than two large networks are in memory.
      const survived = await beside(cache, initial, topology, survival);
      const turned = await beside(cache, previous, topology, turnover);
      const layers = pathsOf(topology).map((paths, k) => ({
        ...paths,
        gained: turned?.[k].gained ?? null,
        lost: turned?.[k].lost ?? null,
        survival: survived?.[k] ?? null,
        explored: explored?.[k] ?? null,
      }));
      return { facts: factsOf(checkpoint), layers, read: state };
    },

    exploration: ({ paths }, { signal }) => seen.along(paths, signal),
  };
}

/** `compare` of each layer of an earlier checkpoint and of `later`; null where there is none or none like it. */
async function beside<T>(
  cache: TopologyCache,
  earlier: string | null,
  later: Topology,
  compare: (earlier: SparseLayer, later: SparseLayer) => T,
): Promise<T[] | null> {
  const before = earlier === null ? null : await readIfPossible(cache, earlier);
  if (before === null || widths(before).join() !== widths(later).join()) return null;
  return later.layers.map((layer, k) => compare(before.layers[k], layer));
}

async function readIfPossible(cache: TopologyCache, path: string): Promise<Topology | null> {
  try {
    return (await cache.read(path)).checkpoint.topology;
  } catch (error) {
    if (error instanceof CheckpointError) return null;
    throw error;
  }
}
