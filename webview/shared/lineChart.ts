import {
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
} from 'chart.js';
import { afterPaint } from './afterPaint';
import './chartCursors.css';
import { ChartCursors, type ChartMoment } from './chartCursors';
import { datasetsOf, type Point } from './chartDatasets';
import { chartOptions } from './chartOptions';
import { drawOverlay } from './chartOverlay';
import { describePicture, isEmpty } from './chartPicture';
import { pulseAt } from './chartPulse';
import { describeLook, describeX, type ViewedPicture, wholeRange, windowOf } from './chartView';
import { zoomOptions } from './chartZoom';
import { element, setText } from './dom';
import { exportedChart } from './export/chartExport';
import type { Exported, Exporting } from './exported';
import { formatTick } from './format';
import { nearestIndex } from './nearestIndex';
import { term } from './term';
import type { Theme } from './theme';
import { worthDrawing } from './thinning';
import type { XRange } from './xAxis';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, Tooltip);

/** Beyond this many, points that nobody could tell apart are left out. */
const mostPoints = 1500;

export interface ChartListener {
  /** The pointer is at a point of this epoch, or at none. */
  pointed(epoch: number | null): void;
  /** A click on a point of this epoch. */
  picked(epoch: number): void;
  /** Another part of the x axis is to be seen, in its unit. */
  zoomed(range: XRange): void;
  /** A double click: all of it. */
  reset(): void;
}

/** A titled line chart that is updated in place and shares cursor and x axis with the others of its panel. */
export class LineChart implements Exporting {
  readonly root: HTMLElement;
  private readonly canvas = element('canvas', { role: 'img' });
  private readonly title = element('span', { class: 'chart-title' });
  private readonly measure = element('span', { class: 'chart-measure' });
  private readonly newest = element('span', { class: 'chart-newest' });
  private readonly empty = element('span');
  private readonly cursors = new ChartCursors();
  private readonly plot = element(
    'div',
    { class: 'chart-plot' },
    this.canvas,
    this.cursors.root,
    element('p', { class: 'chart-empty' }, this.empty),
  );
  /** Null at first: a dozen of them would take as long to make as all else that is seen first. */
  private chart: Chart<'line', Point[]> | null = null;
  private disposed = false;
  private picture: ViewedPicture | null = null;
  /** Indices of the points that are drawn. */
  private drawn: readonly number[] = [];
  private dragged = false;

  constructor(
    private theme: Theme,
    private readonly listener: ChartListener,
  ) {
    this.root = element(
      'figure',
      { class: 'chart', 'aria-busy': 'true' },
      element('figcaption', { class: 'chart-head' }, this.title, this.measure, this.newest),
      this.plot,
    );
    this.listenToPointer();
    afterPaint(() => {
      if (!this.disposed && this.picture !== null) this.made(this.picture);
    });
  }

  update(picture: ViewedPicture, theme: Theme): void {
    const newestBefore = this.picture === null ? null : newestPoint(this.picture);
    this.picture = picture;
    this.theme = theme;
    const nothing = isEmpty(picture);
    this.showTitle(picture);
    setText(this.measure, measureText(picture));
    this.showNewest(picture);
    setText(this.empty, nothing ? picture.emptyText : '');
    const words = [describePicture(picture, (x) => describeX(picture.xAxis, x)), describeLook(picture)];
    this.canvas.setAttribute('aria-label', words.join(' ').trim());
    this.root.dataset['chart'] = picture.id;

    this.drawn = worthDrawing(windowOf(picture.places, picture.seen), picture.series, mostPoints);
    this.draw(picture);
    const newest = newestPoint(picture);
    if (newestBefore !== null && newest !== null && newest.epoch > newestBefore.epoch) this.pulse(newest);
  }

  /** The shared cursor, with the values of the point nearest to it. */
  setCursor(epoch: number | null): void {
    const place = epoch === null ? null : (this.picture?.xAxis.place(epoch) ?? null);
    this.cursors.setPointer(place, this.chart);
    this.showValues(place);
  }

  setMoment(moment: ChartMoment | null): void {
    const place = (epoch: number): number => this.picture?.xAxis.place(epoch) ?? epoch;
    this.cursors.setMoment(
      moment && {
        shown: place(moment.shown),
        against: moment.against === null ? null : place(moment.against),
      },
      this.chart,
    );
  }

  exported(): Exported | null {
    const { picture } = this;
    if (picture === null || isEmpty(picture)) return null;
    const { newest } = picture;
    const subtitle = [measureText(picture), ...(newest === null ? [] : [`${newest.of} ${newest.text}`])];
    return exportedChart<Point[]>(picture, subtitle.join(' · '), this.root.clientWidth, (theme, use) => {
      const own = this.theme;
      const chart = this.made(picture);
      // For the moment of the export: nothing is shown before it has its own colours again.
      this.update(picture, theme);
      use(chart.config as ChartConfiguration<'line', Point[]>);
      this.update(picture, own);
    });
  }

  dispose(): void {
    this.disposed = true;
    this.chart?.destroy();
  }

  private draw(picture: ViewedPicture): void {
    const { chart } = this;
    if (chart === null) return;
    const { datasets, options } = this.drawnOf(picture);
    chart.data.datasets = datasets;
    Object.assign(chart.options, options);
    chart.update('none');
  }

