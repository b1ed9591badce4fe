import type { ChartChoices, EvolutionChoices, EvolutionSnapshot } from '../../src/protocol/evolution';
import type { ChartMoment } from '../shared/chartCursors';
import { viewed, wholeRange } from '../shared/chartView';
import type { Choices } from '../shared/choices';
import type { Folds } from '../shared/fold';
import { LayerTabs } from '../shared/layerTabs';
import { Legend } from '../shared/legend';
import { nearestIndex } from '../shared/nearestIndex';
import type { LineChart } from '../shared/lineChart';
import type { Theme } from '../shared/theme';
import { rangeWithin, type XAxis, type XRange, zoomedRange } from '../shared/xAxis';
import { ChartChoicesView } from './chartChoicesView';
import { stopsOf } from './timeline/clock';
import { ChartGroups } from './chartGroups';
import { legendOf, legendOfOverlay, picturesOf } from './charts';
import type { RunCode } from '../shared/runCode';
import { curveTabsOf, overlayOf, rangeOfAll } from './overlay';
import { NumbersView } from './numbersView';
import { sharedXAxes, type XAxisChoices, xAxesOf } from './xAxes';

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
  /** A click on a point of a chart, nearest to this one of the checkpoints that can be shown. */
  picked(stop: number): void;
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
  private axis: {
    readonly state: CurvesState;
    readonly choices: ChartChoices;
    readonly chosen: ChosenAxis;
  } | null = null;

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
        picked: (at) => {
          if (this.state === null) return;
          const { toX } = this.axisOf(this.state);
          const stops = stopsOf(this.state.focus.points);
          listener.picked(
            nearestIndex(
              stops.map(({ epoch }) => toX(epoch)),
              at,
            ),
          );
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
    const { axis, axes, x, zoom } = this.axisOf(state);
    const tabs = several ? curveTabsOf(series) : [];
    const layer = tabs.some((tab) => tab.layer === curvesLayer) ? curvesLayer : null;

    const overlay = several ? overlayOf(series, layer, codes, hidden, x) : null;
    const pictures = picturesOf(focus, hidden, overlay);
    this.tabs.root.hidden = !several;
    this.tabs.update(tabs, layer);
    this.legend.update(several ? legendOfOverlay(series) : legendOf(focus), hidden);
    this.look.update(
      { ...choices, x, zoom },
      axes,
      pictures.some(({ noisy }) => noisy),
    );
    const views = pictures.map((picture) => viewed(picture, { ...choices, xAxis: axis, zoom }));
    this.charts.update(views, theme);
    this.numbersView.update(views);
  }

  /** In epochs. */
  setMoment(moment: ChartMoment | null): void {
    if (this.state === null) return;
    const { toX } = this.axisOf(this.state);
    this.charts.setMoment(
      moment && { shown: toX(moment.shown), against: moment.against === null ? null : toX(moment.against) },
    );
  }

  /** A part of the charts moves along, so that this epoch is in it. */
  follow(epoch: number): void {
    if (this.state === null) return;
    const { axis, toX, zoom } = this.axisOf(this.state);
    if (zoom === null) return;
    const place = axis.place(toX(epoch));
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
    const { axis, toX, whole, zoom } = this.axisOf(this.state);
    const seen = zoom ?? whole;
    this.zoomTo(zoomedRange(seen, factor, shownEpoch === null ? seen.max : axis.place(toX(shownEpoch))));
  }

  /** Asked for at each step of the time line, but another one only where the series or the choices are others. */
  private axisOf(state: CurvesState): ChosenAxis {
    const { choices } = this.panel.current;
    if (this.axis?.state !== state || this.axis.choices !== choices) {
      this.axis = { state, choices, chosen: chosenAxis(state, choices) };
    }
    return this.axis.chosen;
  }
}

/** The chosen axis, or epochs while that cannot be had; then what was zoomed on the other is none of it. */
function chosenAxis({ series, focus }: CurvesState, choices: ChartChoices): ChosenAxis {
  const own = xAxesOf(focus);
  const axes = series.length > 1 ? sharedXAxes(series) : own;
  const x = axes[choices.x].axis === null ? 'epoch' : choices.x;
  const axis = axes[x].axis!;
  const toX = axis.ofNoRun ? own[x].axis!.place : (epoch: number): number => epoch;
  const whole = wholeRange(rangeOfAll(series, axis.ofNoRun ? x : 'epoch'), axis);
  return { axis, toX, axes, x, whole, zoom: x === choices.x ? choices.zoom : null };
}

interface ChosenAxis {
  readonly axis: XAxis;
  /** Where an epoch of the series in focus is among the `xs` of the charts. */
  readonly toX: (epoch: number) => number;
  readonly axes: XAxisChoices;
  readonly x: ChartChoices['x'];
  readonly whole: XRange;
  readonly zoom: XRange | null;
}
