import { readCheckpoint } from '../checkpoints/readCheckpoint';
import { mostLinksSent, type LayerDataMethods } from '../protocol/layerData';
import { type Handlers, RemoteError } from '../protocol/rpc';
import { linkCount, type SparseLayer, type Topology } from '../topology/topology';
import { readForTask } from './readForTask';
import type { TopologyCache } from './topologyCache';

/** What a worker thread tells of single layers. */
export function layerDataTasks(cache: TopologyCache): Handlers<LayerDataMethods> {
  return {
    async layerLinks({ path, layer, weights }) {
      // Weights are not kept: they are looked at rarely, and would take half of the room.
      const { topology } = await readForTask(async () =>
        weights ? readCheckpoint(path) : (await cache.read(path)).checkpoint,
      );
      const found = layerAt(topology, layer, path);
      const links = linkCount(found);
      if (links > mostLinksSent) {
        throw new RemoteError(
          'TooManyLinks',
          `${path}: layer ${String(layer + 1)} has ${String(links)} links, at most ${String(mostLinksSent)} are shown one by one`,
        );
      }
      const { inputs, outputs, indptr, indices, values } = found;
      return {
        inputs,
        outputs,
        indptr: indptr.slice(),
        indices: indices.slice(),
        weights: weights ? (values?.slice() ?? null) : null,
      };
    },
  };
}

/** Layer `layer` of a checkpoint; fails as 'NoSuchLayer'. */
function layerAt({ layers }: Topology, layer: number, path: string): SparseLayer {
  if (layer < layers.length) return layers[layer];
  throw new RemoteError(
    'NoSuchLayer',
    `${path}: expected a layer ${String(layer + 1)}, found ${String(layers.length)} layers`,
  );
}
