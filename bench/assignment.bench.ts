import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { readCheckpoint } from '../src/checkpoints/readCheckpoint';
import { assignmentKernel } from '../src/kernels/assignmentChoice';
import { plainAssignment } from '../src/kernels/assignmentPlain';
import { assignLayer } from '../src/nnstd/assignment/layerAssignment';
import { certifyLayer } from '../src/nnstd/assignment/layerCertificate';
import type { SparseLayer } from '../src/topology/topology';
import { layerProblem } from '../test/support/layerProblems';
import {
  erdosRenyi,
  fixedFanIn,
  layerOf,
  neuronsOf,
  permutation,
  reordered,
  rewired,
  seededRandom,
  zipfHubs,
} from '../test/support/syntheticLayers';
import { writeLayers } from './layerFile';
import { findPython } from './python';
import { describeMachine, median, print, printTable } from './table';

interface Case {
  readonly name: string;
  readonly layers: readonly [SparseLayer, SparseLayer];
  /** False where it would take the peer minutes. */
  readonly peer: boolean;
}

interface PeerFigures {
  readonly timesMs: readonly number[];
  readonly cost: number;
  readonly scipy: string;
}

/**
 * The exact assignment of one layer, overlaps included, against SciPy's sparse matching without building its matrix:
 * the table of cases that the method was chosen by. Beginnings or ends of names after `assignment` pick rows.
 */
export async function run(root: string): Promise<void> {
  print(`Exact assignment of one layer; ${describeMachine()}; kernel: ${assignmentKernel().name}`);
  const python = await findPython(root);
  if (python === undefined) print('ABSENT: SciPy; our side alone.');
  const wanted = process.argv.slice(3);
  const rows = [
    ['case', 'edges', 'ours ms', 'plain ms', 'SciPy ms', 'ratio', 'proven by', 'memory MB', 'costs'],
  ];
  for await (const { name, layers, peer } of cases(root)) {
    if (wanted.length > 0 && !wanted.some((part) => name.startsWith(part) || name.endsWith(part))) continue;
    const row = await measure(root, name, layers, peer ? python : undefined);
    rows.push(row);
    print(`… ${row.join('; ')}`);
  }
  printTable(rows);
  print(
    'Medians, warm; ours with building the overlaps, SciPy without. Memory: resident set after the case.',
  );
}

async function measure(
  root: string,
  name: string,
  [a, b]: readonly [SparseLayer, SparseLayer],
  python: string | undefined,
): Promise<string[]> {
  const large = a.outputs >= 10_000;
  const runs = large ? 3 : 7;
  const peer =
    python === undefined ? undefined : await measurePeer(root, python, a.outputs >= 5_000 ? 1 : runs, a, b);
  const problem = layerProblem(a, b);
  const timed = (kernel: typeof plainAssignment, warmUp: number, times: number) => {
    const all = Array.from({ length: warmUp + times }, () => {
      const begin = performance.now();
      assignLayer(kernel, problem);
      return performance.now() - begin;
    });
    return median(all.slice(warmUp));
  };
  const oursMs = timed(assignmentKernel(), large ? 1 : 20, runs);
  const memoryMb = process.memoryUsage().rss / 2 ** 20;
  const plainMs = large ? undefined : timed(plainAssignment, 2, 3);
  const solution = assignLayer(assignmentKernel(), problem);
  if (a.outputs <= 20_000) certifyLayer(problem, solution);
  // The peer knows no pairs without inputs, which cost 0 by the definition.
  const emptyPairs = solution.matching.filter(
    (other, i) => other >= 0 && isEmpty(a, i) && isEmpty(b, other),
  ).length;
  const cost = solution.pairCosts.reduce((sum, pairCost) => sum + pairCost, 0) + emptyPairs;
  const peerMs = peer === undefined ? undefined : median(peer.timesMs);
  return [
    name,
    String(overlapCount(problem)),
    oursMs.toFixed(2),
    plainMs?.toFixed(2) ?? '–',
    peerMs?.toFixed(2) ?? '–',
    peerMs === undefined ? '–' : (peerMs / oursMs).toFixed(1),
    solution.proof.provenBy,
    memoryMb.toFixed(0),
    peer === undefined
      ? '–'
      : Math.abs(peer.cost - cost) < 1e-6
        ? 'equal'
        : `${String(cost)}, SciPy ${String(peer.cost)}`,
  ];
}

