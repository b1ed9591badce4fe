import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { buildKernels } from '../../scripts/kernels.mjs';
import { findNode } from '../../scripts/nodeVersions.mjs';
import { readMetrics } from '../../src/checkpoints/runFolder/metricsLog';
import { encodeTopology } from '../../src/checkpoints/snapshotFile';
import { seededRandom } from '../support/syntheticLayers';
import { titled } from '../support/titled';
import {
  bundleCli,
  checkpointNames,
  makeIdxFolder,
  readCheckpointFile,
  runCli,
  writeConfig,
} from '../unit/cli/support';
import { randomNetwork, rewiredNetwork } from '../unit/nnstd/refined/networks';
import { temporaryFolder } from '../unit/runFolder/support';

const nodes = await Promise.all([20, 22, 24].map(async (major) => ({ major, ...(await findNode(major)) })));

// Processes one after the other, on a machine that may be busy.
vi.setConfig({ hookTimeout: 120_000 });
const root = temporaryFolder();
const networks = ['first', 'related', 'other'].map((name) => path.join(root, `${name}.safetensors`));
const forms = ['wasm', 'plain'] as const;
type Form = (typeof forms)[number];

let kernels: readonly string[];
let here: Computed;

beforeAll(async () => {
  kernels = await buildKernels();
  const random = seededRandom(22);
  const first = randomNetwork([60, 80, 80, 50, 10], 4, random);
  const others = [rewiredNetwork(first, 0.3, random), randomNetwork([60, 80, 80, 50, 10], 4, random)];
  [first, ...others].forEach((network, k) => {
    writeFileSync(networks[k], Buffer.concat(encodeTopology(network, null)));
  });
  makeIdxFolder(path.join(root, 'data'), { side: 8, train: 200, test: 20 });
  here = await computed('wasm', process.execPath, 'here');
});

/** Of a training run: how, and on how many threads. */
const trainings = [
  { method: { kind: 'set' }, threads: 1 },
  { method: { kind: 'set' }, threads: 2 },
  { method: { kind: 'set' }, threads: 4 },
  { method: { kind: 'rigl', interval: 4 }, threads: 2 },
  { method: { kind: 'granet', interval: 4 }, threads: 4 },
  { method: { kind: 'imp', rounds: 2, roundEpochs: 1, rewindStep: 3 }, threads: 2 },
];

/**
 * What the command line computes: all distances with their matchings, and the networks that it trains. In a folder of
 * its own, with the compiled kernels beside it or without, so that it finds nothing that another one kept.
 */
async function computed(form: Form, node: string, name: string): Promise<Computed> {
  mkdirSync(path.join(root, name));
  const script = bundleCli(path.join(root, name), form === 'wasm' ? kernels : []);
  const run = async (args: readonly string[]) => {
    const { code, out, err } = await runCli(script, args, { node });
    expect(code, err).toBe(0);
    return out;
  };
  const distances: unknown[] = [];
  for (const method of ['reference', 'greedy', 'refined']) {
    distances.push(JSON.parse(await run(['nnstd', ...networks, '--method', method, '--json', '--matching'])));
  }
  const trained: unknown[] = [];
  for (const { method, threads } of trainings) {
    const config = writeConfig(path.join(root, `${name}.json`), {
      data: { kind: 'idx', folder: 'data' },
      network: { hidden: [30, 30] },
      topology: { epsilon: 4 },
      method,
      optimizer: { batchSize: 20 },
      epochs: 4,
      threads,
    });
    const folder = (await run(['train', config])).trim();
    const engine =
      form === 'wasm' ? new RegExp(`WebAssembly, ${String(threads)} thread`) : /plain JavaScript/;
    expect(await readFile(path.join(folder, 'train.log'), 'utf8')).toMatch(engine);
    trained.push(await outcomeOf(folder, threads));
  }
  return { distances, trained };
}

interface Computed {
  readonly distances: readonly unknown[];
  /** Alike to `trainings`. */
  readonly trained: readonly unknown[];
}

/** Checkpoints, to the byte but for the number of threads in their configuration, and metrics without times. */
async function outcomeOf(folder: string, threads: number): Promise<unknown> {
  const names = await checkpointNames(folder);
  const checkpoints = await Promise.all(
    names.map(async (name) => {
      const text = (await readCheckpointFile(folder, name)).toString('latin1');
      const parts = text.split(`\\"threads\\":${String(threads)}`);
      expect(parts.length).toBe(2);
      return parts.join('');
    }),
  );
  const { lines } = await readMetrics(path.join(folder, 'metrics.jsonl'));
  return { names, checkpoints, metrics: lines.map((line) => ({ ...line, elapsedMs: 0, time: '' })) };
}

test('training is the same on 1, 2 and 4 threads', () => {
  const [one, two, four] = here.trained;
  expect(two).toEqual(one);
  expect(four).toEqual(one);
});

test.for(
  nodes.flatMap(({ major, node, reason }) =>
    forms.map((form) => ({ title: titled(`Node ${String(major)}, ${form}`, reason), major, node, form })),
  ),
)('the same to the last bit: $title', async ({ major, node, form }, { skip }) => {
  skip(node === null);
  expect(await computed(form, node!, `${form}-${String(major)}`)).toEqual(here);
});
