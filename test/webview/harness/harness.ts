/**
 * Stands in for VS Code in the page of a panel: gives it `acquireVsCodeApi`, a theme, and an extension host at the
 * other end of the protocol that answers from a snapshot. Tests set `harnessSetup` before and use `harness` after.
 */
import '../../../webview/shared/noEval';
import { comparisonMethods } from '../../../src/protocol/comparison';
import { evolutionMethods } from '../../../src/protocol/evolution';
import type { Port } from '../../../src/protocol/rpc';
import { serve } from '../../../src/protocol/rpc';
import type { HarnessTheme } from '../themes';

export interface HarnessSetup {
  readonly panel: 'evolution' | 'comparison';
  /** As the protocol defines it, unchecked: a test may send a broken one. */
  readonly snapshot: unknown;
  readonly theme: HarnessTheme;
  readonly state: unknown;
  /** Fails `subscribe` with this message. */
  readonly failure: string | null;
}

export interface Harness {
  emit(name: string, value: unknown): void;
  setTheme(theme: HarnessTheme): void;
  readonly requests: { method: string; params: unknown }[];
  readonly violations: string[];
  state: unknown;
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
  violations: [],
  state: setup.state,
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

function subscribe(): never {
  if (setup.failure !== null) throw new Error(setup.failure);
  return setup.snapshot as never;
}

if (setup.panel === 'evolution') {
  serve(hostPort, evolutionMethods, { subscribe, compare: (params) => record('compare', params) });
} else {
  serve(hostPort, comparisonMethods, {
    subscribe,
    cancel: (params) => record('cancel', params),
    restart: (params) => record('restart', params),
    openPair: (params) => record('openPair', params),
  });
}
