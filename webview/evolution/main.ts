import '../shared/noEval';
import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import {
  evolutionEvents,
  evolutionMethods,
  evolutionStateSchema,
  firstClock,
  firstPace,
} from '../../src/protocol/evolution';
import { connect, listen } from '../../src/protocol/rpc';
import { element } from '../shared/dom';
import { oncePerFrame } from '../shared/frameScheduler';
import { Legend } from '../shared/legend';
import { LineChart } from '../shared/lineChart';
import { LinkStore } from '../shared/linkStore';
import '../shared/panel.css';
import { ProblemLine } from '../shared/problemLine';
import { onThemeChange, provideInks, readTheme } from '../shared/theme';
import { acquireHost } from '../shared/vscodeApi';
import { legendOf, picturesOf } from './charts';
import { DetailView } from './detail/detailView';
import { momentViews } from './detail/momentViews';
import './evolution.css';
import { HeaderView } from './headerView';
import type { EvolutionEvent } from './model';
import { withEvents } from './model';
import { LayersView, NumbersView, RemarksView } from './tablesView';
import { momentAt, stopsOf } from './timeline/clock';
import { TimelineView } from './timeline/timelineView';

const host = acquireHost(evolutionStateSchema);
const client = connect(host.port, evolutionMethods);

let snapshot: EvolutionSnapshot | null = null;
let arrived: EvolutionEvent[] = [];
let theme = readTheme();
const hidden = new Set(host.restored()?.hidden);
const charts = new Map<string, LineChart>();

const problem = new ProblemLine();
const remarks = new RemarksView();
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
);
const legend = new Legend((id) => {
  if (!hidden.delete(id)) hidden.add(id);
  keepState();
  render();
});
const grid = element('div', { class: 'chart-grid' });
const layers = new LayersView((paths) => {
  client.request('compare', { paths: [...paths] }).catch(problem.report);
});
const links = new LinkStore((place) => client.request('layerLinks', { ...place, weights: false }));
let layer = host.restored()?.layer ?? 0;
let clock = host.restored()?.clock ?? firstClock;
let pace = host.restored()?.pace ?? firstPace;
const detail = new DetailView(momentViews({ links }), (chosen) => {
  layer = chosen;
  keepState();
  showMoment();
});
const timeline = new TimelineView(
  {
    clock: (chosen) => {
      clock = chosen;
      keepState();
      showMoment();
    },
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
  if (snapshot === null) return;
  const { measure } = snapshot;
  if (arrived.length > 0) snapshot = withEvents(snapshot, arrived);
  arrived = [];
  if (snapshot.measure !== measure) keepState();
  if (waiting.isConnected) {
    waiting.replaceWith(
      header.root,
      timeline.root,
      element(
        'div',
        { class: 'columns' },
        element('div', { class: 'column' }, legend.root, grid, layers.root, numbers.root, remarks.root),
        element('div', { class: 'column' }, detail.root),
      ),
    );
  }
  const pictures = picturesOf(snapshot, hidden);
  header.update(snapshot);
  legend.update(legendOf(snapshot), hidden);
  const wanted = new Set(pictures.map(({ id }) => id));
  for (const [id, chart] of charts) {
    if (wanted.has(id)) continue;
    chart.dispose();
    chart.root.remove();
    charts.delete(id);
  }
  pictures.forEach((picture, place) => {
    let chart = charts.get(picture.id);
    if (chart === undefined) {
      chart = new LineChart(theme, showCursor);
      charts.set(picture.id, chart);
      grid.insertBefore(chart.root, grid.children[place] ?? null);
    }
    chart.update(picture, theme);
  });
  grid.classList.toggle('odd', pictures.length % 2 === 1);
  numbers.update(pictures);
  remarks.update(snapshot);
  drawMoment(snapshot);
});

/** What follows the time line, without what does not: many times a second. */
const showMoment = oncePerFrame(() => {
  if (snapshot !== null) drawMoment(snapshot);
});

function drawMoment({ points }: EvolutionSnapshot): void {
  const stops = stopsOf(points);
  const moment = momentAt(clock, stops, layer);
  timeline.update(points, stops, clock);
  for (const chart of charts.values()) {
    chart.setMoment(
      moment === null ? null : { shown: moment.shown.epoch, against: moment.against?.epoch ?? null },
    );
  }
  layers.update(moment, stops);
  detail.update(moment, theme);
}

function showCursor(x: number | null): void {
  for (const chart of charts.values()) chart.setCursor(x);
}

function keepState(): void {
  if (snapshot === null) return;
  const { path, kind } = snapshot.header;
  host.keep({ version: 1, path, kind, hidden: [...hidden], layer, clock, pace, measure: snapshot.measure });
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
    snapshot = value;
    keepState();
    render();
  },
  (error: unknown) => {
    waiting.textContent = 'This panel could not be filled.';
    problem.report(error);
  },
);
