import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { ensureOracle } from '../scripts/oracle.mjs';
import { readCheckpoint } from '../src/checkpoints/readCheckpoint';
import { measureOf } from '../src/nnstd/measure';
import { distanceMethods } from '../src/nnstd/methods/registry';
import { describeMachine, median, print, printTable } from './table';

const RUNS = 15;
/** The three hidden layers; the output layer is full and costs neither side anything. */
const LAYERS = 3;

interface PeerFigures {
  readonly timesMs: readonly number[];
  readonly assignmentMs: readonly number[];
  readonly distances: readonly number[];
  readonly scipy: string;
  readonly numpy: string;
}

/** One pair of the authors' networks (w0 and w9, epoch 190), loaded: ours against NumPy and SciPy. */
export async function run(root: string): Promise<void> {
  const topologies = path.resolve(root, '../shared/reference/topologies');
  const folders = ['e5_s0_w0', 'e5_s0_w9'].map((name) => path.join(topologies, name, 'epoch_190'));
  print(`NNSTD of one pair, w0–w9 at epoch 190, 784-784-784-784-10; ${describeMachine()}`);
  if (!folders.every(existsSync)) {
    print(`ABSENT: the authors' topologies (${topologies}); nothing to measure.`);
    return;
  }
  const [a, b] = await Promise.all(folders.map(readCheckpoint));
  const peer = await measurePeer(root, folders);

  const timesMs: number[] = [];
  const layerMs: number[][] = [];
  let distances: number[] = [];
  for (let i = 0; i < RUNS + 3; i++) {
    distances = [];
    const times: number[] = [];
    let begin = performance.now();
    for (const layer of distanceMethods.reference.layers(a.topology, b.topology, measureOf('reference'))) {
      const end = performance.now();
      times.push(end - begin);
      begin = end;
      distances.push(layer.distance);
    }
    // The first runs are the compiler's.
    if (i < 3) continue;
    layerMs.push(times);
    timesMs.push(times.reduce((sum, time) => sum + time, 0));
  }

  const row = (who: string, times: readonly number[], note: string): string[] => [
    who,
    median(times).toFixed(1),
    Math.min(...times).toFixed(1),
    note,
  ];
  const ourLayers = [0, 1, 2].map((k) => median(layerMs.map((times) => times[k])).toFixed(1));
  printTable([
    ['who', 'median ms', 'best ms', ''],
    row('Sparse Topology, reference', timesMs, `layers ${ourLayers.join(' / ')}`),
    ...(typeof peer === 'string'
      ? []
      : [
          row(
            `SciPy ${peer.scipy}, sparse product + linear_sum_assignment`,
            peer.timesMs,
            `of it assignment ${median(peer.assignmentMs).toFixed(1)}`,
          ),
        ]),
  ]);
  print(`${String(RUNS)} runs each after warming up, checkpoints in memory, one thread.`);
  if (typeof peer === 'string') {
    print(`ABSENT: SciPy (${peer}).`);
    return;
  }
  const equal = peer.distances.every((distance, k) => distance === distances[k]);
  print(
    equal
      ? 'Distances equal to the last bit.'
      : `DISTANCES DIFFER: ${distances.join()} and ${peer.distances.join()}`,
  );
}

async function measurePeer(root: string, folders: readonly string[]): Promise<PeerFigures | string> {
  const oracleScript = path.join(root, 'scripts/oracle.mjs');
  if (!existsSync(oracleScript)) return 'scripts/oracle.mjs is not there';
  // Loaded where it stands, not bundled: it finds the repository by its own place.
  const scripts = (await import(pathToFileURL(oracleScript).href)) as { ensureOracle: typeof ensureOracle };
  const oracle = await scripts.ensureOracle();
  if (oracle.python === null) return oracle.reason;
  const { stdout } = await promisify(execFile)(oracle.python, [
    path.join(root, 'bench/pair.py'),
    ...folders,
    String(LAYERS),
    String(RUNS),
  ]);
  return JSON.parse(stdout) as PeerFigures;
}
