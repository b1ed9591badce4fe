import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { readCheckpoint } from '../src/checkpoints/readCheckpoint';
import { type DistanceMethod, measureOf } from '../src/measure/measure';
import { distanceMethods } from '../src/nnstd/methods/registry';
import type { Topology } from '../src/topology/topology';
import { findPython } from './python';
import { describeMachine, median, print, printTable } from './table';

const RUNS = 15;
const WARM_UP = 30;
/** The three hidden layers; the output layer is full and costs neither side anything. */
const LAYERS = 3;

interface Figures {
  readonly timesMs: readonly number[];
  /** By layer. */
  readonly distances: readonly number[];
}

interface PeerFigures {
  readonly dense: Figures;
  readonly sparse: Figures;
  readonly scipy: string;
}

/** One pair of the authors' networks (w0 and w9, epoch 190), from loaded topologies: ours against SciPy. */
export async function run(root: string): Promise<void> {
  const topologies = path.resolve(root, '../shared/reference/topologies');
  const folders = ['e5_s0_w0', 'e5_s0_w9'].map((name) => path.join(topologies, name, 'epoch_190'));
  print(`NNSTD of one pair, w0–w9 at epoch 190, 784-784-784-784-10; ${describeMachine()}`);
  if (!folders.every(existsSync)) {
    print(`ABSENT: the authors' topologies (${topologies}); nothing to measure.`);
    return;
  }
  const [a, b] = (await Promise.all(folders.map(readCheckpoint))).map(({ topology }) => topology);
  const python = await findPython(root);
  const peer = python === undefined ? undefined : await measurePeer(root, python, folders);

  const reference = measure('reference', () => [a, b]);
  const greedy = measure('greedy', () => [a, b]);
  const first = measure('greedy', () => [{ ...a }, { ...b }]);
  const rows = [['who', 'median ms', 'best ms', 'times as fast']];
  const add = (who: string, { timesMs }: Figures, against?: Figures) =>
    rows.push([
      who,
      median(timesMs).toFixed(1),
      Math.min(...timesMs).toFixed(1),
      against === undefined ? '' : (median(against.timesMs) / median(timesMs)).toFixed(1),
    ]);
  if (peer !== undefined) add(`SciPy ${peer.scipy}, sparse product + linear_sum_assignment`, peer.dense);
  add('Sparse Topology, reference', reference, peer?.dense);
  if (peer !== undefined)
    add(`SciPy ${peer.scipy}, sparse product + min_weight_full_bipartite_matching`, peer.sparse);
  add('Sparse Topology, greedy, networks met before', greedy, peer?.sparse);
  add('Sparse Topology, greedy, networks met for the first time', first, peer?.sparse);
  printTable(rows);
  print(
    `${String(RUNS)} runs each after ${String(WARM_UP)} to warm up, one thread. A network met before has its canonical ` +
      'order and sets, made once for each topology object, as in a matrix.',
  );
  if (peer === undefined) {
    print('ABSENT: SciPy.');
    return;
  }
  const same = peer.dense.distances.every((distance, k) => distance === reference.distances[k]);
  print(`reference: distances ${same ? 'equal to the last bit' : 'DIFFER'}.`);
  const gap = Math.abs(peer.sparse.distances[0] - greedy.distances[0]);
  print(`greedy: layer 0 ${gap < 1e-12 ? 'equal' : 'DIFFERS'}; deeper layers depend on how ties are broken.`);
}

function measure(method: DistanceMethod, pair: () => readonly Topology[]): Figures {
  const timesMs: number[] = [];
  let distances: number[] = [];
  for (let i = 0; i < WARM_UP + RUNS; i++) {
    const [a, b] = pair();
    const begin = performance.now();
    distances = [...distanceMethods[method].layers(a, b, measureOf(method))].map((layer) => layer.distance);
    if (i >= WARM_UP) timesMs.push(performance.now() - begin);
  }
  return { timesMs, distances };
}

async function measurePeer(root: string, python: string, folders: readonly string[]): Promise<PeerFigures> {
  const parameters = [path.join(root, 'bench/pair.py'), ...folders, String(LAYERS), String(RUNS)];
  const { stdout } = await promisify(execFile)(python, parameters);
  return JSON.parse(stdout) as PeerFigures;
}
