import path from 'node:path';
import { resolveConfig } from '../src/training/config';
import { batchCount } from '../src/training/data/batches';
import { optimizerStep } from '../src/training/optimizer';
import { startRun, type Run } from '../src/training/run';
import { changeTopology, changeTopologyByGradients } from '../src/training/topologyChange';
import { findPeers, Peer } from './peer';
import { randomDataset } from './randomData';
import { describeMachine, median, print, printTable } from './table';

const WIDTHS = [784, 1000, 1000, 1000, 10];
const BATCH = 128;
const SAMPLES = 60_000;
const ROUNDS = 15;
/** Between two changes, so that the weights are not those of the change before. */
const STEPS_BETWEEN = 10;

interface Seconds {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

interface Contender {
  readonly name: string;
  readonly changes: Seconds[];
  /** One change of the links of all sparse layers. */
  change(): Promise<Seconds>;
  close(): Promise<void>;
  /** Of an epoch on one thread; null where it is not known. */
  epochCpuSeconds: number | null;
}

/** One change of links of a network, ζ = α = 0.3, of weights that are trained in between; its share of an epoch. */
export async function run(root: string): Promise<void> {
  print(`Change of links of ${WIDTHS.join('-')}, ε = 20; ${describeMachine()}`);
  const contenders = [
    await ours('SET by sign', { kind: 'set' }),
    await ours('SET by magnitude', { kind: 'set', variant: 'magnitude' }),
    await ours('RigL', { kind: 'rigl', interval: 1 }),
  ];
  const python = await findPeers(root);
  if (python !== null) contenders.push(sparselab(root, python));
  for (let round = 0; round < ROUNDS; round++) {
    for (const contender of contenders) contender.changes.push(await contender.change());
  }
  for (const contender of contenders) await contender.close();
  printTable([
    ['who', 'first ms', 'median ms', 'best ms', 'median CPU ms', 'best CPU ms', 'of an epoch (CPU)'],
    ...contenders.map(({ name, changes, epochCpuSeconds }) => {
      const all = changes.map(({ seconds }) => seconds);
      const cpu = changes.map(({ cpuSeconds }) => cpuSeconds);
      const share = epochCpuSeconds && median(cpu) / epochCpuSeconds;
      return [
        name,
        ...[all[0], median(all), Math.min(...all), median(cpu), Math.min(...cpu)].map((seconds) =>
          (1000 * seconds).toFixed(1),
        ),
        share === null ? '' : `${(100 * share).toFixed(2)} %`,
      ];
    }),
  ]);
  print(
    `${ROUNDS} rounds by turns, ${STEPS_BETWEEN} steps of batch ${BATCH} between ours. One thread; an epoch has ${SAMPLES} samples.`,
  );
}

async function ours(name: string, method: object): Promise<Contender> {
  const config = resolveConfig(
    {
      network: { hidden: WIDTHS.slice(1, -1) },
      topology: { epsilon: 20 },
      method,
      optimizer: { batchSize: BATCH },
      epochs: 1000,
      threads: 1,
    },
    path.resolve('bench.json'),
  );
  const data = randomDataset({ features: WIDTHS[0], classes: 10, train: SAMPLES });
  const run = await startRun(config, data, null, {
    turnMs: 25,
    log: () => undefined,
    afterStep: () => 'continue',
    epochDone: () => Promise.resolve(),
    endsEarly: () => undefined,
    checkpoint: () => Promise.resolve(),
  });
  const order = { order: Uint32Array.from({ length: SAMPLES }, (_, k) => k), seed: 1, epoch: 1 };
  const batch = () => run.batches.make(data.train, run.progress.stepInEpoch, order);
  const trainSteps = (count: number) =>
    timed(() => {
      const end = run.progress.step + count;
      while (run.progress.step < end) trainStep(run);
    });
  const steps = batchCount(data.train, BATCH);
  const contender: Contender = {
    name,
    changes: [],
    epochCpuSeconds: null,
    change() {
      const { cpuSeconds } = trainSteps(STEPS_BETWEEN);
      const epoch = (cpuSeconds * steps) / STEPS_BETWEEN;
      contender.epochCpuSeconds = Math.min(contender.epochCpuSeconds ?? Infinity, epoch);
      return Promise.resolve(
        timed(() => {
          if (run.method.usesGradients) changeTopologyByGradients(run, batch());
          else changeTopology(run);
        }),
      );
    },
    close: () => run.engine.close(),
  };

  /** Without the change that would be due. */
  function trainStep({ engine, progress }: Run): void {
    engine.trainSteps(1, () => ({
      batch: batch(),
      step: optimizerStep(config.optimizer, 0.01, progress.step + 1),
    }));
    progress.step++;
    progress.stepInEpoch = progress.step % steps;
  }
  return contender;
}

function sparselab(root: string, python: string): Contender {
  const peer = new Peer(python, path.join(root, 'bench/rewiring.py'), [], { OMP_NUM_THREADS: '1' });
  return {
    name: 'SET of sparselab 0.2.2',
    changes: [],
    epochCpuSeconds: null,
    change: () => peer.ask<Seconds>(''),
    close: () => peer.close(),
  };
}

function timed(work: () => void): Seconds {
  const begin = performance.now();
  const cpuBegin = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(cpuBegin);
  return { seconds: (performance.now() - begin) / 1000, cpuSeconds: (user + system) / 1e6 };
}
