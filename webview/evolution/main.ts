import '../shared/noEval';
import {
  type Clock,
  type EvolutionChoices,
  evolutionChoicesSchema,
  evolutionEvents,
  evolutionMethods,
  type EvolutionSnapshot,
  evolutionStateSchema,
  firstClock,
} from '../../src/protocol/evolution';
import { connect, listen } from '../../src/protocol/rpc';
import { firstStructureChoices } from '../../src/protocol/structureChoices';
import { afterPaint } from '../shared/afterPaint';
import { Choices } from '../shared/choices';
import { element } from '../shared/dom';
import { acceptDrops } from '../shared/dropTarget';
import { asValues } from '../shared/events';
import { Exporter } from '../shared/export/exporter';
import { Fold, listedFolds } from '../shared/fold';
import { oncePerFrame } from '../shared/frameScheduler';
import { LinkStore } from '../shared/linkStore';
import '../shared/panel.css';
import { ProblemLine } from '../shared/problemLine';
import { codeNumbers, codesFrom } from '../shared/runCode';
import { onThemeChange, provideInks, readTheme } from '../shared/theme';
import { acquireHost } from '../shared/vscodeApi';
import { aboutEvolution } from './about';
import { columnsOf } from './columns';
import { CurvesView } from './curvesView';
import { DetailView } from './detail/detailView';
import type { Moment } from './detail/moment';
import { momentViews } from './detail/momentViews';
import { structureFrom } from './detail/structure';
import './evolution.css';
import { EmptyStateView } from './emptyStateView';
import { HeaderView } from './headerView';
import { LayersView } from './layersView';
import type { EvolutionEvent } from './model';
import { RemarksView } from './remarksView';
import { hiddenButOne, runId } from './runs';
import { RunsView } from './runsView';
import { ShownSeries } from './shownSeries';
import { momentAt, showing, stopsOf } from './timeline/clock';
import { TimelineView } from './timeline/timelineView';

const host = acquireHost(evolutionStateSchema);
const client = connect(host.port, evolutionMethods);
const restored = host.restored();

const series = new ShownSeries(codesFrom(restored?.codes ?? {}));
/** The one that time line and details belong to. */
let snapshot: EvolutionSnapshot | null = null;
let theme = readTheme();
const panel = new Choices(evolutionChoicesSchema.parse(restored ?? {}), keepState);
const structureChoices = new Choices(restored?.structure ?? firstStructureChoices, keepState);

