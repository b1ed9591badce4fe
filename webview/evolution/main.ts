import '../shared/noEval';
import type { ChartChoices, Clock, EvolutionSnapshot } from '../../src/protocol/evolution';
import {
  evolutionEvents,
  evolutionMethods,
  evolutionStateSchema,
  firstChoices,
  firstClock,
  firstPace,
} from '../../src/protocol/evolution';
import { connect, listen } from '../../src/protocol/rpc';
import { firstStructureChoices } from '../../src/protocol/structureChoices';
import { wholeRange } from '../shared/chartView';
import { Choices } from '../shared/choices';
import { element } from '../shared/dom';
import { Exporter } from '../shared/export/exporter';
import { isExporting } from '../shared/exported';
import { oncePerFrame } from '../shared/frameScheduler';
import { LayerTabs } from '../shared/layerTabs';
import { Legend } from '../shared/legend';
import { LinkStore } from '../shared/linkStore';
import '../shared/panel.css';
import { nearestIndex } from '../shared/nearestIndex';
import { ProblemLine } from '../shared/problemLine';
import { type RunCode, runCodes } from '../shared/runCode';
import { onThemeChange, provideInks, readTheme } from '../shared/theme';
import { acquireHost } from '../shared/vscodeApi';
import { rangeWithin, type XAxis, type XRange, zoomedRange } from '../shared/xAxis';
import { aboutEvolution } from './about';
import { ChartChoicesView } from './chartChoicesView';
import { ChartGrid } from './chartGrid';
import { legendOf, legendOfOverlay, picturesOf } from './charts';
import { DetailView } from './detail/detailView';
import type { ConnectionsSources } from './detail/connectionsSources';
import { momentViews } from './detail/momentViews';
import { structureFrom } from './detail/structure';
import './evolution.css';
import { HeaderView } from './headerView';
import type { EvolutionEvent } from './model';
import { curveTabsOf, overlayOf, rangeOfAll } from './overlay';
import { focusOf, hiddenButOne, runId, withPanelEvents } from './runs';
import { RunsView } from './runsView';
import { LayersView, NumbersView, RemarksView } from './tablesView';
import { momentAt, showing, stopsOf } from './timeline/clock';
import { TimelineView } from './timeline/timelineView';
import { epochsOnly, type XAxisChoices, xAxesOf } from './xAxes';

const host = acquireHost(evolutionStateSchema);
const client = connect(host.port, evolutionMethods);

/** All that is shown, and of it what time line and details belong to. */
let series: readonly EvolutionSnapshot[] = [];
let snapshot: EvolutionSnapshot | null = null;
let focus = host.restored()?.focus ?? null;
/** Of several series, whose curves are drawn; null is the mean. */
let curvesLayer = host.restored()?.curvesLayer ?? null;
let codes: ReadonlyMap<string, RunCode> = new Map();
let arrived: EvolutionEvent[] = [];
let theme = readTheme();
let hidden: ReadonlySet<string> = new Set(host.restored()?.hidden);

