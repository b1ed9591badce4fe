import type { LayerLinks } from '../../../src/protocol/layerData';
import type { LinkStore } from '../../shared/linkStore';
import type { Compared } from '../model';

/** Every link of a layer of two networks. */
export interface LinksOfBoth {
  readonly a: LayerLinks;
  readonly b: LayerLinks;
}

export async function linksOfBoth(
  links: LinkStore,
  { items }: Compared,
  layer: number,
): Promise<LinksOfBoth> {
  const [a, b] = await Promise.all(
    items.map(({ path }) => {
      const place = { path, layer };
      return links.peek(place) ?? links.load(place);
    }),
  );
  return { a, b };
}
