import type { LinksShown } from '../../../src/protocol/linksShown';
import type { LayerMatching } from '../../../src/protocol/matching';
import type { LinkStore } from '../../shared/linkStore';
import type { LayerTile } from '../../shared/links/countedTiles';

/** Where the picture of the connections gets what it shows. */
export interface ConnectionsSources {
  readonly links: LinkStore;
  readonly layerTile: LayerTile;
  /** Which neuron of `a` became which of `b`, by the measure of the panel. */
  matching(a: string, b: string, layer: number): Promise<LayerMatching>;
  /** What was kept before a reload. */
  readonly restored: LinksShown | null;
  keep(shown: LinksShown): void;
}