const problem = new ProblemLine();
const remarks = new RemarksView();
const exporter = new Exporter({
  about: () => aboutEvolution(series, snapshot!),
  views: () => [...charts.inOrder, layers, ...moments.filter(isExporting)],
  save: async (file) => (await client.request('save', file)).name,
});
const header = new HeaderView(
  () => {
    remarks.showNotes();
  },
  (measure) => {
    client.request('setMeasure', { measure }).catch((error: unknown) => {
      problem.report(error);
      render();
    });
  },
  () => {
    client.request('addSeries', null).catch(problem.report);
  },
  exporter.root,
);
const legend = new Legend(toggle);
const runs = new RunsView({
  toggled: (path) => {
    toggle(runId(path));
  },
  only: (path) => {
    hide(
      hiddenButOne(
        hidden,
        series.map(({ header }) => header.path),
        path,
      ),
    );
  },
  focused: (path) => {
    focus = path;
    render();
  },
  removed: (path) => {
    client.request('removeSeries', { path }).catch(problem.report);
  },
});
const curvesTabs = new LayerTabs('charts', (chosen) => {
  curvesLayer = chosen;
  keepState();
  render();
});
/** Where the clock stood before a click on a chart that may turn out to be the first of two. */
let clockBeforeClick: Clock | null = null;
const charts = new ChartGrid({
  picked: (epoch) => {
    if (snapshot === null) return;
    const stops = stopsOf(snapshot.points);
    clockBeforeClick = clock;
    moveClock(
      showing(
        clock,
        stops,
        nearestIndex(
          stops.map((stop) => stop.epoch),
          epoch,
        ),
      ),
    );
  },
  zoomed: (range) => {
    zoomTo(range);
  },
  reset: () => {
    if (clockBeforeClick !== null) moveClock(clockBeforeClick);
    clockBeforeClick = null;
    choose({ zoom: null });
  },
});
const chartChoices = new ChartChoicesView({
  chosen: choose,
  zoomed: (factor) => {
    if (snapshot === null) return;
    const { axis, whole } = chartsAxis(snapshot);
    const shown = momentAt(clock, stopsOf(snapshot.points), layer)?.shown.epoch;
    const seen = choices.zoom ?? whole;
    zoomTo(zoomedRange(seen, factor, shown === undefined ? seen.max : axis.place(shown)));
  },
});
const layers = new LayersView((paths) => {
  client.request('compare', { paths: [...paths] }).catch(problem.report);
});
const links = new LinkStore((place) => client.request('layerLinks', { ...place, weights: false }));
let layer = host.restored()?.layer ?? 0;
let clock = host.restored()?.clock ?? firstClock;
let choices = host.restored()?.choices ?? firstChoices;
let pace = host.restored()?.pace ?? firstPace;
let connections = host.restored()?.connections ?? null;
const connectionsSources: ConnectionsSources = {
  links,
  layerTile: (params) => client.request('layerTile', params),
  matching: (a, b, ofLayer) =>
    client.request('matching', { a, b, layer: ofLayer, measure: snapshot!.measure }),
  restored: connections,
  keep(shown) {
    connections = shown;
    keepState();
  },
};
const structure = structureFrom((method, params) => client.request(method, params));
const structureChoices = new Choices(host.restored()?.structure ?? firstStructureChoices, keepState);
const moments = momentViews({ connections: connectionsSources, structure, choices: structureChoices });
const detail = new DetailView(moments, (chosen) => {
  layer = chosen;
  keepState();
  showMoment();
});
const timeline = new TimelineView(
  {
    clock: moveClock,
    pace: (perSecond) => {
      pace = perSecond;
      keepState();
    },
  },
  pace,
);
const numbers = new NumbersView();
const waiting = element('p', { class: 'waiting', role: 'status' }, 'Reading…');
const root = document.getElementById('root')!;
provideInks(root, theme);
root.append(waiting, problem.root);

const render = oncePerFrame(() => {
  if (arrived.length > 0) series = withPanelEvents(series, arrived);
  const before = snapshot;
  snapshot = focusOf(series, focus);
  if (snapshot === null) return;
  if (arrived.some(({ name }) => ['measure', 'joined', 'left'].includes(name))) keepState();
  arrived = [];
  // Another one has checkpoints of its own.
  if (before !== null && before.header.path !== snapshot.header.path) {
    clock = firstClock;
    keepState();
  }
  codes = runCodes(
    series.map(({ header }) => header.path),
    codes,
  );
  if (waiting.isConnected) {
    waiting.replaceWith(
      header.root,
      runs.root,
      timeline.root,
      element(
        'div',
        { class: 'columns' },
        element(
          'div',
          { class: 'column' },
          legend.root,
          chartChoices.root,
          curvesTabs.root,
          charts.root,
          layers.root,
          numbers.root,
          remarks.root,
        ),
        element('div', { class: 'column' }, detail.root),
      ),
    );
  }
  const several = series.length > 1;
  const tabs = several ? curveTabsOf(series) : [];
  const ofLayer = tabs.some((tab) => tab.layer === curvesLayer) ? curvesLayer : null;
  const overlay = several ? overlayOf(series, ofLayer, codes, hidden) : null;
  const pictures = picturesOf(snapshot, hidden, overlay);
  header.update(snapshot);
  runs.update(series, snapshot, codes, hidden);
  curvesTabs.root.hidden = !several;
  curvesTabs.update(tabs, ofLayer);
  legend.update(several ? legendOfOverlay(series) : legendOf(snapshot), hidden);
  const { axis, axes, x } = chartsAxis(snapshot);
  const zoom = x === choices.x ? choices.zoom : null;
  chartChoices.update(
    { ...choices, x, zoom },
    axes,
    pictures.some(({ noisy }) => noisy),
  );
  charts.update(pictures, { ...choices, xAxis: axis, zoom }, theme);
  numbers.update(pictures);
  remarks.update(snapshot);
  drawMoment(snapshot);
  exporter.attach();
});

