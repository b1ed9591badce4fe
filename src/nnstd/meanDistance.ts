import type { LayerDistance } from './distance';

/** Which layers count: those not full in both networks, all, or these (each once). */
export type CountingLayers = 'sparse' | 'all' | readonly number[];

/** How the distances of layers become that of the network. */
export interface MeanRule {
  readonly counting: CountingLayers;
  /** Every layer that counts weighs the same, or by the links of both networks in it. */
  readonly weighting: 'layers' | 'links';
}

/** As the authors of NNSTD average, but for layers that are full in both networks. */
export const usualMean: MeanRule = { counting: 'sparse', weighting: 'layers' };

/** What the mean has to know of a layer. */
export type MeanLayer = Pick<LayerDistance, 'distance' | 'counts' | 'links'>;

/** Mean over the layers that count, which are given from the input on; null where none does, or none that weighs. */
export function meanDistance(
  layers: readonly MeanLayer[],
  { counting, weighting }: MeanRule = usualMean,
): number | null {
  const counted = layers.filter(({ counts }, layer) => layerCounts(counting, layer, counts));
  const weightOf = ({ links }: MeanLayer): number => (weighting === 'links' ? links : 1);
  const weight = counted.reduce((sum, layer) => sum + weightOf(layer), 0);
  if (weight === 0) return null;
  return counted.reduce((sum, layer) => sum + weightOf(layer) * layer.distance, 0) / weight;
}

/** `isSparse`: the layer is not full in both networks. */
export function layerCounts(counting: CountingLayers, layer: number, isSparse: boolean): boolean {
  if (counting === 'sparse') return isSparse;
  return counting === 'all' || counting.includes(layer);
}
