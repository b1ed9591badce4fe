import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { buildKernels } from '../../scripts/kernels.mjs';
import { findNode } from '../../scripts/nodeVersions.mjs';
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
let here: unknown;

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

/**
 * What the command line computes: all distances with their matchings, and the network that it trains. In a folder of its
 * own, with the compiled kernels beside it or without, so that it finds nothing that another one kept.
 */
async function computed(form: Form, node: string, name: string): Promise<unknown> {
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
  const config = writeConfig(path.join(root, `${name}.json`), {
    data: { kind: 'idx', folder: 'data' },
    network: { hidden: [30, 30] },
    topology: { epsilon: 4 },
    optimizer: { batchSize: 20 },
    epochs: 3,
  });
  const folder = (await run(['train', config])).trim();
  return { distances, trained: await readCheckpointFile(folder, (await checkpointNames(folder)).at(-1)!) };
}

test.for(
  nodes.flatMap(({ major, node, reason }) =>
    forms.map((form) => ({ title: titled(`Node ${String(major)}, ${form}`, reason), major, node, form })),
  ),
)('the same to the last bit: $title', async ({ major, node, form }, { skip }) => {
  skip(node === null);
  expect(await computed(form, node!, `${form}-${String(major)}`)).toEqual(here);
});