/** What follows the time line, without what does not: many times a second. */
const showMoment = oncePerFrame(() => {
  if (snapshot !== null) drawMoment(snapshot);
});

function drawMoment({ points }: EvolutionSnapshot): void {
  const stops = stopsOf(points);
  const moment = momentAt(clock, stops, layer);
  timeline.update(points, stops, clock);
  charts.setMoment(moment && { shown: moment.shown.epoch, against: moment.against?.epoch ?? null });
  layers.update(moment, stops);
  detail.update(moment, theme);
}

/** The axis of the charts: the chosen one, or epochs while that cannot be had. */
function chartsAxis(of: EvolutionSnapshot): {
  readonly axis: XAxis;
  readonly axes: XAxisChoices;
  readonly x: ChartChoices['x'];
  readonly whole: XRange;
} {
  const axes = series.length > 1 ? epochsOnly : xAxesOf(of);
  const x = axes[choices.x].axis === null ? 'epoch' : choices.x;
  const axis = axes[x].axis!;
  return { axis, axes, x, whole: wholeRange(rangeOfAll(series), axis) };
}

function choose(change: Partial<ChartChoices>): void {
  choices = { ...choices, ...change };
  keepState();
  render();
}

function zoomTo(range: XRange): void {
  if (snapshot !== null) choose({ zoom: rangeWithin(range, chartsAxis(snapshot).whole) });
}

/** A part of the charts moves along, so that what is shown is in it. */
function moveClock(chosen: Clock): void {
  clock = chosen;
  keepState();
  showMoment();
  if (snapshot === null || choices.zoom === null) return;
  const shown = momentAt(clock, stopsOf(snapshot.points), layer)?.shown.epoch;
  const { min, max } = choices.zoom;
  const place = shown === undefined ? min : chartsAxis(snapshot).axis.place(shown);
  if (place < min || place > max) {
    const half = (max - min) / 2;
    zoomTo({ min: place - half, max: place + half });
  }
}

function keepState(): void {
  if (snapshot === null) return;
  const [{ header: first }, ...others] = series;
  host.keep({
    version: 1,
    path: first.path,
    kind: first.kind,
    others: others.map(({ header: { path } }) => path),
    focus,
    curvesLayer,
    hidden: [...hidden],
    layer,
    clock,
    choices,
    pace,
    structure: structureChoices.current,
    connections,
    measure: snapshot.measure,
  });
}

function toggle(id: string): void {
  hide(hidden.has(id) ? [...hidden].filter((other) => other !== id) : [...hidden, id]);
}

function hide(ids: Iterable<string>): void {
  hidden = new Set(ids);
  keepState();
  render();
}

/** What was read of checkpoints that are others now, or may be. */
function forget(paths: readonly string[]): void {
  for (const path of paths) {
    links.forget(path);
    structure.forget(path);
  }
}

/** Events before the snapshot are part of it. */
function receive(event: EvolutionEvent): void {
  if (snapshot === null) return;
  arrived.push(event);
  render();
}

listen(
  host.port,
  evolutionEvents,
  {
    joined: (value) => {
      forget(value.points.map(({ path }) => path));
      receive({ name: 'joined', value });
    },
    left: (value) => {
      receive({ name: 'left', value });
    },
    header: (value) => {
      receive({ name: 'header', value });
    },
    measure: (value) => {
      receive({ name: 'measure', value });
    },
    curve: (value) => {
      receive({ name: 'curve', value });
    },
    points: (value) => {
      receive({ name: 'points', value });
    },
    chance: (value) => {
      receive({ name: 'chance', value });
    },
    explored: (value) => {
      receive({ name: 'explored', value });
    },
    removed: (value) => {
      receive({ name: 'removed', value });
    },
    rewritten: ({ value }) => {
      forget(value);
    },
  },
  (reason) => {
    problem.show(reason);
  },
);

onThemeChange(() => {
  theme = readTheme();
  provideInks(root, theme);
  render();
});

client.request('subscribe', null).then(
  (value) => {
    series = value.series;
    snapshot = focusOf(series, focus);
    keepState();
    render();
  },
  (error: unknown) => {
    waiting.textContent = 'This panel could not be filled.';
    problem.report(error);
  },
);
