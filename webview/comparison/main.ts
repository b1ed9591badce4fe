import '../shared/noEval';
import { usualChoices } from '../../src/protocol/manyChoices';
import { comparisonEvents, comparisonMethods, comparisonStateSchema } from '../../src/protocol/comparison';
import type { MeanRule } from '../../src/measure/meanRule';
import { firstPairChoices, type PairChoices } from '../../src/protocol/pairChoices';
import { connect, listen } from '../../src/protocol/rpc';
import { afterPaint } from '../shared/afterPaint';
import { element } from '../shared/dom';
import { acceptDrops } from '../shared/dropTarget';
import { Exporter } from '../shared/export/exporter';
import { oncePerFrame } from '../shared/frameScheduler';
import { LinkStore } from '../shared/linkStore';
import '../shared/panel.css';
import { ProblemLine } from '../shared/problemLine';
import { RunInputsStore } from '../shared/runInputsStore';
import { onThemeChange, provideInks, readTheme } from '../shared/theme';
import { acquireHost } from '../shared/vscodeApi';
import { CellStore } from './cellStore';
import { aboutComparison } from './about';
import './comparison.css';
import { HeaderView } from './headerView';
import { ManyView } from './many/manyView';
import type { Compared, ComparisonEvent } from './model';
import { withEvents } from './model';
import { BesideStore } from './pair/besideStore';
import { MatchingStore } from './pair/matchingStore';
import { PairView } from './pairView';

const host = acquireHost(comparisonStateSchema);
const client = connect(host.port, comparisonMethods);
let tellPainted: () => void = () => undefined;
const painted = new Promise<void>((resolve) => {
  tellPainted = resolve;
});
/** For what has to be computed: it would keep the panel from being painted. */
const compute: typeof client.request = async (method, params, options) => {
  await painted;
  return client.request(method, params, options);
};

let compared: Compared | null = null;
let cells = new CellStore(0);
let arrived: ComparisonEvent[] = [];
let theme = readTheme();
let layer = host.restored()?.layer ?? null;
let choices = host.restored()?.pair ?? firstPairChoices;
let manyChoices = host.restored()?.many ?? usualChoices;

/** Events that change what is kept over a reload. */
const keptParts: ReadonlySet<ComparisonEvent['name']> = new Set(['items', 'measure', 'rule', 'follow']);

const problem = new ProblemLine();

/** Asks, and shows again what is so where it is refused. */
function ask(request: Promise<unknown>): void {
  request.catch((error: unknown) => {
    problem.report(error);
    render.now();
  });
}

function chooseRule(rule: MeanRule): void {
  ask(client.request('setRule', { rule }));
}

/** Of a pair: what is looked at. */
function choosePair(changed: Partial<PairChoices>): void {
  choices = { ...choices, ...changed };
  keepState();
  render.now();
}

