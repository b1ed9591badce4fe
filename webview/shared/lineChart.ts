import type { ChartDataset, Plugin } from 'chart.js';
import { Chart, LinearScale, LineController, LineElement, PointElement, Tooltip } from 'chart.js';
import './chartCursors.css';
import { ChartCursors, type ChartMoment } from './chartCursors';
import type { ChartPicture, Level, Series } from './chartPicture';
import { describePicture, isEmpty } from './chartPicture';
import { formatColour } from './colour';
import { element, setText } from './dom';
import { formatChangeTick, formatCountTick, formatEpoch, formatTick } from './format';
import { term } from './term';
import type { Theme } from './theme';
import { worthDrawing } from './thinning';

Chart.register(LineController, LineElement, PointElement, LinearScale, Tooltip);

/** Plots of one grid share this width of the y axis, so that their x axes stand above each other. */
const yAxisWidth = 50;
/** Beyond this many points the line alone is drawn. */
const mostDots = 60;
/** Beyond this many, those that nobody could tell apart are left out. */
const mostPoints = 1500;

interface Point {
  readonly x: number;
  readonly y: number | null;
}

/** A titled line chart that is updated in place and shares its cursor with the others of its panel. */
export class LineChart {
  readonly root: HTMLElement;
  private readonly canvas = element('canvas', { role: 'img' });
  private readonly title = element('span', { class: 'chart-title' });
  private readonly measure = element('span', { class: 'chart-measure' });
  private readonly newest = element('span', { class: 'chart-newest' });
  private readonly empty = element('span');
  private readonly cursors = new ChartCursors();
  private readonly chart: Chart<'line', Point[]>;
  private picture: ChartPicture | null = null;
  private theme: Theme;
  /** Indices of the points that are drawn. */
  private drawn: readonly number[] = [];

  constructor(theme: Theme, onCursor: (x: number | null) => void) {
    this.theme = theme;
    this.root = element(
      'figure',
      { class: 'chart' },
      element('figcaption', { class: 'chart-head' }, this.title, this.measure, this.newest),
      element(
        'div',
        { class: 'chart-plot' },
        this.canvas,
        this.cursors.root,
        element('p', { class: 'chart-empty' }, this.empty),
      ),
    );
    this.chart = new Chart<'line', Point[]>(this.canvas, {
      type: 'line',
      data: { datasets: [] },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        parsing: false,
        normalized: true,
        interaction: { mode: 'index', axis: 'x', intersect: false },
        layout: { padding: { top: 4, right: 6 } },
        scales: {
          x: { type: 'linear', ticks: { maxRotation: 0, autoSkipPadding: 16, precision: 0 } },
          y: {
            type: 'linear',
            afterFit: (scale) => {
              scale.width = yAxisWidth;
            },
          },
        },
        onHover: (_event, hits) => {
          onCursor(hits.length === 0 ? null : (this.picture?.xs[this.drawn[hits[0].index]] ?? null));
        },
      },
      plugins: [this.overlay()],
    });
    this.canvas.addEventListener('pointerleave', () => {
      onCursor(null);
    });
  }

  update(picture: ChartPicture, theme: Theme): void {
    this.picture = picture;
    this.theme = theme;
    const nothing = isEmpty(picture);
    this.showTitle(picture);
    setText(this.measure, measureText(picture));
    this.showNewest(picture);
    setText(this.empty, nothing ? picture.emptyText : '');
    this.canvas.setAttribute('aria-label', describePicture(picture, formatEpoch));
    this.root.dataset['chart'] = picture.id;

    this.drawn = worthDrawing(picture.xs, picture.series, mostPoints);
    this.chart.data.datasets = picture.series.map((series) =>
      toDataset(series, picture.xs, this.drawn, theme),
    );
    this.applyOptions(picture, theme);
    this.chart.update('none');
  }

  /** The shared cursor, at the place the pointer is at in one of the charts. */
  setCursor(x: number | null): void {
    this.cursors.setPointer(x, this.chart);
  }

  setMoment(moment: ChartMoment | null): void {
    this.cursors.setMoment(moment, this.chart);
  }

  dispose(): void {
    this.chart.destroy();
  }

  private showTitle({ title, term: word }: ChartPicture): void {
    if (this.title.textContent === title) return;
    this.title.replaceChildren(word === null ? title : term(word, title));
  }

  private showNewest({ newest }: ChartPicture): void {
    const of = newest?.of ?? '';
    const text = newest?.text ?? '';
    if (this.newest.dataset['shown'] === `${of}\n${text}`) return;
    this.newest.dataset['shown'] = `${of}\n${text}`;
    this.newest.replaceChildren(
      element('span', { class: 'chart-newest-of' }, of),
      ' ',
      element('span', { class: 'chart-newest-value' }, text),
    );
  }

  private applyOptions(picture: ChartPicture, theme: Theme): void {
    const options = this.chart.options;
    const font = { family: theme.fontFamily, size: 11 };
    const format = (value: number): string => {
      if (picture.mirrored) return formatChangeTick(value);
      if (picture.unit === 'count') return formatCountTick(value);
      return formatTick(value, picture.yAxis.step, picture.unit);
    };
    options.scales = {
      x: {
        ...options.scales?.['x'],
        min: picture.xRange.min,
        max: picture.xRange.max,
        grid: { display: false },
        border: { color: theme.hairline },
        ticks: {
          maxRotation: 0,
          autoSkipPadding: 16,
          precision: 0,
          color: theme.dim,
          font,
          callback: (value) => formatEpoch(Number(value)),
        },
      },
      y: {
        ...options.scales?.['y'],
        min: picture.yAxis.min,
        max: picture.yAxis.max,
        grid: { color: theme.hairline, drawTicks: false },
        border: { display: false },
        ticks: {
          stepSize: picture.yAxis.step,
          color: theme.dim,
          font,
          padding: 8,
          callback: (value) => format(Number(value)),
        },
      },
    };
    options.plugins = {
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
        filter: (item) => (item.raw as Point).y !== null,
        callbacks: {
          title: (items) => (items.length === 0 ? '' : `Epoch ${formatEpoch((items[0].raw as Point).x)}`),
          label: (item) =>
            ` ${item.dataset.label ?? ''}  ${picture.formatValue((item.raw as Point).y ?? Number.NaN)}`,
        },
      },
    };
  }

  /** Zero line of a mirrored chart, and marks of points that are pending or failed. */
  private overlay(): Plugin<'line'> {
    return {
      id: 'overlay',
      beforeDatasetsDraw: (chart) => {
        const { ctx, chartArea, scales } = chart;
        if (this.picture === null) return;
        ctx.save();
        ctx.strokeStyle = this.theme.dim;
        ctx.lineWidth = 1;
        if (this.picture.mirrored)
          line(ctx, chartArea.left, scales['y'].getPixelForValue(0), chartArea.right);
        for (const level of this.picture.levels) {
          drawLevel(ctx, level, scales['y'].getPixelForValue(level.value), chartArea, this.theme);
        }
        let lastX = Number.NEGATIVE_INFINITY;
        for (const mark of this.picture.marks) {
          const x = scales['x'].getPixelForValue(mark.x);
          // Marks on top of each other say no more than one.
          if (mark.kind === 'pending' && x - lastX < 3) continue;
          lastX = x;
          const y = chartArea.bottom - 5;
          ctx.strokeStyle = mark.kind === 'failed' ? this.theme.inks.red : this.theme.dim;
          ctx.beginPath();
          if (mark.kind === 'failed') {
            ctx.moveTo(x - 3, y - 3);
            ctx.lineTo(x + 3, y + 3);
            ctx.moveTo(x + 3, y - 3);
            ctx.lineTo(x - 3, y + 3);
          } else {
            ctx.arc(x, y, 2.5, 0, 2 * Math.PI);
          }
          ctx.stroke();
        }
        ctx.restore();
      },
      afterDraw: (chart) => {
        this.cursors.place(chart);
      },
    };
  }
}

