import type { FeatureScale, LabelledBatch, StoredSamples } from '../../kernels/kernels';
import { randomStream } from '../../topology/random';
import { ImageVariation } from './augmentation';
import type { Dataset } from './dataset';
import type { Samples } from './samples';

/** How an epoch goes through the training samples. */
export interface EpochOrder {
  /** Places of the samples. */
  readonly order: Uint32Array;
  /** What the variations of its images are drawn from. */
  readonly seed: number;
  readonly epoch: number;
}

/**
 * Makes batches of a data set. Their samples are gathered as they are stored, in arrays that are used again: a batch lasts
 * until the next one is made.
 */
export class BatchMaker {
  /** `[sample][feature]`. */
  private rows: Uint8Array | Float32Array = new Uint8Array(0);
  private readonly inputs: Float32Array;
  private readonly labels: Uint8Array;
  private readonly scale: FeatureScale;
  private readonly variation: ImageVariation | null;

  constructor(
    dataset: Dataset,
    readonly batchSize: number,
  ) {
    const { inputs, image, augmentation } = dataset;
    const { means, deviations } = dataset.normalization;
    const ofFeature = (array: Float64Array): Float64Array =>
      array.length === 1 ? new Float64Array(inputs).fill(array[0]) : array;
    this.inputs = new Float32Array(inputs * batchSize);
    this.labels = new Uint8Array(batchSize);
    this.scale = { means: ofFeature(means), deviations: ofFeature(deviations) };
    this.variation =
      image !== null && (augmentation.flip || augmentation.shift > 0)
        ? new ImageVariation(image, augmentation)
        : null;
  }

  /**
   * Batch number `index` of the samples, in the order of an epoch of training and with its images varied, or as they are
   * stored; the last one may be smaller.
   */
  make(samples: Samples, index: number, epoch: EpochOrder | null): LabelledBatch {
    const first = index * this.batchSize;
    const size = Math.min(this.batchSize, samples.count - first);
    const { variation } = this;
    // A stream for each batch, so that a run can go on from any of them.
    const random =
      epoch === null || variation === null
        ? null
        : randomStream(epoch.seed, 'augmentation', epoch.epoch, index);
    const rows = this.rowsFor(samples);
    for (let b = 0; b < size; b++) {
      const sample = epoch === null ? first + b : epoch.order[first + b];
      this.labels[b] = samples.labels[sample];
      if (random === null) putStored(samples, sample, rows, b);
      else putVaried(samples, sample, rows, b, variation!.draw(random));
    }
    const dropoutKey =
      epoch === null ? undefined : randomStream(epoch.seed, 'dropout', epoch.epoch, index).uint32();
    return new StoredBatch(size, this.labels, { values: rows, scale: this.scale }, dropoutKey, this.inputs);
  }

  private rowsFor({ values, features }: Samples): Uint8Array | Float32Array {
    const fits = values instanceof Uint8Array === this.rows instanceof Uint8Array && this.rows.length > 0;
    if (!fits) {
      const length = features * this.batchSize;
      this.rows = values instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
    }
    return this.rows;
  }
}

/** Its inputs are made when they are first asked for, in the array that it is given. */
class StoredBatch implements LabelledBatch {
  private isReady = false;

  constructor(
    readonly size: number,
    readonly labels: Uint8Array,
    readonly stored: StoredSamples,
    readonly dropoutKey: number | undefined,
    private readonly room: Float32Array,
  ) {}

  get inputs(): Float32Array {
    if (!this.isReady) bringIn(this.stored, this.size, this.room);
    this.isReady = true;
    return this.room;
  }
}

/** So many samples are written at once: their values of a feature fill a cache line. */
const together = 16;

function bringIn({ values, scale }: StoredSamples, size: number, inputs: Float32Array): void {
  const { means, deviations } = scale;
  const features = means.length;
  for (let first = 0; first < size; first += together) {
    const last = Math.min(first + together, size);
    for (let feature = 0; feature < features; feature++) {
      const mean = means[feature];
      const deviation = deviations[feature];
      for (let b = first; b < last; b++) {
        inputs[feature * size + b] = (values[b * features + feature] - mean) / deviation;
      }
    }
  }
}

function putStored(
  { values, features }: Samples,
  sample: number,
  rows: Uint8Array | Float32Array,
  b: number,
): void {
  rows.set(values.subarray(sample * features, (sample + 1) * features), b * features);
}

/** `places` as `ImageVariation.draw` gives them. */
function putVaried(
  { values, features }: Samples,
  sample: number,
  rows: Uint8Array | Float32Array,
  b: number,
  places: Int32Array,
): void {
  for (let feature = 0; feature < features; feature++) {
    const place = places[feature];
    rows[b * features + feature] = place < 0 ? 0 : values[sample * features + place];
  }
}

export function batchCount(samples: Samples, batchSize: number): number {
  return Math.ceil(samples.count / batchSize);
}
