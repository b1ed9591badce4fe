import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { snapshotFiles } from '../src/checkpoints/snapshotThread';
import { builtFile } from '../src/kernels/compiledKernel';
import { resolveConfig, type ResolvedConfig } from '../src/training/config';
import { forecastRun, type Range } from '../src/training/forecast';
import { train } from '../src/training/loop';
import { inOwnProcess, peakMb } from './ownProcess';
import { randomDataset } from './randomData';
import { describeMachine, print, printTable } from './table';

const EPOCHS = 3;

interface Case {
  readonly features: number;
  readonly hidden: readonly number[];
  readonly epsilon: number;
  readonly batchSize: number;
  readonly samples: number;
}

const cases: readonly Case[] = [
  { features: 784, hidden: [256, 256, 256], epsilon: 20, batchSize: 128, samples: 6000 },
  { features: 784, hidden: [1000, 1000, 1000], epsilon: 20, batchSize: 128, samples: 6000 },
  { features: 784, hidden: [1000, 1000, 1000], epsilon: 100, batchSize: 128, samples: 6000 },
  { features: 784, hidden: [1000, 1000, 1000], epsilon: 20, batchSize: 8, samples: 2000 },
  { features: 3072, hidden: [4000, 1000, 4000], epsilon: 20, batchSize: 128, samples: 2000 },
  { features: 3312, hidden: [30_000, 30_000, 30_000], epsilon: 20, batchSize: 2, samples: 203 },
];

interface Figures {
  readonly forecastSeconds: Range;
  readonly forecastBytes: Range;
  /** The second epoch. */
  readonly seconds: number;
  readonly peakMb: number;
}

/**
 * What is forecast of a run beside what it took: seconds of an epoch and peak memory, each run in a process of its own.
 * The peer is the run itself; the claim is that its figures lie within the ranges.
 */
export async function run(): Promise<void> {
  print(`Forecasts beside runs, one thread; ${describeMachine()}`);
  const rows: string[][] = [];
  for (const each of cases) {
    const {
      forecastSeconds,
      forecastBytes,
      seconds,
      peakMb: peak,
    } = (await inOwnProcess(import.meta.url, 'trainOne', JSON.stringify(each))) as Figures;
    const memory = { low: forecastBytes.low / 2 ** 20, high: forecastBytes.high / 2 ** 20 };
    rows.push([
      `${each.features}·${each.hidden.join('·')} ε ${each.epsilon} batch ${each.batchSize}`,
      ...compared(forecastSeconds, seconds, 2),
      ...compared(memory, peak, 0),
    ]);
  }
  printTable([['network', 'epoch s', 'forecast', 'holds', 'peak MiB', 'forecast', 'holds'], ...rows]);
}

function compared({ low, high }: Range, found: number, decimals: number): readonly string[] {
  return [
    found.toFixed(decimals),
    `${low.toFixed(decimals)} to ${high.toFixed(decimals)}`,
    found >= low && found <= high ? 'yes' : 'NO',
  ];
}

function configOf({ hidden, epsilon, batchSize }: Case): ResolvedConfig {
  return resolveConfig(
    {
      network: { hidden },
      topology: { epsilon },
      optimizer: { batchSize, learningRate: 1e-4 },
      epochs: EPOCHS,
      threads: 1,
      engine: 'sparse',
    },
    path.resolve('bench.json'),
  );
}

/** Trains a network and prints its figures as JSON. */
export async function trainOne(argument: string): Promise<void> {
  const wanted = JSON.parse(argument) as Case;
  const config = configOf(wanted);
  const data = randomDataset({ features: wanted.features, classes: 10, train: wanted.samples });
  const { secondsPerEpoch, memoryBytes } = await forecastRun(config, data);
  const files = snapshotFiles(builtFile('checkpointThread.js'), 0);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sparse-topology-bench-'));
  const seconds: number[] = [];
  let written: Promise<void> = Promise.resolve();
  await train(config, data, null, {
    turnMs: 25,
    log: () => undefined,
    afterStep: () => 'continue',
    endsEarly: () => undefined,
    epochDone: ({ elapsedMs }) => {
      seconds.push(elapsedMs / 1000);
      return Promise.resolve();
    },
    checkpoint: async (snapshot) => {
      await written;
      written = files.writeAside!(path.join(folder, 'checkpoint.safetensors'), snapshot)!.written;
    },
  });
  await written;
  await rm(folder, { recursive: true });
  const figures: Figures = {
    forecastSeconds: secondsPerEpoch,
    forecastBytes: memoryBytes,
    // Of epochs 0 (before any training) to the last.
    seconds: seconds[2],
    peakMb: await peakMb(),
  };
  print(JSON.stringify(figures));
}
