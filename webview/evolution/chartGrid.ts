import type { ViewedPicture } from '../shared/chartView';
import { element } from '../shared/dom';
import { type ChartListener, LineChart } from '../shared/lineChart';
import type { Theme } from '../shared/theme';

/** Charts side by side: one for each picture, kept from one update to the next. */
export class ChartGrid {
  readonly root = element('div', { class: 'chart-grid' });
  private readonly charts = new Map<string, LineChart>();
  private shown: readonly LineChart[] = [];

  constructor(private readonly listener: ChartListener) {}

  update(pictures: readonly ViewedPicture[], theme: Theme): void {
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
      chart.update(picture, theme);
      return chart;
    });
    this.root.classList.toggle('odd', pictures.length % 2 === 1);
  }

  /** From top to bottom. */
  get inOrder(): readonly LineChart[] {
    return this.shown;
  }
}
