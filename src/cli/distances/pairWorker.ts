import type { MessagePort } from 'node:worker_threads';
import { TopologyCache } from '../../analysis/topologyCache';
import type { LayerDistance } from '../../nnstd/distance';
import { distanceMethods } from '../../nnstd/methods/registry';
import { measureOf } from '../../nnstd/measure';
import { RemoteError, serve } from '../../protocol/rpc';
import { randomStream } from '../../topology/random';
import { shuffleHidden } from '../../topology/shuffle';
import type { Topology } from '../../topology/topology';
import { CHANGED, pairMethods } from './pairProtocol';

/** Answers on a thread of the command: reads two checkpoints and compares them. */
export function servePairs(port: MessagePort, cacheBytes: number): void {
  const cache = new TopologyCache(cacheBytes);

  async function topologyOf({ path, hash }: { path: string; hash: string }): Promise<Topology> {
    const { checkpoint, state } = await cache.read(path);
    if (state.hash !== hash) throw new RemoteError(CHANGED, `${path}: it changed while it was compared`);
    return checkpoint.topology;
  }

  serve(
    {
      post: (message) => {
        port.postMessage(message);
      },
      onMessage: (listener) => port.on('message', listener),
    },
    pairMethods,
    {
      async compare({ a, b, method, matching, shuffles }, { progress }) {
        const first = await topologyOf(a);
        const second = await topologyOf(b);
        const distances = (other: Topology): LayerDistance[] => {
          const layers: LayerDistance[] = [];
          for (const layer of distanceMethods[method].layers(first, other, measureOf(method))) {
            layers.push(layer);
            progress(null);
          }
          return layers;
        };
        return {
          layers: distances(second).map((layer) => ({
            distance: layer.distance,
            cost: layer.cost,
            counts: layer.counts,
            matching: matching ? layer.matching : null,
          })),
          shuffled: Array.from({ length: shuffles }, (_, shuffle) =>
            distances(shuffleHidden(second, randomStream(shuffle, 'tie interval'))).map(
              ({ distance }) => distance,
            ),
          ),
        };
      },
    },
  );
}
