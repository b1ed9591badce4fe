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
  /** Alike to `xs` of the picture; null is a gap. */
  readonly values: readonly (number | null)[];
  /** Null is where other series have points and this one none: its line goes on. */
  readonly bridged?: boolean;
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

/** A chart in a sentence, for those who do not see it. */
export function describePicture(picture: ChartPicture, formatX: (x: number) => string): string {
  const lines = picture.series.flatMap((series) => {
    const filled = series.values.flatMap((value, k) => (value === null ? [] : [{ value, x: picture.xs[k] }]));
    const last = filled.at(-1);
    if (last === undefined) return [];
    const first = filled[0];
    const start =
      filled.length === 1 ? '' : `from ${picture.formatValue(first.value)} at epoch ${formatX(first.x)} to `;
    return [`${series.label} ${start}${picture.formatValue(last.value)} at epoch ${formatX(last.x)}`];
  });
  lines.push(...picture.levels.map(({ label }) => label));
  const head = `${picture.title}, ${picture.measure}`;
  return lines.length === 0 ? `${head}: ${picture.emptyText}` : `${head}: ${lines.join('; ')}.`;
}

export interface PictureTable {
  readonly columns: readonly string[];
  /** The first cell of a row is the epoch. */
  readonly rows: readonly (readonly string[])[];
  /** Rows left out at the beginning. */
  readonly leftOut: number;
}

/** The numbers behind a chart, newest `limit` rows. */
export function tabulate(
  picture: ChartPicture,
  formatX: (x: number) => string,
  noValue: string,
  limit = 500,
): PictureTable {
  const leftOut = Math.max(0, picture.xs.length - limit);
  const rows = picture.xs.slice(leftOut).map((x, k) => [
    formatX(x),
    ...picture.series.map((series) => {
      const value = series.values[leftOut + k];
      return value === null ? noValue : picture.formatValue(value);
    }),
  ]);
  return { columns: ['Epoch', ...picture.series.map((series) => series.label)], rows, leftOut };
}

/** Whether anything is drawn. */
export function isEmpty(picture: ChartPicture): boolean {
  return picture.series.every((series) => series.values.every((value) => value === null));
}
