import { meanByRule, type MeanRule, publishedRule } from '../measure/meanRule';
import type { LayerDistance } from './distance';

/** What the mean has to know of a layer. */
export type MeanLayer = Pick<LayerDistance, 'distance' | 'counts' | 'links'>;

/** Mean over the layers that count, which are given from the input on; null where none does, or none that weighs. */
export function meanDistance(layers: readonly MeanLayer[], rule: MeanRule = publishedRule): number | null {
  const pair = {
    count: layers.length,
    full: (layer: number) => !layers[layer].counts,
    links: (layer: number) => layers[layer].links,
  };
  return meanByRule(pair, (layer) => layers[layer].distance, rule);
}
