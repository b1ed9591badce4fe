import '../shared/noEval';
import {
  checkpointEvents,
  checkpointMethods,
  type CheckpointSnapshot,
  checkpointStateSchema,
} from '../../src/protocol/checkpoint';
import type { EvolutionPoint } from '../../src/protocol/evolution';
import { firstStructureChoices } from '../../src/protocol/structureChoices';
import { connect, listen } from '../../src/protocol/rpc';
import { DetailView } from '../evolution/detail/detailView';
import type { Moment } from '../evolution/detail/moment';
import { momentViews } from '../evolution/detail/momentViews';
import { structureFrom } from '../evolution/detail/structure';
import { Choices } from '../shared/choices';
import { element } from '../shared/dom';
import { Exporter } from '../shared/export/exporter';
import { isExporting } from '../shared/exported';
import { oncePerFrame } from '../shared/frameScheduler';
import { LinkStore } from '../shared/linkStore';
import '../shared/panel.css';
import { ProblemLine } from '../shared/problemLine';
import { onThemeChange, provideInks, readTheme } from '../shared/theme';
import { acquireHost } from '../shared/vscodeApi';
import './checkpoint.css';
import { FactsView } from './factsView';
import { FileView } from './fileView';
import { HeadView } from './headView';
import { aboutCheckpoint } from './summary';

const host = acquireHost(checkpointStateSchema);
const client = connect(host.port, checkpointMethods);

let snapshot: CheckpointSnapshot | null = null;
/** One object a reading, so that the views below see when nothing changed. */
let point: EvolutionPoint | null = null;
let theme = readTheme();
let layer = host.restored()?.layer ?? 0;

const problem = new ProblemLine();
const links = new LinkStore((place) => client.request('layerLinks', { ...place, weights: false }));
const facts = new FactsView();
const file = new FileView();
let connections = host.restored()?.connections ?? null;
const structure = structureFrom((method, params) => client.request(method, params));
const choices = new Choices(host.restored()?.structure ?? firstStructureChoices, keepState);
const views = momentViews({
  connections: {
    links,
    layerTile: (params) => client.request('layerTile', params),
    // There is nothing that it is compared with.
    matching: () => Promise.reject(new Error('one checkpoint has no matching')),
    restored: connections,
    keep(shown) {
      connections = shown;
      keepState();
    },
  },
  structure,
  choices,
});
const exporter = new Exporter({
  about: () => aboutCheckpoint(snapshot!),
  views: () => [facts, ...views.filter(isExporting)],
  save: async (file) => (await client.request('save', file)).name,
});
const head = new HeadView(
  {
    compareWith: () => {
      client.request('compareWith', null).catch(problem.report);
    },
    openSeries: () => {
      client.request('openSeries', null).catch(problem.report);
    },
  },
  exporter.root,
);
const detail = new DetailView(views, (chosen) => {
  layer = chosen;
  keepState();
  render();
});
const waiting = element('p', { class: 'waiting', role: 'status' }, 'Reading…');
const body = element('div', { hidden: true }, detail.root);
const top = element('div', { class: 'checkpoint-top' }, facts.root, file.root);
const root = document.getElementById('root')!;
provideInks(root, theme);
root.append(waiting, problem.root);

const render = oncePerFrame(() => {
  if (snapshot === null) return;
  if (waiting.isConnected) waiting.replaceWith(head.root, top, body);
  head.update(snapshot);
  file.update(snapshot);
  facts.root.hidden = body.hidden = point === null;
  if (point === null) return;
  facts.update(point);
  detail.update(momentOf(point), theme);
  exporter.attach();
});

function keepState(): void {
  host.keep({ version: 1, layer, connections, structure: choices.current });
}

function momentOf(shown: EvolutionPoint): Moment | null {
  const layerCount = shown.step?.facts.layers.length ?? 0;
  return layerCount === 0
    ? null
    : { shown, against: null, layer: Math.min(layer, layerCount - 1), layerCount, near: [] };
}

function take(next: CheckpointSnapshot): void {
  const { path, label, step } = next;
  if (next.modified !== snapshot?.modified || JSON.stringify(step) !== JSON.stringify(snapshot?.step)) {
    links.forget(path);
    structure.forget(path);
  }
  snapshot = next;
  const epoch = step?.facts.epoch ?? 0;
  point = step === null ? null : { path, name: label, epoch, status: 'done', reason: null, step };
  render();
}

listen(host.port, checkpointEvents, { snapshot: take }, (reason) => {
  problem.show(reason);
});

onThemeChange(() => {
  theme = readTheme();
  provideInks(root, theme);
  render();
});

client.request('subscribe', null).then(take, (error: unknown) => {
  waiting.textContent = 'This checkpoint could not be shown.';
  problem.report(error);
});
