import type { ChartChoices, EvolutionChoices, EvolutionSnapshot } from '../../src/protocol/evolution';
import type { ChartMoment } from '../shared/chartCursors';
import { wholeRange } from '../shared/chartView';
import type { Choices } from '../shared/choices';
import type { Folds } from '../shared/fold';
import { LayerTabs } from '../shared/layerTabs';
import { Legend } from '../shared/legend';
import type { LineChart } from '../shared/lineChart';
import type { Theme } from '../shared/theme';
import { rangeWithin, type XAxis, type XRange, zoomedRange } from '../shared/xAxis';
import { ChartChoicesView } from './chartChoicesView';
import { ChartGroups } from './chartGroups';
import { legendOf, legendOfOverlay, picturesOf } from './charts';
import type { RunCode } from '../shared/runCode';
import { curveTabsOf, overlayOf, rangeOfAll } from './overlay';
import { NumbersView } from './numbersView';
import { epochsOnly, type XAxisChoices, xAxesOf } from './xAxes';

export interface CurvesState {
  readonly series: readonly EvolutionSnapshot[];
  /** The one of them that the time line belongs to. */
  readonly focus: EvolutionSnapshot;
  readonly codes: ReadonlyMap<string, RunCode>;
  readonly theme: Theme;
}

export interface CurvesListener {
  chosen(change: Partial<EvolutionChoices>): void;
  /** Where the time line stands; null before there is anything. */
  shownEpoch(): number | null;
  /** A click on a point of a chart, at this epoch. */
  picked(epoch: number): void;
  /** The first of two clicks was none. */
  unpicked(): void;
  toggled(id: string): void;
}

/** Legend, choices and charts: the course of the series. */
export class CurvesView {
  private readonly legend: Legend;
  private readonly look: ChartChoicesView;
  private readonly tabs: LayerTabs;
  private readonly charts: ChartGroups;
  private readonly numbersView = new NumbersView();
  /** What is seen first, and what comes after the details of the moment where there is one column. */
  readonly roots: { readonly first: readonly HTMLElement[]; readonly rest: readonly HTMLElement[] };
  private state: CurvesState | null = null;

  constructor(
    private readonly panel: Choices<EvolutionChoices>,
    private readonly listener: CurvesListener,
    folds: Folds,
  ) {
    this.legend = new Legend((id) => {
      listener.toggled(id);
    });
    this.look = new ChartChoicesView({
      chosen: (change) => {
        this.choose(change);
      },
      zoomed: (factor) => {
        this.zoomBy(factor);
      },
    });
    this.tabs = new LayerTabs(ChartGroups.ids, (curvesLayer) => {
      listener.chosen({ curvesLayer });
    });
    this.charts = new ChartGroups(
      {
        picked: (epoch) => {
          listener.picked(epoch);
        },
        zoomed: (range) => {
          this.zoomTo(range);
        },
        reset: () => {
          listener.unpicked();
          this.choose({ zoom: null });
        },
      },
      folds,
    );
    const { first, rest } = this.charts.roots;
    this.roots = {
      first: [this.legend.root, this.look.root, this.tabs.root, ...first],
      rest,
    };
  }

  get numbers(): HTMLElement {
    return this.numbersView.root;
  }

  /** Those that can be seen, from top to bottom. */
  get inOrder(): readonly LineChart[] {
    return this.charts.inOrder;
  }

  update(state: CurvesState): void {
    this.state = state;
    const { series, focus, codes, theme } = state;
    const { choices, curvesLayer } = this.panel.current;
    const hidden = new Set(this.panel.current.hidden);
    const several = series.length > 1;
    const tabs = several ? curveTabsOf(series) : [];
    const layer = tabs.some((tab) => tab.layer === curvesLayer) ? curvesLayer : null;
    const overlay = several ? overlayOf(series, layer, codes, hidden) : null;
    const pictures = picturesOf(focus, hidden, overlay);
    this.tabs.root.hidden = !several;
    this.tabs.update(tabs, layer);
    this.legend.update(several ? legendOfOverlay(series) : legendOf(focus), hidden);
    const { axis, axes, x, zoom } = this.axisOf(state);
    this.look.update(
      { ...choices, x, zoom },
      axes,
      pictures.some(({ noisy }) => noisy),
    );
    this.charts.update(pictures, { ...choices, xAxis: axis, zoom }, theme);
    this.numbersView.update(pictures);
  }

  setMoment(moment: ChartMoment | null): void {
    this.charts.setMoment(moment);
  }

  /** A part of the charts moves along, so that this epoch is in it. */
  follow(epoch: number): void {
    if (this.state === null) return;
    const { axis, zoom } = this.axisOf(this.state);
    if (zoom === null) return;
    const place = axis.place(epoch);
    if (place >= zoom.min && place <= zoom.max) return;
    const half = (zoom.max - zoom.min) / 2;
    this.zoomTo({ min: place - half, max: place + half });
  }

  private choose(change: Partial<ChartChoices>): void {
    this.listener.chosen({ choices: { ...this.panel.current.choices, ...change } });
  }

  private zoomTo(range: XRange): void {
    if (this.state !== null) this.choose({ zoom: rangeWithin(range, this.axisOf(this.state).whole) });
  }

  /** About what the time line shows. */
  private zoomBy(factor: number): void {
    if (this.state === null) return;
    const shownEpoch = this.listener.shownEpoch();
    const { axis, whole, zoom } = this.axisOf(this.state);
    const seen = zoom ?? whole;
    this.zoomTo(zoomedRange(seen, factor, shownEpoch === null ? seen.max : axis.place(shownEpoch)));
  }

  /** The chosen axis, or epochs while that cannot be had; then what was zoomed on the other is none of it. */
  private axisOf({ series, focus }: CurvesState): ChosenAxis {
    const { choices } = this.panel.current;
    const axes = series.length > 1 ? epochsOnly : xAxesOf(focus);
    const x = axes[choices.x].axis === null ? 'epoch' : choices.x;
    const axis = axes[x].axis!;
    const whole = wholeRange(rangeOfAll(series), axis);
    return { axis, axes, x, whole, zoom: x === choices.x ? choices.zoom : null };
  }
}

interface ChosenAxis {
  readonly axis: XAxis;
  readonly axes: XAxisChoices;
  readonly x: ChartChoices['x'];
  readonly whole: XRange;
  readonly zoom: XRange | null;
}
