import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeSnapshot, writeSnapshot } from '../src/checkpoints/snapshotFile';
import { snapshotFiles } from '../src/checkpoints/snapshotThread';
import type { TrainingSnapshot } from '../src/checkpoints/trainingSnapshot';
import { builtFile } from '../src/kernels/compiledKernel';
import { linkSetOf } from '../src/topology/linkSet';
import { randomStream } from '../src/topology/random';
import type { SparseLayer } from '../src/topology/topology';
import { describeMachine, median, print, printTable } from './table';

const ROUNDS = 6;
const WIDTHS = [3312, 685_000, 685_000, 685_000, 5];
const EPSILON = 20;

/**
 * A checkpoint of 72 million links (3312-n-n-n-5, ε = 20): how long training waits for it, and how fast it gets to the disk
 * beside the same bytes written and flushed without more ado.
 */
export async function run(root: string, [parent = path.join(root, 'out')]: string[]): Promise<void> {
  const snapshot = snapshotOfNetwork();
  const links = snapshot.topology.layers.reduce((sum, { indices }) => sum + indices.length, 0);
  const bytes = encodeSnapshot(snapshot).reduce((sum, { length }) => sum + length, 0);
  print(
    `Checkpoint of ${(links / 1e6).toFixed(1)} million links, ${(bytes / 1e9).toFixed(2)} GB; ${describeMachine()}`,
  );
  const folder = await mkdtemp(path.join(parent, 'checkpoint-'));
  const [plainFile, wholeFile, asideFile] = ['plain', 'whole', 'aside'].map((name) =>
    path.join(folder, name),
  );
  const files = snapshotFiles(builtFile('checkpointThread.js'));
  const plain: number[] = [];
  const waited: number[] = [];
  const aside: number[] = [];
  const whole: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const kinds = [
        async () => {
          plain.push(await seconds(() => writeChunks(plainFile, encodeSnapshot(snapshot))));
        },
        async () => {
          whole.push(await seconds(() => writeSnapshot(wholeFile, snapshot)));
        },
        async () => {
          const begin = performance.now();
          const { written } = files.writeAside!(asideFile, snapshot)!;
          waited.push((performance.now() - begin) / 1000);
          await written;
          aside.push((performance.now() - begin) / 1000);
        },
      ];
      // By turns, and another one first each time, so that whatever else the disk does meets all alike.
      for (let k = 0; k < kinds.length; k++) await kinds[(round + k) % kinds.length]();
      for (const file of [plainFile, wholeFile, asideFile]) await rm(file);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const row = (what: string, times: number[], written: boolean): string[] => [
    what,
    median(times).toFixed(2),
    Math.min(...times).toFixed(2),
    Math.max(...times).toFixed(2),
    written ? (bytes / 1e6 / median(times)).toFixed(0) : '',
    written ? (median(plain) / median(times)).toFixed(2) : '',
  ];
  printTable([
    ['what', 'median s', 'best s', 'worst s', 'MB/s', 'of plain'],
    row('plain file, flushed', plain, true),
    row('checkpoint, waited for', whole, true),
    row('checkpoint, while training goes on', aside, true),
    row('what training waits for it', waited, false),
  ]);
  print(`Peak of this process: ${(process.resourceUsage().maxRSS / 2 ** 20).toFixed(2)} GiB.`);
}

async function writeChunks(file: string, chunks: readonly Uint8Array[]): Promise<void> {
  await writeFile(file, chunks);
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}

function snapshotOfNetwork(): TrainingSnapshot {
  const layers = WIDTHS.slice(1).map((outputs, k) => evenLayer(WIDTHS[k], outputs));
  const floats = (length: number): Float32Array => shared(new Float32Array(length).fill(0.5));
  return {
    epoch: 1,
    stepInEpoch: 0,
    step: 102,
    momentSteps: 0,
    engine: 'sparse',
    topology: { layers },
    biases: layers.map(({ outputs }) => floats(outputs)),
    velocities: layers.map(({ indices }) => floats(indices.length)),
    biasVelocities: layers.map(({ outputs }) => floats(outputs)),
    secondMoments: [],
    srelu: [],
    random: randomStream(1, 'order', 2).state(),
    explored: layers.map(linkSetOf),
    epochSums: new Float64Array(11),
    improvement: new Float64Array(0),
    methodState: {},
    normalization: { means: Float64Array.of(0), deviations: Float64Array.of(1) },
    config: '{}',
  };
}

/** As many links as ε gives, or all, spread evenly; which ones they are makes no difference to a file. */
function evenLayer(inputs: number, outputs: number): SparseLayer {
  const links = Math.min(EPSILON * (inputs + outputs), inputs * outputs);
  const indptr = new Uint32Array(outputs + 1);
  const indices = shared(new Uint32Array(links));
  for (let neuron = 0; neuron < outputs; neuron++) {
    indptr[neuron + 1] = Math.floor(((neuron + 1) * links) / outputs);
    const fanIn = indptr[neuron + 1] - indptr[neuron];
    for (let k = 0; k < fanIn; k++) indices[indptr[neuron] + k] = Math.floor((k * inputs) / fanIn);
  }
  return { inputs, outputs, indptr, indices, values: shared(new Float32Array(links).fill(0.5)) };
}

/** As the engine's arrays are: in memory of all threads. */
function shared<T extends Uint32Array | Float32Array>(array: T): T {
  const type = array.constructor as new (memory: SharedArrayBuffer) => T;
  const copy = new type(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  return copy;
}
