import type { ChartDataset } from 'chart.js';
import type { ViewedPicture } from './chartView';
import { bridgeLook } from './bridgeLook';
import { translucent } from './colour';
import { pointLook } from './pointLook';
import type { Theme } from './theme';

/** Beyond this many points the line alone is drawn. */
const mostDots = 60;
/** Opacity of a curve whose smoothed twin stands before it. */
const faint = 0.35;

export interface Point {
  readonly x: number;
  readonly y: number | null;
  /** Unsmoothed. */
  readonly value: number | null;
}

/** What chart.js draws of the points of the indices `drawn`: for each series its line, smoothed ones before their values. */
export function datasetsOf(
  picture: ViewedPicture,
  drawn: readonly number[],
  theme: Theme,
): ChartDataset<'line', Point[]>[] {
  return picture.series.flatMap((series, k) => {
    const smooth = picture.smoothed[k];
    const own = dataset(picture, k, series.values, drawn, theme);
    if (smooth === null) return [own];
    const behind = {
      ...own,
      label: '',
      borderColor: translucent(own.borderColor as string, faint),
      borderDash: [],
      pointRadius: 0,
      pointHoverRadius: 0,
    };
    return [dataset(picture, k, smooth, drawn, theme), behind];
  });
}

function dataset(
  picture: ViewedPicture,
  k: number,
  ys: readonly (number | null)[],
  drawn: readonly number[],
  theme: Theme,
): ChartDataset<'line', Point[]> {
  const { label, code, marker, values, bridged } = picture.series[k];
  const points = drawn.map((at) => ({ x: picture.places[at], y: ys[at], value: values[at] }));
  const colour = theme.inks[code.ink];
  const { radius: dotRadius, ...look } = pointLook(marker);
  // A point between two gaps has no line to be seen by.
  const alone = (at: number): boolean =>
    (at === 0 || points[at - 1].y === null) && (at === points.length - 1 || points[at + 1].y === null);
  const radius = points.map(({ y }, at) =>
    y !== null && (points.length <= mostDots || alone(at)) ? dotRadius : 0,
  );
  return {
    label,
    data: points,
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: code.width,
    borderDash: [...code.dash],
    pointRadius: radius,
    pointHoverRadius: 4,
    pointHoverBackgroundColor: colour,
    ...look,
    // Points at the ends of the axes are drawn whole.
    clip: 6,
    spanGaps: true,
    ...(bridged?.includes(true) === true
      ? {
          segment: bridgeLook(
            points.map(({ y }) => y),
            drawn,
            bridged,
            colour,
          ),
        }
      : {}),
    tension: 0,
  };
}
