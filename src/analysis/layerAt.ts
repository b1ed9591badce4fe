import { RemoteError } from '../protocol/rpc';
import type { SparseLayer, Topology } from '../topology/topology';

/** Layer `layer` of a checkpoint; fails as 'NoSuchLayer'. */
export function layerAt({ layers }: Topology, layer: number, path: string): SparseLayer {
  if (layer < layers.length) return layers[layer];
  throw new RemoteError(
    'NoSuchLayer',
    `${path}: expected a layer ${String(layer + 1)}, found ${String(layers.length)} layers`,
  );
}
