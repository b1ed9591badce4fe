import type { DataConfig } from '../config';
import { readIdxFolder } from './idx';
import { findSampleFolder } from './sample';

/** Samples as they are stored: a byte a feature. */
export interface Samples {
  readonly count: number;
  /** Values of one sample. */
  readonly features: number;
  /** Length count · features, sample after sample. */
  readonly values: Uint8Array;
  /** Class of each sample, length count. */
  readonly labels: Uint8Array;
}

/** Training and test samples, and how their bytes become inputs of a network: (byte − mean) / deviation. */
export interface Dataset {
  readonly inputs: number;
  readonly classes: number;
  readonly train: Samples;
  readonly test: Samples;
  /** Over all values of all training samples. */
  readonly mean: number;
  readonly deviation: number;
}

/** Features of `batch` samples, `[feature][batch]`, and their labels. */
export interface Batch {
  readonly size: number;
  readonly inputs: Float32Array;
  readonly labels: Uint8Array;
}

export interface DataOptions {
  /** Where the embedded sample lies; by default it is looked for beside the program. */
  readonly sampleFolder?: string;
}

/** Reads the data that a configuration names. Throws `DataError`. */
export async function loadDataset(config: DataConfig, options: DataOptions = {}): Promise<Dataset> {
  const folder = config.kind === 'idx' ? config.folder : (options.sampleFolder ?? findSampleFolder());
  const { train, test } = await readIdxFolder(folder);
  return makeDataset(train, test);
}

/** `train` and `test` with equal features; classes are those up to the largest label of either. */
export function makeDataset(train: Samples, test: Samples): Dataset {
  const classes = 1 + Math.max(largest(train.labels), largest(test.labels));
  // Sums of bytes and of their squares are exact in float64, so the order of the samples does not matter.
  let sum = 0;
  let squares = 0;
  for (const value of train.values) {
    sum += value;
    squares += value * value;
  }
  const count = Math.max(1, train.values.length);
  const mean = sum / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
  return { inputs: train.features, classes, train, test, mean, deviation: deviation || 1 };
}

/** Makes batches of a data set in arrays that it uses again: a batch lasts until the next one is made. */
export class BatchMaker {
  private readonly inputs: Float32Array;
  private readonly labels: Uint8Array;
  /** Network input of each byte. */
  private readonly normalised: Float32Array;

  constructor(
    dataset: Dataset,
    readonly batchSize: number,
  ) {
    this.inputs = new Float32Array(dataset.inputs * batchSize);
    this.labels = new Uint8Array(batchSize);
    this.normalised = Float32Array.from(
      { length: 256 },
      (_, byte) => (byte - dataset.mean) / dataset.deviation,
    );
  }

  /** Batch number `index` of the samples in this order (or in their own); the last one may be smaller. */
  make(samples: Samples, index: number, order: Uint32Array | null): Batch {
    const { inputs, labels, normalised } = this;
    const { features, values } = samples;
    const first = index * this.batchSize;
    const size = Math.min(this.batchSize, samples.count - first);
    for (let b = 0; b < size; b++) {
      const sample = order === null ? first + b : order[first + b];
      labels[b] = samples.labels[sample];
      const start = sample * features;
      for (let feature = 0; feature < features; feature++) {
        inputs[feature * size + b] = normalised[values[start + feature]];
      }
    }
    return { size, inputs, labels };
  }
}

export function batchCount(samples: Samples, batchSize: number): number {
  return Math.ceil(samples.count / batchSize);
}

function largest(labels: Uint8Array): number {
  return labels.reduce((max, label) => Math.max(max, label), 0);
}
