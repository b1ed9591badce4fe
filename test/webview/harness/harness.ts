/**
 * Stands in for VS Code in the page of a panel: gives it `acquireVsCodeApi`, a theme, and an extension host at the
 * other end of the protocol that answers from a snapshot. Tests set `harnessSetup` before and use `harness` after.
 */
import '../../../webview/shared/noEval';
import { frameOf } from '../../../src/overlay/frame';
import { overlayOf } from '../../../src/overlay/overlay';
import { tileOf } from '../../../src/overlay/tile';
import { checkpointMethods } from '../../../src/protocol/checkpoint';
import { comparisonMethods } from '../../../src/protocol/comparison';
import { evolutionMethods } from '../../../src/protocol/evolution';
import { runFormMethods } from '../../../src/protocol/runForm';
import { arrangementTasks } from '../../../src/analysis/arrangementTasks';
import { degreeFitOf, profileOf, receptiveFieldOf } from '../../../src/analysis/layerProfile';
import { inputStrength } from '../../../src/metrics/inputStrength';
import type { ArrangementMethods } from '../../../src/protocol/arrangement';
import type { LayerDataMethods, LayerLinks } from '../../../src/protocol/layerData';
import type { MatchingMethods } from '../../../src/protocol/matching';
import { type RunInputs, unknownInputs } from '../../../src/protocol/runInputs';
import type { Handlers, MethodTable, Port } from '../../../src/protocol/rpc';
import { serve } from '../../../src/protocol/rpc';
import type { SavedFile, SavingMethods } from '../../../src/protocol/saving';
import type { SparseLayer } from '../../../src/topology/topology';
import type { HeatCellPixels } from '../heatCellPixels';
import type { RecordedLinks } from '../recordedLinks';
import { matchingFrom, type RecordedMatching } from '../recordedMatching';
import type { HarnessTheme } from '../themes';

export interface HarnessSetup {
  readonly panel: 'evolution' | 'comparison' | 'runForm' | 'checkpoint';
  /** As the protocol defines it, unchecked: a test may send a broken one. */
  readonly snapshot: unknown;
  /** What `cellChance` answers. */
  readonly chance: unknown;
  /** What `compareBeside` answers; null fails it. */
  readonly beside: unknown;
  /** What `availableRuns` answers. */
  readonly runs: unknown;
  readonly theme: HarnessTheme;
  readonly state: unknown;
  readonly links: readonly RecordedLinks[];
  readonly inputs: Readonly<Record<string, RunInputs>>;
  readonly matchings: readonly RecordedMatching[];
  /** Fails `subscribe` with this message. */
  readonly failure: string | null;
  /** What the form's `check` answers. */
  readonly checked: unknown;
  /** What the form's `start` answers. */
  readonly startProblem: string | null;
}

export interface Harness {
  emit(name: string, value: unknown): void;
  setTheme(theme: HarnessTheme): void;
  readonly requests: { method: string; params: unknown }[];
  /** What was asked about checkpoints, and when the page said that it is painted. */
  readonly reads: { method: string; params: unknown }[];
  readonly violations: string[];
  /** Files that the page gave away to be saved. */
  readonly saved: SavedFile[];
  state: unknown;
  /** How many pixels of the canvas of a chart have this colour, give or take a little. */
  pixelsOf(chart: string, rgb: readonly number[]): number;
  /** What is drawn in a cell of the heat map. */
  heatCell(row: number, column: number): HeatCellPixels;
}

declare global {
  interface Window {
    harnessSetup: HarnessSetup;
    harness: Harness;
    acquireVsCodeApi: () => unknown;
  }
}

const setup = window.harnessSetup;
const listeners: ((message: unknown) => void)[] = [];

/** What is posted crosses a border: a copy arrives, later. */
function deliver(message: unknown): void {
  const copy = structuredClone(message);
  queueMicrotask(() => {
    window.postMessage(copy, '*');
  });
}

const hostPort: Port = {
  post: deliver,
  onMessage: (listener) => {
    listeners.push(listener);
  },
};

