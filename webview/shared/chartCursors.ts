import type { Chart } from 'chart.js';
import { element } from './dom';

/** Places on the x axis that a chart points at. */
export interface ChartMoment {
  readonly shown: number;
  readonly against: number | null;
}

/** Lines across a plot, laid over its canvas: they move without anything being drawn anew. */
export class ChartCursors {
  private readonly lines = {
    against: element('div', { class: 'chart-cursor against' }),
    shown: element('div', { class: 'chart-cursor shown' }),
    pointer: element('div', { class: 'chart-cursor pointer' }),
  };
  readonly root = element(
    'div',
    { class: 'chart-cursors', 'aria-hidden': 'true' },
    ...Object.values(this.lines),
  );
  private moment: ChartMoment | null = null;
  private pointer: number | null = null;

  /** `chart`: null while there is none; it places the lines as soon as it is drawn. */
  setMoment(moment: ChartMoment | null, chart: Chart<'line', unknown[]> | null): void {
    this.moment = moment;
    if (chart !== null) this.place(chart);
  }

  setPointer(x: number | null, chart: Chart<'line', unknown[]> | null): void {
    this.pointer = x;
    if (chart !== null) this.place(chart);
  }

  /** To be called too when the scales of the chart have moved. */
  place({ chartArea, scales }: Chart<'line', unknown[]>): void {
    const places = { ...(this.moment ?? { shown: null, against: null }), pointer: this.pointer };
    for (const name of ['against', 'shown', 'pointer'] as const) {
      const line = this.lines[name];
      const value = places[name];
      const x = value === null ? Number.NaN : scales['x'].getPixelForValue(value);
      const inside = x >= chartArea.left - 0.5 && x <= chartArea.right + 0.5;
      line.hidden = !inside;
      if (!inside) continue;
      line.style.transform = `translateX(${String(Math.round(x))}px)`;
      line.style.top = `${String(chartArea.top)}px`;
      line.style.height = `${String(chartArea.bottom - chartArea.top)}px`;
    }
  }
}
