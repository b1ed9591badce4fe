import { existsSync, writeFileSync } from 'node:fs';
import { parentPort, threadId } from 'node:worker_threads';
import { serve } from '../../../src/protocol/rpc';
import { workerMethods } from '../../../src/analysis/workerProtocol';

/** A worker thread that does what the first part of the path says: "die", "dieOnce:FILE", "fill", "spin:FILE", "answer". */
const port = parentPort!;
const state = { stamp: null, settled: false, hash: '', epoch: null, depth: 0 };

function act(command: string): void {
  const [what, file] = command.split(/:(.*)/s);
  if (what === 'die') process.exit(3);
  if (what === 'throw') {
    setImmediate(() => {
      throw new Error('out of something');
    });
  }
  if (what === 'dieOnce' && !existsSync(file)) {
    writeFileSync(file, '');
    process.exit(3);
  }
  if (what === 'fill') {
    const filled: number[][] = [];
    for (;;) filled.push(Array.from({ length: 10_000 }, (_, i) => i + filled.length));
  }
  if (what === 'spin') {
    writeFileSync(file, '');
    for (;;);
  }
}

function unasked(): never {
  throw new Error('as it should');
}

serve(
  {
    post: (message) => {
      port.postMessage(message);
    },
    onMessage: (listener) => port.on('message', listener),
  },
  workerMethods,
  {
    ping: () => null,
    layerLinks: unasked,
    layerTile: unasked,
    cluster: unasked,
    classicalMap: unasked,
    stressMap: unasked,
    layerProfile: unasked,
    receptiveField: unasked,
    degreeFit: unasked,
    runInputs: unasked,
    comparePairs: ({ checkpoints, pairs }) =>
      pairs.map(([a, b]) => {
        act(checkpoints[a].path);
        act(checkpoints[b].path);
        return { layers: [] };
      }),
    variation: () => ({ layers: [], readA: state, readB: state }),
    chanceKey: () => ({ key: '', readA: state, readB: state }),
    chanceSample: () => ({ layers: [], readA: state, readB: state }),
    matchedNeurons: unasked,
    prove: () => ({ costs: [], readA: state, readB: state }),
    describe: async ({ path }) => {
      act(path);
      if (path.startsWith('throw')) await new Promise(() => undefined);
      if (path.startsWith('fail')) throw new Error('as it should');
      return {
        facts: { path, format: '', formatLabel: '', epoch: null, layers: [], notes: [String(threadId)] },
        read: state,
      };
    },
    change: () => {
      throw new Error('as it should');
    },
    exploration: () => [],
    compare: ({ a, b, measure }, { progress }) => {
      const layer = { distance: 0, cost: 0, links: 0, counts: true, neurons: 0, matchedWithSelf: 0 };
      const rest = { matchedAtCostOne: 0, emptyA: 0, emptyB: 0, interchangeable: null };
      progress({ layer: 0, ...layer, ...rest });
      act(a);
      progress({ layer: 1, ...layer, ...rest });
      act(b);
      return { comparison: { measure, mean: null, layers: [] }, byNeuron: null, readA: state, readB: state };
    },
  },
);
