import type { LabelledBatch, LayerParameters, LinksByInput, LossSums, OptimizerStep } from '../kernels';
import {
  activations,
  dropoutOf,
  isReluAlone,
  losses,
  plainFunctions,
  type NetworkFunctions,
} from '../networkFunctions';
import { isFused } from '../optimizerStep';
import { HelperThreads } from './helperThreads';
import { PreparedSteps } from './preparedSteps';
import { SharedLayer } from './sharedLayer';
import { SharedMemory } from './sharedMemory';
import { outOfTiles } from './tileOrder';
import { startTrainingModule, type TrainingExports } from './trainingModule';

/** 32-bit words of the run's record; see `../assembly/training/records.ts`. */
const word = {
  threads: 5,
  patience: 6,
  task: 7,
  layerCount: 8,
  layers: 9,
  stepCount: 10,
  steps: 11,
  losses: 12,
  hits: 13,
  stepsDone: 14,
  weights: 15,
  weightBytes: 16,
  activation: 17,
  reluAlone: 18,
  loss: 19,
  numbers: 20,
  inputs: 21,
  denseLayer: 22,
  denseFrom: 23,
  denseTo: 24,
  dense: 25,
} as const;
const runWords = 26;

/** What is done with each batch: a step; outputs and gradients only; outputs only. */
const tasks = { train: 0, signals: 1, evaluate: 2 } as const;
export type TrainerTask = keyof typeof tasks;
/** Gradients of all weights of some neurons, of the batch before. */
const denseGradientTask = 3;

/** So many of those gradients are made at a time, or those of a neuron. */
const denseCells = 1 << 16;

/** How long a thread may keep the others waiting, beyond what its work takes at its slowest. */
const patienceSeconds = 60;
const slowestLinksPerSecond = 1e7;

/** A thread of the run ended, or does not answer. The network may be in the middle of a step. */
export class ThreadLostError extends Error {
  override readonly name = 'ThreadLostError';

  constructor(readonly reason: string) {
    super(`training cannot go on, since one of its threads is lost: ${reason}`);
  }
}

export interface TrainerOptions {
  readonly module: WebAssembly.Module;
  readonly layers: readonly LayerParameters[];
  /** Of every layer but the first, where it is null. */
  readonly byInput: readonly (LinksByInput | null)[];
  readonly batchSize: number;
  /** By default ReLU without dropout, and cross-entropy. */
  readonly functions?: NetworkFunctions;
  /** Whether there is room for steps that are not `isFused`. By default there is not. */
  readonly keepsGradients?: boolean;
  /** The caller's own is one of them. */
  readonly threads: number;
  /** How long one thread waits for another; by default ample for the work. */
  readonly patienceSeconds?: number;
  /** Script of the other threads; by default the one that the build made. */
  readonly threadFile?: string;
}

export interface BatchWithStep {
  readonly batch: LabelledBatch;
  /** Null where none is taken. */
  readonly step: OptimizerStep | null;
}

/**
 * A network in WebAssembly memory, trained by one thread or several. The bits of its results do not depend on how many:
 * each sum is computed by one thread, in the order that `Kernels` states. The arrays that it is given are copied.
 */
export class Trainer {
  private constructor(
    readonly layers: readonly SharedLayer[],
    private readonly run: Int32Array,
    private readonly prepared: PreparedSteps,
    /** Of the last batch, tile after tile `[feature][samples]`. */
    private readonly inputs: Float32Array,
    /** Room for gradients of all weights of some neurons. */
    private readonly dense: Float32Array,
    private readonly kernels: TrainingExports,
    private readonly helpers: HelperThreads,
    private readonly keepsGradients: boolean,
  ) {}

