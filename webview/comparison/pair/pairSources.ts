import type { OverlayShown } from '../../../src/protocol/pairChoices';
import type { LayerTile } from '../../shared/links/countedTiles';
import type { LinkStore } from '../../shared/linkStore';
import type { RunInputsStore } from '../../shared/runInputsStore';
import type { MatchingStore } from './matchingStore';

/** Where the views of a pair get what they show. */
export interface PairSources {
  readonly matchings: MatchingStore;
  readonly links: LinkStore;
  readonly inputs: RunInputsStore;
  readonly layerTile: LayerTile;
  /** How the overlay was seen before a reload. */
  readonly overlay: OverlayShown | null;
  keepOverlay(shown: OverlayShown): void;
}