window.harness = {
  emit: (name, value) => {
    deliver({ type: 'event', name, value });
  },
  setTheme(theme) {
    const style = document.documentElement.style;
    for (const name of [...style]) if (name.startsWith('--vscode-')) style.removeProperty(name);
    for (const [name, value] of Object.entries(theme.variables)) style.setProperty(`--vscode-${name}`, value);
    document.body.className = theme.bodyClass;
  },
  requests: [],
  reads: [],
  violations: [],
  saved: [],
  state: setup.state,
  pixelsOf(chart, rgb) {
    const canvas = document.querySelector<HTMLCanvasElement>(`[data-chart=${chart}] canvas`)!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let found = 0;
    for (let k = 0; k < data.length; k += 4) {
      const away = rgb.reduce((sum, channel, at) => sum + Math.abs(data[k + at] - channel), 0);
      if (away < 24 && data[k + 3] > 200) found++;
    }
    return found;
  },
  heatCell(row, column) {
    const grid = document.querySelector<HTMLElement>('.heat')!;
    const canvas = grid.querySelector('canvas')!;
    const width = canvas.width / Number(grid.ariaColCount);
    const height = canvas.height / Number(grid.ariaRowCount);
    // Without its edges, where the lines between cells are.
    const { data } = canvas
      .getContext('2d')!
      .getImageData(column * width + 2, row * height + 2, Math.max(1, width - 5), Math.max(1, height - 5));
    const ground = [...data.subarray(0, 3)];
    let other = 0;
    for (let k = 0; k < data.length; k += 4) {
      if (ground.some((channel, at) => Math.abs(data[k + at] - channel) > 24)) other++;
    }
    return { ground, ink: (4 * other) / data.length };
  },
};

document.addEventListener('securitypolicyviolation', (event) => {
  window.harness.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
});
window.harness.setTheme(setup.theme);

let acquired = false;
window.acquireVsCodeApi = () => {
  if (acquired) throw new Error('acquireVsCodeApi was called twice');
  acquired = true;
  return {
    postMessage(message: unknown) {
      const copy = structuredClone(message);
      queueMicrotask(() => {
        for (const listener of listeners) listener(copy);
      });
    },
    getState: () => window.harness.state,
    setState(state: unknown) {
      window.harness.state = structuredClone(state);
    },
  };
};

function record(method: string, params: unknown): null {
  window.harness.requests.push({ method, params });
  return null;
}

/** The same, with a note of each question. */
function noted<M extends MethodTable>(handlers: Handlers<M>): Handlers<M> {
  const names = Object.keys(handlers) as (keyof M & string)[];
  const noting = names.map((method): [string, unknown] => [
    method,
    (...[params, context]: Parameters<Handlers<M>[typeof method]>) => {
      window.harness.reads.push({ method, params });
      return handlers[method](params, context);
    },
  ]);
  return Object.fromEntries(noting) as Handlers<M>;
}

function painted(): null {
  window.harness.reads.push({ method: 'painted', params: null });
  return null;
}

function subscribe(): never {
  if (setup.failure !== null) throw new Error(setup.failure);
  return setup.snapshot as never;
}

function recordedLayer(path: string, layer: number): LayerLinks {
  const found = setup.links.find((each) => each.path === path && each.layer === layer);
  if (found === undefined) throw new Error(`${path}: no layer ${String(layer + 1)} was recorded`);
  return {
    inputs: found.inputs,
    outputs: found.outputs,
    indptr: Uint32Array.from(found.indptr),
    indices: Uint32Array.from(found.indices),
    weights: found.weights === null ? null : Float32Array.from(found.weights),
  };
}

function sparseLayer(path: string, layer: number, withWeights: boolean): SparseLayer {
  const { weights, ...links } = recordedLayer(path, layer);
  return withWeights && weights !== null ? { ...links, values: weights } : links;
}

