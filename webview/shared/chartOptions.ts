import type { ChartOptions } from 'chart.js';
import type { Point } from './chartDatasets';
import type { ViewedPicture, YScale } from './chartView';
import { formatChangeTick, formatCountTick, formatEpoch, formatTick } from './format';
import type { Theme } from './theme';

/** Plots of one grid share this width of the y axis, so that their x axes stand above each other. */
const yAxisWidth = 50;
/** Room of a label of the x axis. */
const xLabelPixels = 62;

type LineOptions = ChartOptions<'line'>;

export interface DrawnOptions {
  readonly scales: NonNullable<LineOptions['scales']>;
  readonly tooltip: NonNullable<NonNullable<LineOptions['plugins']>['tooltip']>;
}

/** Scales and hover of a chart, for what it shows and the theme. */
export function chartOptions(picture: ViewedPicture, theme: Theme): DrawnOptions {
  const font = { family: theme.fontFamily, size: 11 };
  const { xAxis, seen, yScale } = picture;
  return {
    scales: {
      x: {
        type: 'linear',
        min: seen.min,
        max: seen.max,
        grid: { display: false },
        border: { color: theme.hairline },
        afterBuildTicks: (scale) => {
          const most = Math.max(1, Math.floor(scale.width / xLabelPixels));
          scale.ticks = xAxis.ticks(seen, most).map((value) => ({ value }));
        },
        ticks: {
          autoSkip: false,
          maxRotation: 0,
          color: theme.dim,
          font,
          callback: (value) => xAxis.format(Number(value)),
        },
      },
      y: {
        type: yScale.type,
        min: yScale.min,
        max: yScale.max,
        afterFit: (scale) => {
          scale.width = yAxisWidth;
        },
        afterBuildTicks: (scale) => {
          if (yScale.type === 'logarithmic') scale.ticks = yScale.ticks.map((value) => ({ value }));
        },
        grid: { color: theme.hairline, drawTicks: false },
        border: { display: false },
        ticks: {
          ...(yScale.type === 'linear' ? { stepSize: yScale.step } : {}),
          color: theme.dim,
          font,
          padding: 8,
          callback: (value) => yTick(picture, yScale, Number(value)),
        },
      },
    },
    tooltip: {
      backgroundColor: theme.hoverBackground,
      borderColor: theme.hoverBorder,
      borderWidth: 1,
      cornerRadius: 3,
      titleColor: theme.hoverForeground,
      bodyColor: theme.hoverForeground,
      titleFont: { ...font, weight: 'bold' },
      bodyFont: font,
      multiKeyBackground: 'transparent',
      boxWidth: 8,
      boxHeight: 8,
      usePointStyle: true,
      // The faint twin of a smoothed curve has no name: its value stands beside the smoothed one.
      filter: (item) => item.dataset.label !== '' && pointOf(item).value !== null,
      callbacks: {
        title: ([first]) => titleAt(picture, first === undefined ? null : pointOf(first).x),
        label: (item) => ` ${item.dataset.label ?? ''}  ${valueText(picture, pointOf(item))}`,
      },
    },
  };
}

function yTick(picture: ViewedPicture, yScale: YScale, value: number): string {
  if (picture.mirrored) return formatChangeTick(value);
  if (picture.unit === 'count') return formatCountTick(value);
  return formatTick(value, yScale.type === 'linear' ? yScale.step : value, picture.unit);
}

function pointOf(item: { readonly raw: unknown }): Point {
  return item.raw as Point;
}

/** "Epoch 40", or over steps or time "Step 18,760 · epoch 40". */
function titleAt({ xAxis, places, xs }: ViewedPicture, place: number | null): string {
  if (place === null) return '';
  const epoch = xs[places.indexOf(place)];
  const title = `${xAxis.name} ${xAxis.format(place)}`;
  return place === epoch ? title : `${title} · epoch ${formatEpoch(epoch)}`;
}

function valueText({ formatValue }: ViewedPicture, { y, value }: Point): string {
  const text = formatValue(value ?? Number.NaN);
  return y === value || y === null ? text : `${text}, smoothed ${formatValue(y)}`;
}
