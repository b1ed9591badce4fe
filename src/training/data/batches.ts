import { randomStream } from '../../topology/random';
import { ImageVariation } from './augmentation';
import type { Batch, Dataset } from './dataset';
import type { Samples } from './samples';

/** How an epoch goes through the training samples. */
export interface EpochOrder {
  /** Places of the samples. */
  readonly order: Uint32Array;
  /** What the variations of its images are drawn from. */
  readonly seed: number;
  readonly epoch: number;
}

/** So many samples are written at once: their values of a feature fill a cache line. */
const together = 16;

/** Makes batches of a data set in arrays that it uses again: a batch lasts until the next one is made. */
export class BatchMaker {
  private readonly inputs: Float32Array;
  private readonly labels: Uint8Array;
  private readonly means: Float64Array;
  private readonly deviations: Float64Array;
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
    this.means = ofFeature(means);
    this.deviations = ofFeature(deviations);
    this.variation =
      image !== null && (augmentation.flip || augmentation.shift > 0)
        ? new ImageVariation(image, augmentation)
        : null;
  }

  /**
   * Batch number `index` of the samples, in the order of an epoch of training and with its images varied, or as they are
   * stored; the last one may be smaller.
   */
  make(samples: Samples, index: number, epoch: EpochOrder | null): Batch {
    const first = index * this.batchSize;
    const size = Math.min(this.batchSize, samples.count - first);
    const samplesOfBatch = Uint32Array.from({ length: size }, (_, b) =>
      epoch === null ? first + b : epoch.order[first + b],
    );
    for (let b = 0; b < size; b++) this.labels[b] = samples.labels[samplesOfBatch[b]];
    if (epoch !== null && this.variation !== null) {
      // A stream for each batch, so that a run can go on from any of them.
      const random = randomStream(epoch.seed, 'augmentation', epoch.epoch, index);
      for (let b = 0; b < size; b++) {
        this.putVaried(samples, samplesOfBatch[b], b, size, this.variation.draw(random));
      }
    } else {
      for (let b = 0; b < size; b += together) {
        this.put(samples, samplesOfBatch.subarray(b, b + together), b, size);
      }
    }
    const batch = { size, inputs: this.inputs, labels: this.labels };
    if (epoch === null) return batch;
    return { ...batch, dropoutKey: randomStream(epoch.seed, 'dropout', epoch.epoch, index).uint32() };
  }

  /** Samples side by side in the batch, from place b on. */
  private put({ values, features }: Samples, few: Uint32Array, b: number, size: number): void {
    const { inputs, means, deviations } = this;
    const starts = Float64Array.from(few, (sample) => sample * features);
    for (let feature = 0; feature < features; feature++) {
      const at = feature * size + b;
      const mean = means[feature];
      const deviation = deviations[feature];
      for (let k = 0; k < starts.length; k++) {
        inputs[at + k] = (values[starts[k] + feature] - mean) / deviation;
      }
    }
  }

  private putVaried(
    { values, features }: Samples,
    sample: number,
    b: number,
    size: number,
    places: Int32Array,
  ): void {
    const { inputs, means, deviations } = this;
    for (let feature = 0; feature < features; feature++) {
      const place = places[feature];
      const value = place < 0 ? 0 : values[sample * features + place];
      inputs[feature * size + b] = (value - means[feature]) / deviations[feature];
    }
  }
}

export function batchCount(samples: Samples, batchSize: number): number {
  return Math.ceil(samples.count / batchSize);
}
