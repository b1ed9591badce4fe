import { z } from 'zod';

/** How the distance of two networks is taken from those of their layers. */
export const meanRuleSchema = z.object({
  /** Layers that are not full in both networks, all, or those named. */
  counting: z.union([z.enum(['sparse', 'all']), z.array(z.number().int().nonnegative())]),
  /** Each layer the same, or by its links in both networks. */
  weighting: z.enum(['layers', 'links']),
});
export type MeanRule = z.infer<typeof meanRuleSchema>;

/** As published, but for full layers, which do not count. */
export const publishedRule: MeanRule = { counting: 'sparse', weighting: 'layers' };

/** The layers of a pair of networks. */
export interface PairLayers {
  readonly count: number;
  /** Full in both networks. */
  full(layer: number): boolean;
  /** Of both networks together. */
  links(layer: number): number;
}

/** `full`: in both networks. */
export function layerCounts({ counting }: MeanRule, layer: number, full: boolean): boolean {
  if (counting === 'sparse') return !full;
  return counting === 'all' || counting.includes(layer);
}

/** Mean of one value a layer; null where no layer counts, or one that counts has no value. */
export function meanByRule(
  layers: PairLayers,
  valueOf: (layer: number) => number | null,
  rule: MeanRule,
): number | null {
  let sum = 0;
  let weights = 0;
  for (let layer = 0; layer < layers.count; layer++) {
    if (!layerCounts(rule, layer, layers.full(layer))) continue;
    const value = valueOf(layer);
    if (value === null) return null;
    const weight = rule.weighting === 'links' ? layers.links(layer) : 1;
    sum += value * weight;
    weights += weight;
  }
  return weights === 0 ? null : sum / weights;
}

export function isPublished({ counting, weighting }: MeanRule): boolean {
  return counting === 'sparse' && weighting === 'layers';
}
