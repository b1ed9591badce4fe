import { type ChartMoment } from '../shared/chartCursors';
import type { ChartPicture } from '../shared/chartPicture';
import { type ChartLook, viewed } from '../shared/chartView';
import { element } from '../shared/dom';
import { type ChartListener, LineChart } from '../shared/lineChart';
import type { Theme } from '../shared/theme';

/** The charts of the panel: one cursor, one x axis, one moment for all of them. */
export class ChartGrid {
  readonly root = element('div', { class: 'chart-grid', id: 'charts' });
  private readonly charts = new Map<string, LineChart>();
  private readonly listener: ChartListener;
  private shown: readonly LineChart[] = [];

  constructor(listener: Omit<ChartListener, 'pointed'>) {
    this.listener = {
      ...listener,
      pointed: (epoch) => {
        for (const chart of this.charts.values()) chart.setCursor(epoch);
      },
    };
  }

  update(pictures: readonly ChartPicture[], look: ChartLook, theme: Theme): void {
    const wanted = new Set(pictures.map(({ id }) => id));
    for (const [id, chart] of this.charts) {
      if (wanted.has(id)) continue;
      chart.dispose();
      chart.root.remove();
      this.charts.delete(id);
    }
    this.shown = pictures.map((picture, place) => {
      let chart = this.charts.get(picture.id);
      if (chart === undefined) {
        chart = new LineChart(theme, this.listener);
        this.charts.set(picture.id, chart);
        this.root.insertBefore(chart.root, this.root.children[place] ?? null);
      }
      chart.update(viewed(picture, look), theme);
      return chart;
    });
    this.root.classList.toggle('odd', pictures.length % 2 === 1);
  }

  /** From top to bottom. */
  get inOrder(): readonly LineChart[] {
    return this.shown;
  }

  setMoment(moment: ChartMoment | null): void {
    for (const chart of this.charts.values()) chart.setMoment(moment);
  }
}
