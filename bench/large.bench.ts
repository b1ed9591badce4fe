import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { snapshotFiles } from '../src/checkpoints/snapshotThread';
import { builtFile } from '../src/kernels/compiledKernel';
import { resolveConfig } from '../src/training/config';
import { train } from '../src/training/loop';
import { inOwnProcess, peakMb } from './ownProcess';
import { randomDataset } from './randomData';
import { describeMachine, print, printTable } from './table';

const SIZES = [30_000, 300_000, 600_000];
const FEATURES = 3312;
const CLASSES = 5;
const SAMPLES = 203;
const EPOCHS = 2;

interface Figures {
  readonly links: number;
  /** Until the first step. */
  readonly startSeconds: number;
  /** Of each epoch: its steps and the change of links before it, by the clock; and all the processor time from one to the next. */
  readonly epochSeconds: readonly number[];
  readonly epochCpuSeconds: readonly number[];
  readonly peakMb: number;
}

/**
 * SET on 3312-n-n-n-5, ε = 20, batch 2, 203 samples (published: 112 minutes an epoch at n = 600,000), each network in a
 * process of its own that writes a checkpoint after every epoch. Arguments: other n.
 */
export async function run(_root: string, sizes: string[]): Promise<void> {
  print(
    `Two epochs of ${FEATURES}-n-n-n-${CLASSES}, ε = 20, batch 2, ${SAMPLES} samples; ${describeMachine()}`,
  );
  const wanted = sizes.length > 0 ? sizes.map(Number) : SIZES;
  const rows: string[][] = [];
  for (const n of wanted) {
    const figures = (await inOwnProcess(import.meta.url, 'trainOne', String(n))) as Figures;
    const { links, startSeconds, epochSeconds, epochCpuSeconds, peakMb: peak } = figures;
    const last = epochCpuSeconds.at(-1)!;
    rows.push([
      n.toLocaleString('en'),
      (links / 1e6).toFixed(1),
      startSeconds.toFixed(1),
      ...epochSeconds.map((seconds) => seconds.toFixed(1)),
      last.toFixed(1),
      ((1e9 * last) / links).toFixed(0),
      (peak / 1024).toFixed(2),
      ((peak * 2 ** 20) / links).toFixed(0),
    ]);
  }
  printTable([
    [
      'n',
      'million links',
      'start s',
      'epoch 1 s',
      'epoch 2 s',
      'CPU s',
      'CPU ns a link',
      'peak GiB',
      'peak bytes a link',
    ],
    ...rows,
  ]);
}

/** Trains a network and prints its figures as JSON. */
export async function trainOne(n: string): Promise<void> {
  const width = Number(n);
  const config = resolveConfig(
    {
      network: { hidden: [width, width, width] },
      topology: { epsilon: 20 },
      // Labels at random, and an output layer of 600,000 inputs: with the default the largest network diverges.
      optimizer: { batchSize: 2, learningRate: 1e-4 },
      epochs: EPOCHS,
    },
    path.resolve('bench.json'),
  );
  const data = randomDataset({ features: FEATURES, classes: CLASSES, train: SAMPLES });
  const files = snapshotFiles(builtFile('checkpointThread.js'), 0);
  const file = path.join(path.dirname(fileURLToPath(import.meta.url)), `large-${n}.safetensors`);
  const [epochSeconds, epochCpuSeconds, marks] = [[] as number[], [] as number[], [] as number[]];
  let written: Promise<void> = Promise.resolve();
  let links = 0;
  const begin = performance.now();
  let startSeconds = 0;
  await train(config, data, null, {
    turnMs: 25,
    log: () => undefined,
    afterStep: (progress) => {
      ({ links } = progress);
      return 'continue';
    },
    endsEarly: () => undefined,
    epochDone: ({ epoch, elapsedMs }) => {
      const { user, system } = process.cpuUsage();
      marks.push((user + system) / 1e6);
      if (epoch === 0) startSeconds = (performance.now() - begin) / 1000;
      else {
        epochSeconds.push(elapsedMs / 1000);
        epochCpuSeconds.push(marks.at(-1)! - marks.at(-2)!);
      }
      return Promise.resolve();
    },
    checkpoint: async (snapshot) => {
      await written;
      written = files.writeAside!(file, snapshot)!.written;
    },
  });
  await written;
  await rm(file);
  const figures: Figures = { links, startSeconds, epochSeconds, epochCpuSeconds, peakMb: await peakMb() };
  print(JSON.stringify(figures));
}