function isEmpty({ indptr }: SparseLayer, neuron: number): boolean {
  return indptr[neuron] === indptr[neuron + 1];
}

function overlapCount(problem: ReturnType<typeof layerProblem>): number {
  return assignmentKernel().solve(
    problem.a.sets,
    problem.b.sets,
    problem.inputs,
    // All alike: solved at once.
    ({ count }) => ({
      exact: new Float64Array(count).fill(1),
      coarse: new Int32Array(count).fill(1),
      scale: 1,
    }),
    ({ end }) => end.length,
  );
}

async function* cases(root: string): AsyncGenerator<Case> {
  const random = seededRandom(7);
  const two = (draw: () => SparseLayer): readonly [SparseLayer, SparseLayer] => [draw(), draw()];
  for (const n of [784, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000]) {
    yield {
      name: `independent ER, fan-in 10, n = ${String(n)}`,
      layers: two(() => erdosRenyi(n, n, 10, random)),
      peer: n <= 20_000,
    };
  }
  for (const n of [784, 5_000, 20_000, 100_000]) {
    const a = erdosRenyi(n, n, 10, random);
    const b = reordered(rewired(a, 0.3, random), permutation(n, random));
    yield { name: `shuffled copy, 30 % rewired, n = ${String(n)}`, layers: [a, b], peer: n <= 20_000 };
  }
  for (const [fanIn, n] of [
    [3, 5_000],
    [30, 5_000],
    [100, 2_000],
  ]) {
    yield {
      name: `independent ER, fan-in ${String(fanIn)}, n = ${String(n)}`,
      layers: two(() => erdosRenyi(n, n, fanIn, random)),
      peer: true,
    };
  }
  for (const n of [784, 2_000, 5_000]) {
    yield {
      name: `hubs (Zipf 1.0), n = ${String(n)}`,
      layers: two(() => zipfHubs(n, n, 10, 1, random)),
      peer: true,
    };
  }
  yield* authorsCases(root);
  const withHub = (layer: SparseLayer) =>
    layerOf(
      layer.inputs + 1,
      neuronsOf(layer).map((inputs) => [...inputs, layer.inputs]),
    );
  yield {
    name: 'one hub shared by all, ER, n = 2000',
    layers: two(() => withHub(erdosRenyi(2_000, 2_000, 10, random))),
    peer: true,
  };
  yield {
    name: 'one hub shared by all, fan-in 11, n = 2000',
    layers: two(() => withHub(fixedFanIn(2_000, 2_000, 10, random))),
    peer: true,
  };
  const same = layerOf(
    1_500,
    Array.from({ length: 1_500 }, () => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
  );
  yield { name: 'identical rows, n = 1500', layers: [same, same], peer: true };
}

async function* authorsCases(root: string): AsyncGenerator<Case> {
  const topologies = path.resolve(root, '../shared/reference/topologies');
  const folders = ['e5_s0_w0', 'e5_s0_w1'].map((name) => path.join(topologies, name, 'epoch_190'));
  if (!folders.every(existsSync)) return;
  const [a, b] = await Promise.all(folders.map(readCheckpoint));
  for (const k of [0, 1, 2]) {
    yield {
      name: `authors' w0–w1, epoch 190, layer ${String(k)}`,
      layers: [a.topology.layers[k], b.topology.layers[k]],
      peer: true,
    };
  }
}

async function measurePeer(
  root: string,
  python: string,
  runs: number,
  a: SparseLayer,
  b: SparseLayer,
): Promise<PeerFigures> {
  const folder = await mkdtemp(path.join(tmpdir(), 'assignment-'));
  try {
    const file = path.join(folder, 'layers.bin');
    await writeLayers(file, [a, b]);
    const { stdout } = await promisify(execFile)(python, [
      path.join(root, 'bench/assignment.py'),
      String(runs),
      file,
    ]);
    return JSON.parse(stdout) as PeerFigures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
