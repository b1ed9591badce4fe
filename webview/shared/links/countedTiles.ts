import { type LinkTile, tileLength, type TileWindow } from '../../../src/overlay/tile';
import type { LayerDataMethods } from '../../../src/protocol/layerData';
import type { Params, Result } from '../../../src/protocol/rpc';
import { namesFrom, storedNames } from './linkNames';
import type { AskTile } from './tileScenes';

type TileParams = Params<LayerDataMethods, 'layerTile'>;
export type LayerTile = (params: TileParams) => Promise<Result<LayerDataMethods, 'layerTile'>>;

/** Of a layer too large for the page, whose links are counted by the analysis process. */
export function countedTiles(layerTile: LayerTile, layer: Omit<TileParams, keyof TileWindow>): AskTile {
  return async ({ rows, columns, rowStep, columnStep }) => {
    const window = { rows: [...rows], columns: [...columns], rowStep, columnStep } satisfies TileWindow;
    const { counts, neurons, inputs } = await layerTile({ ...layer, ...window });
    if (counts.length !== tileLength(window)) {
      throw new Error(
        `expected ${String(tileLength(window))} counts of links, found ${String(counts.length)}`,
      );
    }
    const tile: LinkTile = { ...window, counts };
    const names =
      neurons === null || inputs === null ? storedNames : namesFrom(neurons, inputs, rows[0], columns[0]);
    return { tile, names };
  };
}
