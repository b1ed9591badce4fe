import type { LinkOrder } from '../../../src/overlay/frame';
import { countedTiles } from '../../shared/links/countedTiles';
import type { LinkPictureData } from '../../shared/links/linkPictureData';
import type { ConnectionsSources } from './connectionsSources';
import type { Moment } from './moment';

export interface ConnectionTiles extends LinkPictureData {
  /** Links of the whole layer by status. */
  total(): Promise<readonly [number, number, number]>;
}

/** A layer too large for the page, whose links are counted by the analysis process. */
export function tilesOf(
  { layerTile }: Pick<ConnectionsSources, 'layerTile'>,
  { shown, against, layer }: Moment,
  order: LinkOrder,
  title: string,
): ConnectionTiles {
  const facts = shown.step?.facts.layers.at(layer);
  const extent = { rows: facts?.outputs ?? 0, columns: facts?.inputs ?? 0 };
  const ask = countedTiles(layerTile, {
    path: shown.path,
    against: against?.path ?? null,
    layer,
    order,
  });
  return {
    subject: `${order} ${String(layer)}`,
    extent,
    source: { kind: 'tiles', ask },
    counts: null,
    words: { compared: against !== null, labels: ['kept', 'gained', 'lost'], renamed: () => null },
    title,
    async total() {
      const { rows, columns } = extent;
      const whole = { rows: [0, rows], columns: [0, columns], rowStep: rows, columnStep: columns } as const;
      const { counts } = (await ask(whole)).tile;
      return [counts[0], counts[1], counts[2]];
    },
  };
}