function line(ctx: CanvasRenderingContext2D, left: number, y: number, right: number): void {
  const crisp = Math.round(y) + 0.5;
  ctx.beginPath();
  ctx.moveTo(left, crisp);
  ctx.lineTo(right, crisp);
  ctx.stroke();
}

/** A line with its name below its left end, where curves begin low. */
function drawLevel(
  ctx: CanvasRenderingContext2D,
  { label, code }: Level,
  y: number,
  { left, right }: { readonly left: number; readonly right: number },
  theme: Theme,
): void {
  ctx.save();
  ctx.strokeStyle = theme.inks[code.ink];
  ctx.lineWidth = code.width;
  ctx.setLineDash([...code.dash]);
  line(ctx, left, y, right);
  ctx.font = `11px ${theme.fontFamily}`;
  // Below the line, on a ground of its own: a grid line may run there.
  ctx.fillStyle = formatColour(theme.background);
  ctx.fillRect(left + 2, y + 3, ctx.measureText(label).width + 4, 13);
  ctx.fillStyle = theme.dim;
  ctx.textBaseline = 'top';
  ctx.fillText(label, left + 4, y + 4);
  ctx.restore();
}

/** An axis that does not start at zero says so. */
function measureText(picture: ChartPicture): string {
  if (picture.mirrored || picture.yAxis.min === 0 || isEmpty(picture)) return picture.measure;
  return `${picture.measure} · axis from ${formatTick(picture.yAxis.min, picture.yAxis.step, picture.unit)}`;
}

function toDataset(
  series: Series,
  xs: readonly number[],
  drawn: readonly number[],
  theme: Theme,
): ChartDataset<'line', Point[]> {
  const { code } = series;
  const values = drawn.map((k) => series.values[k]);
  const colour = theme.inks[code.ink];
  // A triangle of the same radius looks smaller than a dot.
  const dotRadius = series.marker === 'dot' ? 2.5 : 3.5;
  // A point between two gaps has no line to be seen by.
  const radius = values.map((value, k) =>
    value !== null &&
    (values.length <= mostDots || ((values[k - 1] ?? null) === null && (values[k + 1] ?? null) === null))
      ? dotRadius
      : 0,
  );
  return {
    label: series.label,
    data: drawn.map((at, k) => ({ x: xs[at], y: values[k] })),
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: code.width,
    borderDash: [...code.dash],
    pointRadius: radius,
    pointHoverRadius: 4,
    pointHoverBackgroundColor: colour,
    pointBorderWidth: 0,
    pointStyle: series.marker === 'dot' ? 'circle' : 'triangle',
    pointRotation: series.marker === 'down' ? 180 : 0,
    // Points at the ends of the axes are drawn whole.
    clip: 6,
    spanGaps: false,
    tension: 0,
  };
}
