import type { ComparedItem } from '../../src/protocol/comparison';
import { isPublished, meanByRule, type MeanRule, type PairLayers } from '../../src/measure/meanRule';
import type { Chance } from '../../src/protocol/uncertainty';
import type { Compared } from './model';

/** A distance by chance; how much it varies, where that is known. */
export interface Level {
  readonly mean: number;
  readonly standardDeviation: number | null;
}

/** The layers of two items, as far as both are known. */
export function layersOf(items: readonly ComparedItem[], row: number, column: number): PairLayers {
  const a = items[row].facts?.layers ?? [];
  const b = items[column].facts?.layers ?? [];
  return {
    count: Math.min(a.length, b.length),
    full: (layer) => a[layer].full && b[layer].full,
    links: (layer) => a[layer].links + b[layer].links,
  };
}

/** The distance of two checkpoints by the chosen rule; null before it is there, and where no layer counts. */
export function pairMean({ items, layers, rule, status }: Compared): number | null {
  return status.phase === 'done' ? meanOf({ items, rule }, layers) : null;
}

/** The mean of distances of these layers, by the chosen rule; null where no layer counts. */
export function meanOf(
  { items, rule }: Pick<Compared, 'items' | 'rule'>,
  layers: readonly { readonly distance: number }[],
): number | null {
  return meanByRule(layersOf(items, 0, 1), (layer) => layers.at(layer)?.distance ?? null, rule);
}

/**
 * What chance does to that mean. How much it varies is known of the published mean alone: the layers of a sample vary
 * together.
 */
export function chanceMean(layers: PairLayers, rule: MeanRule, chance: Chance): Level | null {
  if (isPublished(rule)) return chance.mean;
  const mean = meanByRule(layers, (layer) => chance.layers.at(layer)?.mean ?? null, rule);
  return mean === null ? null : { mean, standardDeviation: null };
}
