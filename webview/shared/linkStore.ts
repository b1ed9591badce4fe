import type { LayerLinks } from '../../src/protocol/layerData';
import { RecentStore } from './recentStore';

/** A layer of a checkpoint. */
export interface LayerPlace {
  readonly path: string;
  readonly layer: number;
}

const defaultLimitBytes = 192 * 2 ** 20;

/** Links of layers that were lately looked at. */
export class LinkStore extends RecentStore<LayerPlace, LayerLinks> {
  constructor(ask: (place: LayerPlace) => Promise<LayerLinks>, limitBytes = defaultLimitBytes) {
    super(ask, bytesOf, limitBytes);
  }
}

function bytesOf({ indptr, indices, weights }: LayerLinks): number {
  return indptr.byteLength + indices.byteLength + (weights?.byteLength ?? 0);
}