  /** Throws `TrainingMemoryError`; rejects where a thread cannot be started. */
  static async start(options: TrainerOptions): Promise<Trainer> {
    const { module, batchSize, threads, functions = plainFunctions, keepsGradients = false } = options;
    const memory = new SharedMemory();
    const run = memory.int32s(runWords);
    const { recordWords } = SharedLayer;
    const records = memory.uint32s(options.layers.length * recordWords);
    const layers = options.layers.map((layer, k) => {
      const record = records.subarray(k * recordWords, (k + 1) * recordWords);
      const reluAlone = k === options.layers.length - 1 || isReluAlone(functions);
      return new SharedLayer(memory, record, batchSize, layer, options.byInput[k], keepsGradients, reluAlone);
    });
    const prepared = new PreparedSteps(memory, options.layers[0].inputs, batchSize, functions);
    const inputs = memory.float32s(options.layers[0].inputs * batchSize);
    const links = options.layers.reduce((sum, { indices }) => sum + indices.length, 0);
    const longestSeconds = Math.ceil((links * batchSize) / slowestLinksPerSecond);
    run[word.threads] = threads;
    run[word.patience] = options.patienceSeconds ?? patienceSeconds + longestSeconds;
    run[word.layerCount] = layers.length;
    run[word.layers] = records.byteOffset;
    run[word.steps] = prepared.address;
    run[word.losses] = memory.float64s(batchSize).byteOffset;
    run[word.hits] = memory.int32s(batchSize).byteOffset;
    run[word.activation] = activations[functions.activation];
    run[word.reluAlone] = Number(isReluAlone(functions));
    run[word.loss] = losses[functions.loss];
    const numbers = memory.float64s(2);
    numbers.set([functions.negativeSlope, dropoutOf(functions, undefined).scale]);
    run[word.numbers] = numbers.byteOffset;
    const dense = memory.float32s(Math.max(denseCells, ...options.layers.map(({ inputs }) => inputs)));
    run[word.inputs] = inputs.byteOffset;
    run[word.dense] = dense.byteOffset;
    const mostLinksOfInput = Math.max(0, ...options.layers.slice(1).map(({ outputs }) => outputs));
    const weights = memory.float32s(threads * mostLinksOfInput);
    run[word.weights] = weights.byteOffset;
    run[word.weightBytes] = 4 * mostLinksOfInput;

    const kernels = startTrainingModule(module, memory.memory);
    const helpers = await HelperThreads.start(
      threads - 1,
      { module, memory: memory.memory, run: run.byteOffset },
      options.threadFile,
    );
    return new Trainer(layers, run, prepared, inputs, dense, kernels, helpers, keepsGradients);
  }

  /**
   * The task for each of `count` batches, which `next` gives in order; each is copied before the next one is asked for.
   * Returns the sums of each. A batch whose loss is not finite is the last one, and no step is taken along its gradient.
   * Throws `ThreadLostError`, after which the network is worth nothing.
   */
  work(task: TrainerTask, count: number, next: (k: number) => BatchWithStep): LossSums[] {
    const { run, prepared } = this;
    if (this.helpers.lost !== null) throw new ThreadLostError(this.helpers.lost);
    const results: LossSums[] = [];
    while (results.length < count) {
      const first = results.length;
      const steps = Math.min(prepared.count, count - first);
      for (let k = 0; k < steps; k++) {
        const { batch, step } = next(first + k);
        if (step !== null && !isFused(step) && !this.keepsGradients) {
          throw new Error('a trainer without room for gradients was given a step that needs them');
        }
        prepared.set(k, batch, step);
      }
      run[word.task] = tasks[task];
      run[word.stepCount] = steps;
      this.together();
      const done = run[word.stepsDone];
      for (let k = 0; k < done; k++) results.push(prepared.sums(k));
      if (!Number.isFinite(results.at(-1)!.loss)) break;
    }
    return results;
  }

  /** Of the last batch that was worked on: what layer k was given, `[input][batch]`. */
  lastInput(k: number): Float32Array {
    return this.untiled(this.tiledInput(k), this.layers[k].inputs);
  }

  /** Of the last batch that was worked on: the gradient by the outputs of layer k, `[neuron][batch]`. */
  lastOutputGradient(k: number): Float32Array {
    const { gradient, outputs } = this.layers[k];
    return this.untiled(gradient, outputs);
  }

  /** `Kernels.denseGradient` of layer k in the last batch. Throws `ThreadLostError`. */
  denseGradient(k: number, begin: number, end: number, gradient: Float32Array): void {
    const { run, dense } = this;
    const { inputs } = this.layers[k];
    const atOnce = Math.floor(dense.length / inputs);
    run[word.task] = denseGradientTask;
    run[word.denseLayer] = k;
    for (let from = begin; from < end; from += atOnce) {
      const to = Math.min(end, from + atOnce);
      run[word.denseFrom] = from;
      run[word.denseTo] = to;
      this.together();
      gradient.set(dense.subarray(0, (to - from) * inputs), (from - begin) * inputs);
    }
  }

  get lastSize(): number {
    return this.prepared.size(this.run[word.stepsDone] - 1);
  }

  /** Ends the other threads. */
  async close(): Promise<void> {
    await this.helpers.close();
  }

  private tiledInput(k: number): Float32Array {
    return k === 0 ? this.inputs : this.layers[k - 1].output;
  }

  private untiled(tiles: Float32Array, rows: number): Float32Array {
    const values = new Float32Array(rows * this.lastSize);
    outOfTiles(tiles, rows, this.lastSize, values);
    return values;
  }

  private together(): void {
    if (this.kernels.start(this.run.byteOffset) !== 0) return;
    throw new ThreadLostError(`it has not answered for ${this.run[word.patience]} s`);
  }
}