const links = new LinkStore((place) => compute('layerLinks', { ...place, weights: false }));
const inputs = new RunInputsStore((place) => client.request('runInputs', place));
const matchings = new MatchingStore(
  (asked, signal) => {
    const [a, b] = compared!.items.map(({ path }) => path);
    return compute('matching', { a, b, layer: asked, measure: compared!.measure }, { signal });
  },
  () => {
    render.soon();
  },
);
const beside = new BesideStore(
  (measure, signal) => client.request('compareBeside', { measure }, { signal }),
  () => {
    render.soon();
  },
);
const exporter = new Exporter({
  about: () => aboutComparison(compared!),
  views: () => (compared?.items.length === 2 ? pair : many).exports(),
  save: async (file) => (await client.request('save', file)).name,
});
const header = new HeaderView(
  {
    cancel: () => {
      ask(client.request('cancel', null));
    },
    restart: () => {
      ask(client.request('restart', null));
    },
    chooseMeasure: (measure) => {
      ask(client.request('setMeasure', { measure }));
    },
    chooseRule,
    swap: () => {
      ask(client.request('swap', null));
    },
  },
  exporter.root,
);
const pair = new PairView(
  {
    onChoices: choosePair,
    onBeside: (beside) => {
      choosePair({ beside });
    },
    onCounting: (counting) => {
      if (compared !== null) chooseRule({ ...compared.rule, counting: [...counting] });
    },
    onMeasure: (yardstick) => {
      ask(client.request('measureYardstick', { yardstick }));
    },
    onStop: (yardstick) => {
      ask(client.request('stopYardstick', { yardstick }));
    },
  },
  {
    matchings,
    links,
    inputs,
    layerTile: (params) => compute('layerTile', params),
    overlay: choices.overlay,
    keepOverlay(overlay) {
      choices = { ...choices, overlay };
      keepState();
    },
  },
);
const many = new ManyView(manyChoices, {
  onLayer: (chosen) => {
    layer = chosen;
    keepState();
    render.now();
  },
  onOpen: (a, b) => {
    ask(client.request('openPair', { a, b }));
  },
  askChance: ({ row, column }, options) => {
    const [a, b] = [row, column].sort((one, other) => one - other).map((k) => compared!.items[k].path);
    return client.request('cellChance', { a, b }, options);
  },
  onFocus: (rows, columns) => {
    ask(client.request('focus', { rows, columns }));
  },
  onChoices: (chosen) => {
    manyChoices = chosen;
    keepState();
  },
  arrange: compute,
  selection: {
    ask: () => client.request('availableRuns', null),
    onChange: ({ add, remove }) => {
      // First those that come: two have to be left at any time.
      if (add.length > 0) ask(client.request('addCheckpoints', { paths: [...add] }));
      if (remove.length > 0) ask(client.request('removeCheckpoints', { paths: [...remove] }));
    },
    onPick: () => {
      ask(client.request('pickCheckpoints', null));
    },
    onFollow: (follow) => {
      ask(client.request('setFollow', { follow }));
    },
  },
});
acceptDrops((uris) => {
  ask(client.request('addDropped', { uris: [...uris] }));
});
const waiting = element('p', { class: 'waiting', role: 'status' }, 'Reading…');
const root = document.getElementById('root')!;
provideInks(root, theme);
root.append(waiting, problem.root);

function draw(): void {
  if (compared === null) return;
  if (arrived.length > 0) compared = withEvents(compared, cells, arrived);
  if (arrived.some(({ name }) => name === 'swapped')) choices = { ...choices, selected: null };
  if (arrived.some(({ name }) => name === 'reset' || name === 'swapped')) {
    matchings.clear();
    keepState();
  }
  if (arrived.some(({ name }) => name === 'runsChanged')) many.runsChanged();
  if (arrived.some(({ name }) => keptParts.has(name))) keepState();
  arrived = [];
  const [view, other] = compared.items.length === 2 ? [pair, many] : [many, pair];
  if (waiting.isConnected) {
    waiting.replaceWith(header.root, view.root);
    afterPaint(() => {
      ask(client.request('painted', null));
      tellPainted();
    });
  }
  // Checkpoints were added to two, or only two are left.
  else if (other.root.isConnected) other.root.replaceWith(view.root);
  header.update(compared, cells.failed);
  if (view === pair) pair.update(compared, { choices, beside: beside.get(compared, choices.beside), theme });
  else many.update(compared, cells, layer, theme);
  exporter.attach();
}

const render = { now: draw, soon: oncePerFrame(draw) };

function keepState(): void {
  if (compared === null) return;
  const { items, measure, rule, follow } = compared;
  const paths = items.map(({ path }) => path);
  host.keep({ version: 1, paths, layer, measure, rule, follow, pair: choices, many: manyChoices });
}

/** Events before the snapshot are part of it. */
function receive(event: ComparisonEvent): void {
  if (compared === null) return;
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
    items: (value) => {
      receive({ name: 'items', value });
    },
    follow: (value) => {
      receive({ name: 'follow', value });
    },
    runsChanged: (value) => {
      receive({ name: 'runsChanged', value });
    },
    measure: (value) => {
      receive({ name: 'measure', value });
    },
    rule: (value) => {
      receive({ name: 'rule', value });
    },
    status: (value) => {
      receive({ name: 'status', value });
    },
    layer: (value) => {
      receive({ name: 'layer', value });
    },
    yardsticks: (value) => {
      receive({ name: 'yardsticks', value });
    },
    swapped: (value) => {
      receive({ name: 'swapped', value });
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
  ({ cells: first, ...rest }) => {
    compared = rest;
    cells = new CellStore(rest.items.length);
    cells.add(first);
    keepState();
    render.now();
  },
  (error: unknown) => {
    waiting.textContent = 'This panel could not be filled. Close it and open it again.';
    problem.report(error);
  },
);