  /** What of a chart follows its picture. */
  private drawnOf(picture: ViewedPicture) {
    const { theme, listener } = this;
    const { scales, tooltip } = chartOptions(picture, theme);
    const zoom = zoomOptions(wholeRange(picture.xRange, picture.xAxis), picture.seen, (range) => {
      listener.zoomed(range);
    });
    return {
      datasets: datasetsOf(picture, this.drawn, theme),
      options: { scales, plugins: { tooltip, zoom } },
    };
  }

  private made(picture: ViewedPicture): Chart<'line', Point[]> {
    this.chart ??= this.make(picture);
    this.root.removeAttribute('aria-busy');
    return this.chart;
  }

  private make(picture: ViewedPicture): Chart<'line', Point[]> {
    const { listener } = this;
    const { datasets, options } = this.drawnOf(picture);
    return new Chart<'line', Point[]>(this.canvas, {
      type: 'line',
      data: { datasets },
      options: {
        ...options,
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        parsing: false,
        normalized: true,
        interaction: { mode: 'index', axis: 'x', intersect: false },
        layout: { padding: { top: 4, right: 6 } },
        onHover: (_event, hits) => {
          listener.pointed(hits.length === 0 ? null : this.epochOf(hits[0].index));
        },
        onClick: (event, hits) => {
          const first = event.native instanceof MouseEvent && event.native.detail === 1;
          if (first && !this.dragged && hits.length > 0) listener.picked(this.epochOf(hits[0].index));
        },
      },
      plugins: [
        {
          id: 'overlay',
          beforeDatasetsDraw: (drawn) => {
            if (this.picture !== null) drawOverlay(drawn, this.picture, this.theme);
          },
          afterDraw: (drawn) => {
            this.cursors.place(drawn);
          },
        },
      ],
    });
  }

  private listenToPointer(): void {
    this.canvas.addEventListener('pointerleave', () => {
      this.listener.pointed(null);
    });
    this.canvas.addEventListener('dblclick', () => {
      this.listener.reset();
    });
    let from = { x: 0, y: 0 };
    this.canvas.addEventListener('pointerdown', ({ x, y }) => {
      from = { x, y };
      this.dragged = false;
    });
    this.canvas.addEventListener('pointermove', ({ x, y }) => {
      this.dragged ||= Math.hypot(x - from.x, y - from.y) > 4;
    });
  }

  private epochOf(index: number): number {
    return this.picture!.xs[this.drawn[index]];
  }

  /** The hover of this chart, wherever the pointer is. */
  private showValues(place: number | null): void {
    const { chart } = this;
    const tooltip = chart?.tooltip;
    if (chart === null || tooltip === undefined) return;
    const places = this.drawn.map((at) => this.picture!.places[at]);
    const at = place === null ? -1 : nearestIndex(places, place);
    const hits = chart.data.datasets.flatMap(({ data }, datasetIndex) =>
      at >= 0 && data[at].y !== null ? [{ datasetIndex, index: at }] : [],
    );
    const before = tooltip.getActiveElements();
    if (before.length === hits.length && before.every(({ index }, k) => index === hits[k].index)) return;
    const { left, top, bottom } = chart.chartArea;
    const x = at < 0 ? left : chart.scales['x'].getPixelForValue(places[at]);
    chart.setActiveElements(hits);
    tooltip.setActiveElements(hits, { x, y: (top + bottom) / 2 });
    chart.draw();
  }

  private pulse({ epoch, value }: NewestPoint): void {
    if (this.chart === null) return;
    const { scales, chartArea } = this.chart;
    const x = scales['x'].getPixelForValue(this.picture!.xAxis.place(epoch));
    if (x <= chartArea.right + 1) pulseAt(this.plot, x, scales['y'].getPixelForValue(value));
  }

  private showTitle({ title, term: word }: ViewedPicture): void {
    if (this.title.textContent === title) return;
    this.title.replaceChildren(word === null ? title : term(word, title));
  }

  private showNewest({ newest }: ViewedPicture): void {
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
}

/** An axis that does not start at zero says so. */
function measureText(picture: ViewedPicture): string {
  const { mirrored, yScale, unit, series } = picture;
  const bridges = series.some(({ bridged }) => bridged?.includes(true) === true);
  const measure = bridges ? `${picture.measure} · dotted where values are missing` : picture.measure;
  if (yScale.type === 'logarithmic') return `${measure} · logarithmic`;
  if (mirrored || yScale.min === 0 || isEmpty(picture)) return measure;
  return `${measure} · axis from ${formatTick(yScale.min, yScale.step, unit)}`;
}

interface NewestPoint {
  readonly epoch: number;
  readonly value: number;
}

/** Of the line that is named last, as it is drawn on top. */
function newestPoint({ xs, series, smoothed }: ViewedPicture): NewestPoint | null {
  let newest: NewestPoint | null = null;
  series.forEach(({ values }, k) => {
    const at = values.findLastIndex((value) => value !== null);
    if (at < 0 || xs[at] < (newest?.epoch ?? Number.NEGATIVE_INFINITY)) return;
    newest = { epoch: xs[at], value: smoothed[k]?.[at] ?? values[at]! };
  });
  return newest;
}
