import type { EngineKind } from '../checkpoints/trainingSnapshot';
import type { ResolvedConfig } from './config';
import { batchCount } from './data/batches';
import type { Dataset } from './data/dataset';
import { chooseEngine } from './engines/choice';
import { fittingThreads } from './engines/threads';
import { expectedWork } from './expectedWork';
import { createMethod } from './methods/registry';
import { startingPoint } from './startingNetwork';

/** One layer of a run that has not begun. */
export interface ForecastLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** Exact, at the start and at the end. */
  readonly linksAtStart: number;
  readonly linksAtEnd: number;
}

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What a configuration would train, and roughly what that takes. */
export interface Forecast {
  readonly layers: readonly ForecastLayer[];
  readonly samples: { readonly train: number; readonly validation: number; readonly test: number };
  readonly stepsPerEpoch: number;
  readonly engine: EngineKind;
  /** A clause. */
  readonly why: string;
  readonly threads: number;
  /** Estimates: seconds of an epoch, and bytes that the training process takes. */
  readonly secondsPerEpoch: Range;
  readonly memoryBytes: Range;
}

/** Throws `ConfigError` where the data and the configuration do not fit, `CheckpointError`. */
export async function forecastRun(config: ResolvedConfig, data: Dataset): Promise<Forecast> {
  const { plan } = await startingPoint(config, data, null);
  const { batchSize } = config.optimizer;
  const stepsPerEpoch = batchCount(data.train, batchSize);
  const method = createMethod(config.method, { stepsPerEpoch, plan, state: {} });
  const steps = config.epochs * stepsPerEpoch;
  const work = expectedWork(plan, method, steps);
  const { kind, why } = chooseEngine({ wanted: config.engine, batchSize, work });
  const layers = plan.map(({ inputs, outputs }, k) => ({
    inputs,
    outputs,
    linksAtStart: method.links(k, 0),
    linksAtEnd: method.links(k, steps),
  }));
  const threads = kind === 'tensorflow' ? 1 : (config.threads ?? fittingThreads(work.links, batchSize));
  const neurons = layers.reduce((sum, { outputs }) => sum + outputs, data.inputs);
  const size = { ...work, batchSize, neurons };
  const dataBytes = [data.train, data.validation, data.test].reduce(
    (sum, part) => sum + (part?.values.byteLength ?? 0),
    0,
  );
  return {
    layers,
    samples: {
      train: data.train.count,
      validation: data.validation?.count ?? 0,
      test: data.test.count,
    },
    stepsPerEpoch,
    engine: kind,
    why,
    threads,
    secondsPerEpoch: around(stepsPerEpoch * secondsPerStep(kind, size, threads), 2.5),
    memoryBytes: around(
      dataBytes + memoryOf(kind, { ...size, links: Math.max(work.links, sumOf(layers)) }),
      1.5,
    ),
  };
}

interface Size {
  readonly links: number;
  readonly cells: number;
  readonly neurons: number;
  readonly batchSize: number;
}

/*
 * Constants of the estimates: `node bench/run.mjs forecast` trains a range of networks and sets what they took beside what
 * was forecast. Machines differ more than the fit does, so both are told as a range.
 */

/** A sparse step: so much for a link, and for a link and sample, and for a neuron and sample, on one thread. */
const linkSeconds = 19e-9;
const linkSampleSeconds = 0.42e-9;
const neuronSampleSeconds = 4e-9;
/** What a second thread saves is not all of the half. */
const threadShare = 0.75;
/** A step of TensorFlow: its calls, and so much for a possible link and sample. */
const callSeconds = 10e-3;
const cellSampleSeconds = 0.18e-9;

function secondsPerStep(kind: EngineKind, size: Size, threads: number): number {
  const { links, cells, neurons, batchSize } = size;
  if (kind === 'tensorflow') return callSeconds + cells * batchSize * cellSampleSeconds;
  const single =
    links * (linkSeconds + batchSize * linkSampleSeconds) + neurons * batchSize * neuronSampleSeconds;
  return single * (1 - threadShare + threadShare / threads);
}

/** Node itself; a link with its momentum, its place in the order of inputs, and its copy for a checkpoint; a signal. */
const baseBytes = 90 * 2 ** 20;
const linkBytes = 46;
const signalBytes = 3 * 4;
/** TensorFlow's library, and a possible link in matrices. */
const libraryBytes = 350 * 2 ** 20;
const cellBytes = 24;

function memoryOf(kind: EngineKind, { links, cells, neurons, batchSize }: Size): number {
  const signals = neurons * batchSize * signalBytes;
  const sparse = baseBytes + links * linkBytes + signals;
  return kind === 'tensorflow' ? sparse + libraryBytes + cells * cellBytes : sparse;
}

function sumOf(layers: readonly ForecastLayer[]): number {
  return layers.reduce((sum, { linksAtStart }) => sum + linksAtStart, 0);
}

function around(value: number, factor: number): Range {
  return { low: value / factor, high: value * factor };
}
