import type { ChartPicture } from './chartPicture';
import { type AxisRange, logAxis, mirroredAxis, valueAxis } from './niceScale';
import { formatEpoch } from './format';
import { smoothed } from './smoothing';
import type { Window } from './thinning';
import type { XAxis, XRange } from './xAxis';

/** How a chart is looked at. */
export interface ChartLook {
  readonly xAxis: XAxis;
  /** In the unit of the axis; null is all that the picture has. */
  readonly zoom: XRange | null;
  readonly log: boolean;
  /** Weight of what came before, 0 to below 1; of noisy pictures only. */
  readonly smoothing: number;
}

export type YScale =
  | ({ readonly type: 'linear' } & AxisRange)
  | {
      readonly type: 'logarithmic';
      readonly min: number;
      readonly max: number;
      readonly ticks: readonly number[];
    };

/** A picture as it is drawn. */
export interface ViewedPicture extends ChartPicture {
  readonly xAxis: XAxis;
  /** Alike to `xs`, in the unit of the axis. */
  readonly places: readonly number[];
  readonly seen: XRange;
  readonly yScale: YScale;
  /** Alike to `series`: drawn in place of the values, which stand faint behind; null where nothing is smoothed. */
  readonly smoothed: readonly (readonly (number | null)[] | null)[];
}

export function viewed(picture: ChartPicture, { xAxis, zoom, log, smoothing }: ChartLook): ViewedPicture {
  const places = picture.xs.map(xAxis.place);
  const whole = wholeRange(picture.xRange, xAxis);
  const seen = zoom ?? whole;
  return {
    ...picture,
    xAxis,
    places,
    seen,
    yScale: yScaleOf(picture, zoom === null ? null : windowOf(places, zoom), log),
    smoothed: picture.series.map(({ values }) =>
      picture.noisy && smoothing > 0 ? smoothed(values, smoothing) : null,
    ),
  };
}

/** A point in words: "epoch 40", or "step 18,760" where several runs share no epochs. */
export function describeX({ name, format, ofNoRun }: XAxis, x: number): string {
  return ofNoRun ? `${name.toLowerCase()} ${format(x)}` : `epoch ${formatEpoch(x)}`;
}

/** What the look adds to the words of a picture; empty where it is drawn as it is. */
export function describeLook({ xAxis, xRange, seen, yScale, smoothed: lines }: ViewedPicture): string {
  const whole = wholeRange(xRange, xAxis);
  const { name, format } = xAxis;
  return [
    ...(seen.min > whole.min || seen.max < whole.max
      ? [`Zoomed: ${name.toLowerCase()} ${format(seen.min)} to ${format(seen.max)}.`]
      : []),
    ...(yScale.type === 'logarithmic' ? ['Logarithmic.'] : []),
    ...(lines.some((line) => line !== null) ? ['Smoothed.'] : []),
  ].join(' ');
}

/** A range of epochs on the axis. */
export function wholeRange({ min, max }: XRange, { place }: XAxis): XRange {
  return { min: place(min), max: place(max) };
}

/** The points within a range, and one beyond either end, to which lines lead. */
export function windowOf(ascending: readonly number[], { min, max }: XRange): Window {
  const first = ascending.findIndex((place) => place >= min);
  if (first === -1) return { first: Math.max(0, ascending.length - 1), end: ascending.length };
  const beyond = ascending.findIndex((place) => place > max);
  return { first: Math.max(0, first - 1), end: beyond === -1 ? ascending.length : beyond + 1 };
}

/** The axis of all values, or, of a part, one that fits what is seen. */
function yScaleOf(picture: ChartPicture, part: Window | null, log: boolean): YScale {
  const { series, unit, mirrored, levels } = picture;
  const values = series.flatMap((one) =>
    one.values.slice(part?.first, part?.end).filter((value) => value !== null),
  );
  const range = log && !mirrored ? logAxis([...values, ...levels.map(({ value }) => value)]) : null;
  if (range !== null) return { type: 'logarithmic', ...range };
  if (part === null) return { type: 'linear', ...picture.yAxis };
  const whole = unit === 'count';
  return { type: 'linear', ...(mirrored ? mirroredAxis(values, { whole }) : valueAxis(values, { whole })) };
}
