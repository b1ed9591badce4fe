import { totalmem } from 'node:os';
import type { LayerParameters } from '../../../kernels/kernels';
import type { NetworkFunctions } from '../../../kernels/networkFunctions';
import type { TrainingEngine } from '../engine';
import { loadTensorflow } from './library';
import { TensorflowEngine } from './tensorflowEngine';

/** Weight, moments, mask and gradient of every possible link, and what a step makes of one layer on the way. */
const bytesOfCell = 4 * 6;

/** The network is too large to be held as dense matrices. */
export class DenseMemoryError extends Error {
  override readonly name = 'DenseMemoryError';

  constructor(
    readonly neededBytes: number,
    readonly machineBytes: number,
  ) {
    const gib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
    super(
      `the TensorFlow engine would need about ${gib(neededBytes)} for dense matrices of this network, and the machine ` +
        `has ${gib(machineBytes)}: set "engine" to "sparse", whose memory grows with the links alone`,
    );
  }
}

export interface TensorflowOptions {
  readonly layers: readonly LayerParameters[];
  readonly functions: NetworkFunctions;
  readonly threads: number | null;
  readonly log: (level: 'info' | 'warning', message: string) => void;
}

/** Masked dense training. `why` it is this engine goes into the log. Throws `TensorflowError`, `DenseMemoryError`. */
export function startTensorflowEngine(
  { layers, functions, threads, log }: TensorflowOptions,
  why: string,
): TrainingEngine {
  const cells = layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const needed = cells * bytesOfCell;
  if (needed > totalmem()) throw new DenseMemoryError(needed, totalmem());
  const { tf, description } = loadTensorflow({ threads });
  const onThreads = threads === null ? '' : ` on ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  log('info', `the TensorFlow engine${onThreads}, ${why}: ${description}`);
  return new TensorflowEngine(tf, layers, functions);
}
