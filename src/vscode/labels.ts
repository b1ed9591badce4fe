import type { CheckpointEntry } from '../checkpoints/series';

/** Epoch as shown: 12, or "12 + 340 steps" in mid-epoch; null where none is known. */
export function epochLabel({ epoch, step }: Pick<CheckpointEntry, 'epoch' | 'step'>): string | null {
  if (epoch === null) return null;
  return step === 0 ? `epoch ${epoch}` : `epoch ${epoch} + ${step} steps`;
}

/** "0.51 %", "12 %": three significant digits at most, none of them a padded zero. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

/** Density of a whole network: links over possible links of its layers. */
export function networkDensity(
  layers: readonly { readonly inputs: number; readonly outputs: number; readonly links: number }[],
): number | null {
  const possible = layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  return possible === 0 ? null : layers.reduce((sum, { links }) => sum + links, 0) / possible;
}

export interface Nameable {
  /** Absolute, with the separators of `sep`. */
  readonly path: string;
  /** What tells it apart within its series: "epoch 190". */
  readonly what: string;
}

/**
 * Short labels, distinct where the paths are: the name of the folder that holds the series and what the item is; as many
 * more folders as it takes to tell them apart.
 */
export function distinctLabels(
  items: readonly (Nameable & { readonly series: string })[],
  sep: string,
): string[] {
  const depthOf = items.map(() => 1);
  const label = (index: number): string => {
    const { series, what } = items[index];
    const folders = series.split(sep).filter((part) => part !== '');
    return `${folders.slice(-depthOf[index]).join('/')} · ${what}`;
  };
  const deepest = Math.max(1, ...items.map(({ series }) => series.split(sep).length));
  for (let round = 0; round < deepest; round++) {
    const seriesOf = new Map<string, Set<string>>();
    const labels = items.map((_, index) => label(index));
    for (const [index, name] of labels.entries()) {
      seriesOf.set(name, (seriesOf.get(name) ?? new Set()).add(items[index].series));
    }
    const clashing = [...items.keys()].filter((index) => seriesOf.get(labels[index])!.size > 1);
    if (clashing.length === 0) break;
    for (const index of clashing) depthOf[index]++;
  }
  return items.map((_, index) => label(index));
}
