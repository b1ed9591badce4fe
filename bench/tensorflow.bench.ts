import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { ensureTensorflow } from '../scripts/tensorflow.mjs';
import { compiledKernel } from '../src/kernels/compiledKernel';
import { BatchMaker } from '../src/training/data/batches';
import type { TrainingEngine } from '../src/training/engines/engine';
import { folderVariable, loadTensorflow } from '../src/training/engines/tensorflow/library';
import { TensorflowEngine } from '../src/training/engines/tensorflow/tensorflowEngine';
import { WasmEngine } from '../src/training/engines/wasm';
import { planLayers, type LayerPlan } from '../src/training/layerPlan';
import { drawTopology, withInitialWeights } from '../src/training/network';
import { findPeers, Peer } from './peer';
import { randomDataset } from './randomData';
import { describeMachine, median, print, printTable } from './table';

const LARGE = [784, 1000, 1000, 1000, 10];
const NETWORKS = [LARGE, [784, 256, 256, 256, 10], [784, 100, 10]];
const DENSITIES = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1];
const BATCH = 128;
const SAMPLES = 60_000;
const EPOCH_STEPS = Math.ceil(SAMPLES / BATCH);
const ROUNDS = 5;
/** Steps between two looks at the clock. */
const STEPS = Number(process.env['BENCH_STEPS'] ?? 10);
const STEP = { learningRate: 0.001, momentum: 0.9, weightDecay: 0 };

interface Seconds {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

interface Contender {
  readonly name: string;
  readonly threads: number;
  train(steps: number): Promise<Seconds>;
}

interface Order {
  readonly kind: TrainingEngine['kind'];
  readonly widths: readonly number[];
  readonly density: number;
  readonly steps: number;
}

/**
 * Training a dense network with the TensorFlow engine and with PyTorch, and the density from which on the TensorFlow engine
 * is faster than the sparse one.
 */
export async function run(root: string, [mode, threads]: readonly string[]): Promise<void> {
  if (mode === 'serve') return serve(Number(threads));
  const script = pathToFileURL(path.join(root, 'scripts/tensorflow.mjs')).href;
  const { ensureTensorflow: ensure } = (await import(script)) as {
    ensureTensorflow: typeof ensureTensorflow;
  };
  const { folder, reason } = await ensure();
  if (folder === null) {
    print(`ABSENT: TensorFlow (${reason}).`);
    return;
  }
  const servers = [1, 2].map(
    (count) =>
      new Peer(process.execPath, path.join(root, 'bench/run.mjs'), ['tensorflow', 'serve', String(count)], {
        [folderVariable]: folder,
      }),
  );
  const python = await findPeers(root);
  const torch =
    python === null
      ? []
      : [
          [1, {}],
          [2, {}],
          [2, { OMP_WAIT_POLICY: 'PASSIVE' }],
        ].map(([count, environment]) => ({
          threads: count as number,
          peer: new Peer(python, path.join(root, 'bench/epoch.py'), ['dense'], {
            OMP_NUM_THREADS: String(count),
            ...(environment as Record<string, string>),
          }),
          name: `PyTorch 2.15 dense${Object.keys(environment).length > 0 ? ', passive threading' : ''}`,
        }));
  try {
    await dense(
      servers,
      torch.map(({ peer, ...rest }) => ({ ...rest, train: (steps) => peer.ask(String(steps)) })),
    );
    for (const widths of NETWORKS) await crossover(servers[1], widths);
  } finally {
    for (const peer of [...servers, ...torch.map(({ peer }) => peer)]) await peer.close();
  }
}

async function dense(servers: readonly Peer[], torch: readonly Contender[]): Promise<void> {
  print(`Dense ${LARGE.join('-')}, batch ${BATCH}, momentum; ${describeMachine()}`);
  const ours = servers.flatMap((server, k) =>
    (['tensorflow', 'sparse'] as const).map((kind) => ({
      name: kind === 'tensorflow' ? 'TensorFlow engine' : 'sparse engine',
      threads: k + 1,
      train: (steps: number) =>
        server.ask<Seconds>(JSON.stringify({ kind, widths: LARGE, density: 1, steps })),
    })),
  );
  const figures = await byTurns([...ours, ...torch]);
  printTable([
    ['who', 'threads', 'ms a step', 'best', 'CPU ms', 's an epoch'],
    ...figures.map(({ name, threads, ms, bestMs, cpuMs }) => [
      name,
      String(threads),
      ms.toFixed(1),
      bestMs.toFixed(1),
      cpuMs.toFixed(1),
      ((ms * EPOCH_STEPS) / 1000).toFixed(2),
    ]),
  ]);
}

async function crossover(server: Peer, widths: readonly number[]): Promise<void> {
  print(`\n${widths.join('-')}, batch ${BATCH}, 2 threads: ms of a step by density`);
  const rows: { density: number; sparse: number; tensorflow: number; cpu: readonly number[] }[] = [];
  for (const density of DENSITIES) {
    const [sparse, tensorflow] = await byTurns(
      (['sparse', 'tensorflow'] as const).map((kind) => ({
        name: kind,
        threads: 2,
        train: (steps: number) => server.ask<Seconds>(JSON.stringify({ kind, widths, density, steps })),
      })),
    );
    rows.push({
      density,
      sparse: sparse.ms,
      tensorflow: tensorflow.ms,
      cpu: [sparse.cpuMs, tensorflow.cpuMs],
    });
  }
  printTable([
    ['density', 'sparse', 'TensorFlow', 'sparse CPU', 'TensorFlow CPU'],
    ...rows.map(({ density, sparse, tensorflow, cpu }) => [
      `${Math.round(100 * density)} %`,
      ...[sparse, tensorflow, ...cpu].map((ms) => ms.toFixed(2)),
    ]),
  ]);
  const at = rows.findIndex(({ sparse, tensorflow }) => sparse > tensorflow);
  if (at < 0) print('the sparse engine is faster at every density');
  else if (at === 0) print(`the TensorFlow engine is faster from ${rows[0].density} on at the latest`);
  else {
    const [a, b] = [rows[at - 1], rows[at]].map(({ sparse, tensorflow }) => sparse - tensorflow);
    const density = rows[at - 1].density + ((rows[at].density - rows[at - 1].density) * -a) / (b - a);
    print(`the TensorFlow engine is faster from a density of ${Math.round(100 * density)} % on`);
  }
}

/** By turns, so that whatever else the machine does meets all alike. */
async function byTurns(contenders: readonly Contender[]) {
  const times = contenders.map(() => [] as Seconds[]);
  for (const { train } of contenders) await train(5);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [k, { train }] of contenders.entries()) times[k].push(await train(STEPS));
  }
  return contenders.map(({ name, threads }, k) => {
    const ms = times[k].map(({ seconds }) => (1000 * seconds) / STEPS);
    const cpuMs = times[k].map(({ cpuSeconds }) => (1000 * cpuSeconds) / STEPS);
    return { name, threads, ms: median(ms), bestMs: Math.min(...ms), cpuMs: median(cpuMs) };
  });
}

