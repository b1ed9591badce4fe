import type { ChartMoment } from '../shared/chartCursors';
import type { ViewedPicture } from '../shared/chartView';
import { element, setText } from '../shared/dom';
import { Fold, type Folds } from '../shared/fold';
import type { ChartListener, LineChart } from '../shared/lineChart';
import type { Theme } from '../shared/theme';
import { ChartGrid } from './chartGrid';
import { chartGroups } from './charts';

/** The charts of the panel in named groups that fold: one cursor, one x axis, one moment for all of them. */
export class ChartGroups {
  private readonly groups: readonly ChartGroup[];

  constructor(listener: Omit<ChartListener, 'pointed'>, folds: Folds) {
    const shared: ChartListener = {
      ...listener,
      pointed: (epoch) => {
        for (const chart of this.inOrder) chart.setCursor(epoch);
      },
    };
    this.groups = chartGroups.map(({ id, title, charts }) => {
      return new ChartGroup(id, title, new Set(charts.map((chart) => chart.id)), shared, folds);
    });
  }

  /** The first groups, which say how a run does as a whole, and the others. */
  get roots(): { readonly first: readonly HTMLElement[]; readonly rest: readonly HTMLElement[] } {
    const roots = this.groups.map(({ root }) => root);
    return { first: roots.slice(0, 2), rest: roots.slice(2) };
  }

  /** Of what the tabs above them choose. */
  static get ids(): string {
    return chartGroups.map(({ id }) => groupId(id)).join(' ');
  }

  update(pictures: readonly ViewedPicture[], theme: Theme): void {
    for (const group of this.groups) group.update(pictures, theme);
  }

  /** Those that are unfolded, from top to bottom. */
  get inOrder(): readonly LineChart[] {
    return this.groups.flatMap((group) => group.shown);
  }

  setMoment(moment: ChartMoment | null): void {
    for (const chart of this.inOrder) chart.setMoment(moment);
  }
}

function groupId(id: string): string {
  return `charts-${id}`;
}

class ChartGroup {
  private readonly names = element('span', { class: 'dim folded-words' });
  private readonly silent = element('p', { class: 'dim silent-charts' });
  private readonly grid: ChartGrid;
  private readonly fold: Fold;
  readonly root: HTMLElement;

  constructor(
    id: string,
    title: string,
    private readonly charts: ReadonlySet<string>,
    listener: ChartListener,
    folds: Folds,
  ) {
    this.grid = new ChartGrid(listener);
    this.root = element(
      'section',
      { class: 'section', id: groupId(id), 'aria-label': title },
      element('div', { class: 'section-head' }, element('h2', {}, title), this.names),
      this.grid.root,
      this.silent,
    );
    this.fold = new Fold(this.root, title, id, folds);
  }

  get shown(): readonly LineChart[] {
    return this.fold.folded ? [] : this.grid.inOrder;
  }

  update(all: readonly ViewedPicture[], theme: Theme): void {
    const pictures = all.filter(({ id }) => this.charts.has(id));
    const drawn = pictures.filter(({ silence }) => silence === null);
    this.root.hidden = pictures.length === 0;
    setText(this.names, drawn.map(({ title }) => title).join(' · '));
    setText(
      this.silent,
      pictures.flatMap(({ title, silence }) => (silence === null ? [] : `${title}: ${silence}`)).join(' · '),
    );
    if (!this.fold.folded) this.grid.update(drawn, theme);
  }
}