const layerData = noted<LayerDataMethods & MatchingMethods>({
  layerLinks({ path, layer, weights }) {
    const found = recordedLayer(path, layer);
    return weights ? found : { ...found, weights: null };
  },
  layerTile({ path, against, matching, layer, order, ...window }) {
    const base = recordedLayer(path, layer);
    const other = against === null ? null : recordedLayer(against, layer);
    const frame = frameOf(base, other, order, matching);
    return {
      counts: tileOf(overlayOf(base, other, frame, window.rows), window).counts,
      neurons: order === 'stored' ? null : frame.neurons.slice(...window.rows),
      inputs: order === 'stored' ? null : frame.inputs.slice(...window.columns),
    };
  },
  runInputs: ({ path }) => setup.inputs[path] ?? unknownInputs,
  layerProfile({ path, layer }) {
    const found = sparseLayer(path, layer, true);
    return profileOf(found, inputStrength(found));
  },
  receptiveField({ path, layer, neuron, weights }) {
    const below = Array.from({ length: layer + 1 }, (_, k) => sparseLayer(path, k, weights));
    return receptiveFieldOf(below, neuron);
  },
  degreeFit({ path, layer, side }) {
    return degreeFitOf(sparseLayer(path, layer, false), side);
  },
  matching({ a, b, layer, measure }) {
    const found = setup.matchings.find(
      (each) => each.a === a && each.b === b && each.layer === layer && each.method === measure.method,
    );
    if (found === undefined)
      throw new Error(`${a}, ${b}: no matching of layer ${String(layer + 1)} was recorded`);
    return matchingFrom(found);
  },
});

const saving: Handlers<SavingMethods> = {
  save(file) {
    window.harness.saved.push(file);
    return { name: file.name };
  },
};

if (setup.panel === 'evolution') {
  serve(hostPort, evolutionMethods, {
    ...layerData,
    ...saving,
    subscribe,
    painted,
    addSeries: (params) => record('addSeries', params),
    addDropped: (params) => record('addDropped', params),
    readAgain: (params) => record('readAgain', params),
    showLog: (params) => record('showLog', params),
    trainAgain: (params) => record('trainAgain', params),
    removeSeries: (params) => record('removeSeries', params),
    compare: (params) => record('compare', params),
    setMeasure: (params) => record('setMeasure', params),
  });
} else if (setup.panel === 'runForm') {
  serve(hostPort, runFormMethods, {
    ...saving,
    subscribe,
    check(params) {
      record('check', params);
      return setup.checked as never;
    },
    start(params) {
      record('start', params);
      return { problem: setup.startProblem };
    },
    openJson: (params) => record('openJson', params),
    pickPath(params) {
      record('pickPath', params);
      return '/data/picked';
    },
  });
} else if (setup.panel === 'checkpoint') {
  serve(hostPort, checkpointMethods, {
    ...layerData,
    ...saving,
    subscribe,
    compareWith: (params) => record('compareWith', params),
    openSeries: (params) => record('openSeries', params),
  });
} else {
  serve(hostPort, comparisonMethods, {
    ...layerData,
    ...saving,
    ...noted<ArrangementMethods>(arrangementTasks),
    subscribe,
    painted,
    cancel: (params) => record('cancel', params),
    restart: (params) => record('restart', params),
    setMeasure: (params) => record('setMeasure', params),
    setRule: (params) => record('setRule', params),
    compareBeside(params) {
      record('compareBeside', params);
      if (setup.beside === null) throw new Error('no other method was recorded');
      return setup.beside as never;
    },
    swap: (params) => record('swap', params),
    measureYardstick: (params) => record('measureYardstick', params),
    stopYardstick: (params) => record('stopYardstick', params),
    cellChance(params) {
      record('cellChance', params);
      return setup.chance as never;
    },
    availableRuns: () => setup.runs as never,
    addCheckpoints: (params) => record('addCheckpoints', params),
    removeCheckpoints: (params) => record('removeCheckpoints', params),
    pickCheckpoints: (params) => record('pickCheckpoints', params),
    addDropped: (params) => record('addDropped', params),
    setFollow: (params) => record('setFollow', params),
    focus: (params) => record('focus', params),
    openPair: (params) => record('openPair', params),
  });
}
