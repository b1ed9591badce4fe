/** Which layers count: those not full in both networks, all, or these (each once). */
export type CountingLayers = 'sparse' | 'all' | readonly number[];

/** How the distances of layers become that of the network. */
export interface MeanRule {
  readonly counting: CountingLayers;
  /** Every layer that counts weighs the same, or by the links of both networks in it. */
  readonly weighting: 'layers' | 'links';
}

/** As the authors of NNSTD average, but for layers that are full in both networks, which do not count. */
export const publishedRule: MeanRule = { counting: 'sparse', weighting: 'layers' };

export function isPublished({ counting, weighting }: MeanRule): boolean {
  return counting === 'sparse' && weighting === 'layers';
}

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

/** Mean of one value a layer; null where no layer counts or weighs, or one that counts has no value. */
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
