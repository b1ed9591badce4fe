import '../shared/noEval';
import type { ComparisonSnapshot } from '../../src/protocol/comparison';
import { comparisonEvents, comparisonMethods, comparisonStateSchema } from '../../src/protocol/comparison';
import { connect, listen } from '../../src/protocol/rpc';
import { element } from '../shared/dom';
import { oncePerFrame } from '../shared/frameScheduler';
import '../shared/panel.css';
import { ProblemLine } from '../shared/problemLine';
import { onThemeChange, provideInks, readTheme } from '../shared/theme';
import { acquireHost } from '../shared/vscodeApi';
import './comparison.css';
import { HeaderView } from './headerView';
import { MatrixView } from './matrixView';
import type { ComparisonEvent } from './model';
import { withEvents } from './model';
import { PairView } from './pairView';

const host = acquireHost(comparisonStateSchema);
const client = connect(host.port, comparisonMethods);

let snapshot: ComparisonSnapshot | null = null;
let arrived: ComparisonEvent[] = [];
let theme = readTheme();
let layer = host.restored()?.layer ?? null;

const problem = new ProblemLine();
const header = new HeaderView(
  () => {
    client.request('cancel', null).catch(problem.report);
  },
  () => {
    client.request('restart', null).catch(problem.report);
  },
  (measure) => {
    client.request('setMeasure', { measure }).catch((error: unknown) => {
      problem.report(error);
      render.now();
    });
  },
);
const pair = new PairView();
const matrix = new MatrixView({
  onLayer: (chosen) => {
    layer = chosen;
    keepState();
    render.now();
  },
  onOpen: (a, b) => {
    client.request('openPair', { a, b }).catch(problem.report);
  },
});
const waiting = element('p', { class: 'waiting', role: 'status' }, 'Reading…');
const root = document.getElementById('root')!;
provideInks(root, theme);
root.append(waiting, problem.root);

function draw(): void {
  if (snapshot === null) return;
  const { measure } = snapshot;
  if (arrived.length > 0) snapshot = withEvents(snapshot, arrived);
  arrived = [];
  if (snapshot.measure !== measure) keepState();
  const view = snapshot.items.length === 2 ? pair : matrix;
  if (waiting.isConnected) waiting.replaceWith(header.root, view.root);
  header.update(snapshot);
  if (view === pair) pair.update(snapshot);
  else matrix.update(snapshot, layer, theme);
}

const render = { now: draw, soon: oncePerFrame(draw) };

function keepState(): void {
  if (snapshot === null) return;
  const { items, measure } = snapshot;
  host.keep({ version: 1, paths: items.map(({ path }) => path), layer, measure });
}

/** Events before the snapshot are part of it. */
function receive(event: ComparisonEvent): void {
  if (snapshot === null) return;
  arrived.push(event);
  render.soon();
}

listen(
  host.port,
  comparisonEvents,
  {
    item: (value) => {
      receive({ name: 'item', value });
    },
    measure: (value) => {
      receive({ name: 'measure', value });
    },
    status: (value) => {
      receive({ name: 'status', value });
    },
    layer: (value) => {
      receive({ name: 'layer', value });
    },
    mean: (value) => {
      receive({ name: 'mean', value });
    },
    cells: (value) => {
      receive({ name: 'cells', value });
    },
    reset: (value) => {
      receive({ name: 'reset', value });
    },
  },
  (reason) => {
    problem.show(reason);
  },
);

onThemeChange(() => {
  theme = readTheme();
  provideInks(root, theme);
  render.soon();
});

client.request('subscribe', null).then(
  (value) => {
    snapshot = value;
    keepState();
    render.now();
  },
  (error: unknown) => {
    waiting.textContent = 'This panel could not be filled.';
    problem.report(error);
  },
);
