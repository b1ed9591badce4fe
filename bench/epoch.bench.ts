import path from 'node:path';
import { compiledKernel } from '../src/kernels/compiledKernel';
import type { LayerParameters } from '../src/kernels/kernels';
import { BatchMaker } from '../src/training/data/batches';
import { WasmEngine } from '../src/training/engines/wasm';
import { planLayers, type LayerPlan } from '../src/training/layerPlan';
import { drawTopology, withInitialWeights } from '../src/training/network';
import { findPeers, Peer } from './peer';
import { randomDataset } from './randomData';
import { describeMachine, median, print, printTable } from './table';

const WIDTHS = [784, 1000, 1000, 1000, 10];
const BATCH = 128;
const SAMPLES = 60_000;
const EPOCH_STEPS = Math.ceil(SAMPLES / BATCH);
const ROUNDS = 5;
/** Steps between two looks at the clock; an epoch, unless a quicker look will do. */
const STEPS = Number(process.env['BENCH_STEPS'] ?? EPOCH_STEPS);
const STEP = { learningRate: 0.01, momentum: 0.9, weightDecay: 0 };

interface Seconds {
  readonly seconds: number;
  /** Of processor time, all threads together: less disturbed by what else the machine does. */
  readonly cpuSeconds: number;
}

interface Contender {
  readonly name: string;
  /** Of an epoch. */
  readonly times: Seconds[];
  peakMb: number;
  readonly threads: number;
  train(steps: number): Promise<Seconds>;
  close(): Promise<void>;
}

/** An epoch of training, fixed links, random samples: ours against what trains such a network elsewhere. */
export async function run(root: string): Promise<void> {
  print(`Epoch of ${WIDTHS.join('-')}, ε = 20, batch ${BATCH}, ${SAMPLES} samples; ${describeMachine()}`);
  const contenders: Contender[] = [await ours(1), await ours(2)];
  const python = await findPeers(root);
  if (python !== null) contenders.push(...peerContenders(root, python));
  try {
    for (const contender of contenders) await contender.train(10);
    // By turns, so that whatever else the machine does meets all alike.
    for (let round = 0; round < ROUNDS; round++) {
      for (const contender of contenders) {
        const { seconds, cpuSeconds } = await contender.train(STEPS);
        const scale = EPOCH_STEPS / STEPS;
        contender.times.push({ seconds: seconds * scale, cpuSeconds: cpuSeconds * scale });
      }
    }
  } finally {
    for (const contender of contenders) await contender.close();
  }
  const figures = contenders.map(({ times }) => ({
    seconds: times.map(({ seconds }) => seconds),
    cpuSeconds: median(times.map(({ cpuSeconds }) => cpuSeconds)),
  }));
  const [one, two] = figures;
  printTable([
    ['who', 'threads', 'median s', 'best s', 'CPU s', 'peak MiB', 'of ours', 'CPU of ours'],
    ...contenders.map(({ name, threads, peakMb }, k) => {
      const { seconds, cpuSeconds } = figures[k];
      const our = threads === 1 ? one : two;
      return [
        name,
        String(threads),
        median(seconds).toFixed(2),
        Math.min(...seconds).toFixed(2),
        cpuSeconds.toFixed(2),
        peakMb.toFixed(0),
        `${(median(seconds) / median(our.seconds)).toFixed(1)}×`,
        `${(cpuSeconds / our.cpuSeconds).toFixed(1)}×`,
      ];
    }),
  ]);
  print(`${ROUNDS} rounds by turns, ${STEPS} steps each, scaled to the ${EPOCH_STEPS} of an epoch.`);
}

/** The product's own engine and batches; its peak memory is that of this process, both of ours together. */
async function ours(threads: number): Promise<Contender> {
  const module = compiledKernel('training.wasm');
  if (module === undefined) throw new Error('training.wasm is missing');
  const data = randomDataset({ features: WIDTHS[0], classes: 10, train: SAMPLES });
  const batches = new BatchMaker(data, BATCH);
  const engine = await WasmEngine.start({ module, layers: network(), batchSize: BATCH, threads });
  const order = Uint32Array.from({ length: SAMPLES }, (_, k) => (k * 7919) % SAMPLES);
  const contender: Contender = {
    name: 'Sparse Topology',
    threads,
    times: [],
    peakMb: 0,
    train(steps) {
      const begin = performance.now();
      const cpuBegin = process.cpuUsage();
      engine.trainSteps(steps, (k) => ({
        batch: batches.make(data.train, k % EPOCH_STEPS, { order, seed: 1, epoch: 1 }),
        step: STEP,
      }));
      contender.peakMb = process.resourceUsage().maxRSS / 1024;
      const { user, system } = process.cpuUsage(cpuBegin);
      const seconds = (performance.now() - begin) / 1000;
      return Promise.resolve({ seconds, cpuSeconds: (user + system) / 1e6 });
    },
    close: () => engine.close(),
  };
  return contender;
}

function network(): LayerParameters[] {
  const topology = { distribution: 'erdos-renyi', epsilon: 20, denseOutput: true } as const;
  return withInitialWeights(drawTopology(planLayers(WIDTHS, topology) as readonly LayerPlan[], 1), 1);
}

function peerContenders(root: string, python: string): Contender[] {
  const kinds = ['sparselab', 'csr', 'masked gradients', 'mask in forward'] as const;
  const names = {
    sparselab: 'sparselab 0.2.2',
    csr: 'torch.sparse CSR',
    'masked gradients': 'PyTorch 2.15, gradients masked',
    'mask in forward': 'PyTorch 2.15, mask in forward',
  };
  return [
    ...kinds.map((kind) => peer(root, python, kind, names[kind], 1, {})),
    ...kinds.flatMap((kind) => [
      peer(root, python, kind, `${names[kind]}, default threading`, 2, {}),
      peer(root, python, kind, `${names[kind]}, passive threading`, 2, { OMP_WAIT_POLICY: 'PASSIVE' }),
    ]),
    peer(root, python, 'scipy', 'SET on SciPy CSR', 1, {}),
  ];
}

function peer(
  root: string,
  python: string,
  kind: string,
  name: string,
  threads: number,
  environment: Readonly<Record<string, string>>,
): Contender {
  const script = path.join(root, 'bench/epoch.py');
  const process = new Peer(python, script, [kind], { OMP_NUM_THREADS: String(threads), ...environment });
  const contender: Contender = {
    name,
    threads,
    times: [],
    peakMb: 0,
    async train(steps) {
      const figures = await process.ask<Seconds & { peakMb: number }>(String(steps));
      contender.peakMb = figures.peakMb;
      return figures;
    },
    close: () => process.close(),
  };
  return contender;
}