/** Answers each order on standard input: the time of so many steps. One network of each engine is held at a time. */
async function serve(threads: number): Promise<void> {
  const { tf } = loadTensorflow({ threads });
  const module = compiledKernel('training.wasm');
  if (module === undefined) throw new Error('training.wasm is missing');
  const held = new Map<TrainingEngine['kind'], { readonly what: string; readonly engine: TrainingEngine }>();
  const data = randomDataset({ features: LARGE[0], classes: 10, train: SAMPLES });
  const batches = new BatchMaker(data, BATCH);
  const order = Uint32Array.from({ length: SAMPLES }, (_, k) => (k * 7919) % SAMPLES);

  for await (const line of createInterface({ input: process.stdin })) {
    const { kind, widths, density, steps } = JSON.parse(line) as Order;
    const what = JSON.stringify([widths, density]);
    let current = held.get(kind);
    if (current?.what !== what) {
      await current?.engine.close();
      const plan = planLayers(widths, { distribution: 'uniform', density, denseOutput: false });
      const layers = withInitialWeights(drawTopology(plan as readonly LayerPlan[], 1), 1);
      const engine =
        kind === 'tensorflow'
          ? new TensorflowEngine(tf, layers)
          : await WasmEngine.start({ module, layers, batchSize: BATCH, threads });
      held.set(kind, (current = { what, engine }));
    }
    const begin = performance.now();
    const cpuBegin = process.cpuUsage();
    current.engine.trainSteps(steps, (k) => ({
      batch: batches.make(data.train, k % EPOCH_STEPS, { order, seed: 1, epoch: 1 }),
      step: STEP,
    }));
    const seconds = (performance.now() - begin) / 1000;
    const { user, system } = process.cpuUsage(cpuBegin);
    print(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6 }));
  }
  for (const { engine } of held.values()) await engine.close();
}
