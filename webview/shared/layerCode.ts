/** The one code for layers and curves, the same in every view: a colour and a dash, so that neither is needed alone. */

/** Colours a theme gives; `theme.ts` knows where each comes from. */
export type Ink = 'foreground' | 'dim' | 'blue' | 'orange' | 'green' | 'purple' | 'yellow' | 'red';

export interface LineCode {
  readonly ink: Ink;
  /** Lengths of dash and gap in pixels, empty for a solid line. */
  readonly dash: readonly number[];
  /** In pixels. */
  readonly width: number;
}

/** What a legend says of a line, and how it can be switched off. */
export interface LegendEntry {
  readonly id: string;
  readonly label: string;
  readonly code: LineCode;
  /** Entries of another group stand a little apart. */
  readonly group: string;
}

const layerInks: readonly Ink[] = ['blue', 'orange', 'green', 'purple', 'yellow', 'red'];
// One more dash than inks: 42 layers until a pair repeats.
const layerDashes: readonly (readonly number[])[] = [
  [],
  [6, 3],
  [1.5, 2.5],
  [8, 3, 1.5, 3],
  [3, 3],
  [12, 3],
  [8, 3, 1.5, 3, 1.5, 3],
];

export function layerCode(layer: number): LineCode {
  return {
    ink: layerInks[layer % layerInks.length],
    dash: layerDashes[layer % layerDashes.length],
    width: 1.5,
  };
}

/** The mean over layers, or the test set: what is looked at first. */
export const leadCode: LineCode = { ink: 'foreground', dash: [], width: 2 };
/** What accompanies it: the training set. */
export const companionCode: LineCode = { ink: 'dim', dash: [4, 3], width: 1.5 };

/** What two unrelated networks would have. */
export const chanceCode: LineCode = { ink: 'dim', dash: [2, 4], width: 1.5 };

/** The last layer is the output; the others count from 1. */
export function layerName(layer: number, count: number): string {
  return layer === count - 1 && count > 1 ? 'Output' : `Layer ${String(layer + 1)}`;
}

/** A choice between the layers. */
export interface LayerTab {
  /** null is the mean. */
  readonly layer: number | null;
  readonly label: string;
  /** Full in every network: nothing to see. */
  readonly full: boolean;
}