const problem = new ProblemLine();
const remarks = new RemarksView();
const exporter = new Exporter({
  about: () => aboutEvolution(series.all, snapshot!),
  views: () => [...curves.inOrder, ...(layersFold.folded ? [] : [layers]), ...detail.exporting],
  catchUp: () => {
    detail.catchUp();
  },
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
const runs = new RunsView({
  toggled: (path) => {
    toggle(runId(path));
  },
  only: (path) => {
    const paths = series.all.map((each) => each.header.path);
    choose({ hidden: [...hiddenButOne(new Set(panel.current.hidden), paths, path)] });
  },
  focused: (path) => {
    choose({ focus: path });
  },
  removed: (path) => {
    client.request('removeSeries', { path }).catch(problem.report);
  },
});
const folds = listedFolds(
  () => panel.current.folded,
  (folded) => {
    choose({ folded: [...folded] });
  },
);
/** Where the clock stood before a click on a chart that may turn out to be the first of two. */
let clockBeforeClick: Clock | null = null;
const curves = new CurvesView(
  panel,
  {
    chosen: choose,
    shownEpoch: () => (snapshot === null ? null : (currentMoment(snapshot)?.shown.epoch ?? null)),
    picked: (stop) => {
      clockBeforeClick = panel.current.clock;
      moveClock(showing(panel.current.clock, stopsOf(snapshot?.points ?? []), stop));
    },
    unpicked: () => {
      if (clockBeforeClick !== null) moveClock(clockBeforeClick);
      clockBeforeClick = null;
    },
    toggled: toggle,
  },
  folds,
);
const layers = new LayersView((paths) => {
  client.request('compare', { paths: [...paths] }).catch(problem.report);
});
const layersFold = new Fold(layers.root, 'Layers', 'layers', folds);
const links = new LinkStore((place) => client.request('layerLinks', { ...place, weights: false }));
const structure = structureFrom((method, params) => client.request(method, params));
const moments = momentViews({
  connections: {
    links,
    layerTile: (params) => client.request('layerTile', params),
    matching: (a, b, layer) => client.request('matching', { a, b, layer, measure: snapshot!.measure }),
    restored: panel.current.connections,
    keep(connections) {
      panel.change({ connections });
    },
  },
  structure,
  choices: structureChoices,
});
const detail = new DetailView(
  moments,
  (layer) => {
    panel.change({ layer });
    showMoment.soon();
  },
  folds,
);
const timeline = new TimelineView(
  {
    clock: () => panel.current.clock,
    moved: moveClock,
    played: playClock,
    pace: (pace) => {
      panel.change({ pace });
    },
  },
  panel.current.pace,
);
acceptDrops((uris) => {
  client.request('addDropped', { uris: [...uris] }).catch(problem.report);
});
const waiting = element('p', { class: 'waiting', role: 'status' }, 'Reading…');
const body = columnsOf(
  element('div', { class: 'column first' }, ...curves.roots.first),
  element('div', { class: 'column moment' }, detail.root),
  element('div', { class: 'column rest' }, ...curves.roots.rest, layers.root, curves.numbers),
);
const emptyState = new EmptyStateView([timeline.root, body], (remedy, path) => {
  const asked = remedy === 'addSeries' ? client.request(remedy, null) : client.request(remedy, { path });
  asked.catch(problem.report);
});
const root = document.getElementById('root')!;
provideInks(root, theme);
root.append(waiting, problem.root);

const render = oncePerFrame(() => {
  const toKeep = series.catchUp();
  const before = snapshot;
  const now = series.focus(panel.current.focus);
  snapshot = now;
  if (now === null) return;
  // Another one has checkpoints of its own.
  if (before !== null && before.header.path !== now.header.path) panel.change({ clock: firstClock });
  else if (toKeep) keepState();
  if (waiting.isConnected) {
    waiting.replaceWith(header.root, runs.root, emptyState.root, timeline.root, body, remarks.root);
    afterPaint(() => {
      client.request('painted', null).catch(problem.report);
    });
  }
  const { all, codes } = series;
  header.update(now);
  runs.update(all, now, codes, new Set(panel.current.hidden));
  curves.update({ series: all, focus: now, codes, theme });
  remarks.update(now);
  emptyState.update(now, all);
  drawMoment();
  exporter.attach();
});

/** What follows the time line, without what does not: at each frame, as a hand is to be followed without rest. */
const showMoment = { now: drawMoment, soon: oncePerFrame(drawMoment, 0) };

function currentMoment({ points }: EvolutionSnapshot): Moment | null {
  const { clock, layer } = panel.current;
  return momentAt(clock, stopsOf(points), layer);
}

function drawMoment(): void {
  if (snapshot === null) return;
  const stops = stopsOf(snapshot.points);
  const moment = currentMoment(snapshot);
  timeline.update(snapshot.points, stops);
  curves.setMoment(moment && { shown: moment.shown.epoch, against: moment.against?.epoch ?? null });
  layers.update(moment, stops);
  detail.update(moment, theme);
}

function choose(change: Partial<EvolutionChoices>): void {
  panel.change(change);
  render();
}

function moveClock(clock: Clock): void {
  setClock(clock);
  showMoment.soon();
}

/** From within a frame, and drawn in it. */
function playClock(clock: Clock): void {
  setClock(clock);
  showMoment.now();
}

function setClock(clock: Clock): void {
  panel.change({ clock });
  const moment = snapshot === null ? null : currentMoment(snapshot);
  if (moment !== null) curves.follow(moment.shown.epoch);
}

function toggle(id: string): void {
  const { hidden } = panel.current;
  choose({ hidden: hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id] });
}

function keepState(): void {
  if (snapshot === null) return;
  const [{ header: first }, ...others] = series.all;
  host.keep({
    ...panel.current,
    version: 1,
    path: first.path,
    kind: first.kind,
    others: others.map(({ header: { path } }) => path),
    codes: codeNumbers(series.codes),
    structure: structureChoices.current,
    measure: snapshot.measure,
  });
}

/** What was read of checkpoints that are others now, or may be. */
function forget(paths: readonly string[]): void {
  for (const path of paths) {
    links.forget(path);
    structure.forget(path);
  }
}

function receive(event: EvolutionEvent): void {
  if (event.name === 'joined') forget(event.value.points.map(({ path }) => path));
  if (event.name === 'rewritten') forget(event.value.value);
  series.receive(event);
  render();
}

listen(host.port, evolutionEvents, asValues(evolutionEvents, receive), (reason) => {
  problem.show(reason);
});

onThemeChange(() => {
  theme = readTheme();
  provideInks(root, theme);
  render();
});

client.request('subscribe', null).then(
  (value) => {
    series.fill(value.series);
    snapshot = series.focus(panel.current.focus);
    keepState();
    render();
  },
  (error: unknown) => {
    waiting.textContent = 'This panel could not be filled. Close it and open it again.';
    problem.report(error);
  },
);
