import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assignmentKernel } from '../src/kernels/assignmentChoice';
import { assignLayer } from '../src/nnstd/assignment/layerAssignment';
import { certifyLayer } from '../src/nnstd/assignment/layerCertificate';
import { layerProblem } from '../test/support/layerProblems';
import { erdosRenyi, seededRandom } from '../test/support/syntheticLayers';
import { growthPlot } from './growthPlot';
import { readLayers, writeLayers } from './layerFile';
import { inOwnProcess, peakMb } from './ownProcess';
import { describeMachine, median, print, printTable } from './table';

/** Widths by fan-in: up to some 20 million pairs with a common input. */
const WIDTHS: Readonly<Record<number, readonly number[]>> = {
  3: [784, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000],
  10: [784, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000],
  30: [784, 2_000, 5_000, 10_000, 20_000],
  100: [784, 2_000, 5_000],
};

export interface GrowthPoint {
  readonly fanIn: number;
  readonly neurons: number;
  /** Of processor time, so that a busy machine does not matter much. Overlaps included. */
  readonly seconds: number;
  /** Peak of the resident set of a process that does nothing else. */
  readonly peakMb: number;
}

/**
 * How time and memory of the exact assignment grow with the number of neurons and their inputs: two independent
 * Erdős–Rényi layers, each case in a process of its own, proven optimal there. Writes the plot docs/images/growth.svg.
 */
export async function run(root: string): Promise<void> {
  print(`Exact assignment of two independent layers; ${describeMachine()}`);
  const rows = [['fan-in', 'neurons', 'CPU s', 'peak MB']];
  const points: GrowthPoint[] = [];
  const folder = await mkdtemp(path.join(tmpdir(), 'growth-'));
  try {
    for (const [fanIn, widths] of Object.entries(WIDTHS)) {
      for (const neurons of widths) {
        const random = seededRandom(neurons);
        const file = path.join(folder, 'layers.bin');
        await writeLayers(
          file,
          [0, 1].map(() => erdosRenyi(neurons, neurons, Number(fanIn), random)),
        );
        const measured = (await inOwnProcess(import.meta.url, 'measureAlone', file)) as Measured;
        const point = { fanIn: Number(fanIn), neurons, ...measured };
        points.push(point);
        rows.push([
          fanIn,
          neurons.toLocaleString('en'),
          point.seconds.toPrecision(3),
          point.peakMb.toFixed(0),
        ]);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  printTable(rows);
  print(
    'Processor time, median of up to 7 runs within about 10 s after a first one; all proven optimal, not timed.',
  );
  const plot = path.join(root, 'docs/images/growth.svg');
  await writeFile(plot, growthPlot(points));
  print(`Plot: ${path.relative(root, plot)}`);
}

type Measured = Pick<GrowthPoint, 'seconds' | 'peakMb'>;

/** Runs in the process of one case. */
export async function measureAlone(file: string): Promise<void> {
  const [a, b] = await readLayers(file);
  const problem = layerProblem(a, b);
  const times: number[] = [];
  let solution = assignLayer(assignmentKernel(), problem);
  for (let spent = 0; times.length === 0 || (times.length < 7 && spent < 10);) {
    const before = process.cpuUsage();
    solution = assignLayer(assignmentKernel(), problem);
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1e6);
    spent += times[times.length - 1];
  }
  const measured: Measured = {
    seconds: median(times),
    peakMb: await peakMb(),
  };
  certifyLayer(problem, solution);
  print(JSON.stringify(measured));
}
