import type { TermId } from '../../src/protocol/glossary';
import type { LineCode } from './layerCode';
import type { AxisRange } from './niceScale';
import type { RunMarker } from './runCode';

/** One line of a chart. */
export interface Series {
  readonly id: string;
  /** As a hover and a table name it: "Layer 1 gained". */
  readonly label: string;
  readonly code: LineCode;
  readonly marker: 'dot' | RunMarker;
  /** Alike to `xs` of the picture; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Alike to `values`: whether the line to it leads over values that are missing; absent where none does. */
  readonly bridged?: readonly boolean[];
}

/** A place on the x axis where there is no value yet, or none to be had. */
export interface AxisMark {
  readonly x: number;
  readonly kind: 'pending' | 'failed';
}

/** A height that values are to be seen against, drawn across the whole plot with its name. */
export interface Level {
  readonly id: string;
  /** "chance 0.754". */
  readonly label: string;
  readonly value: number;
  readonly code: LineCode;
}

/** All that a chart shows, as plain data. */
export interface ChartPicture {
  readonly id: string;
  readonly title: string;
  /** Word of the glossary that says what is shown. */
  readonly term: TermId | null;
  /** The measure and its unit, a few words. */
  readonly measure: string;
  /** The newest value and whose it is ("mean"), or null before the first. */
  readonly newest: { readonly of: string; readonly text: string } | null;
  readonly xs: readonly number[];
  readonly series: readonly Series[];
  readonly xRange: { readonly min: number; readonly max: number };
  readonly yAxis: AxisRange;
  readonly unit: 'count' | 'share' | 'plain';
  /** Whether it is noisy from point to point, so that smoothing helps. */
  readonly noisy: boolean;
  /** Whether what lies below zero is a count of its own, drawn downward. */
  readonly mirrored: boolean;
  readonly marks: readonly AxisMark[];
  readonly levels: readonly Level[];
  /** What stands in the plot while there is nothing to draw. */
  readonly emptyText: string;
  /** Why it will never have anything worth a plot; null where it has, or may have. */
  readonly silence: string | null;
  readonly formatValue: (value: number) => string;
}

/** A chart in a sentence, for those who do not see it. `formatX`: "epoch 190". */
export function describePicture(picture: ChartPicture, formatX: (x: number) => string): string {
  const lines = picture.series.flatMap((series) => {
    const filled = series.values.flatMap((value, k) => (value === null ? [] : [{ value, x: picture.xs[k] }]));
    const last = filled.at(-1);
    if (last === undefined) return [];
    const first = filled[0];
    const start =
      filled.length === 1 ? '' : `from ${picture.formatValue(first.value)} at ${formatX(first.x)} to `;
    return [`${series.label} ${start}${picture.formatValue(last.value)} at ${formatX(last.x)}`];
  });
  lines.push(...picture.levels.map(({ label }) => label));
  const head = `${picture.title}, ${picture.measure}`;
  return lines.length === 0 ? `${head}: ${picture.emptyText}` : `${head}: ${lines.join('; ')}.`;
}

/** Whether anything is drawn. */
export function isEmpty(picture: ChartPicture): boolean {
  return picture.series.every((series) => series.values.every((value) => value === null));
}
