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
    // A stream for each batch, so that a run can go on from any of them.
    const random = epoch && this.variation && randomStream(epoch.seed, 'augmentation', epoch.epoch, index);
    for (let b = 0; b < size; b++) {
      const sample = epoch === null ? first + b : epoch.order[first + b];
      const places = random && this.variation!.draw(random);
      this.put(samples, sample, b, size, places);
    }
    return { size, inputs: this.inputs, labels: this.labels };
  }

  private put(samples: Samples, sample: number, b: number, size: number, places: Int32Array | null): void {
    const { inputs, means, deviations } = this;
    const { values, features, labels } = samples;
    const start = sample * features;
    this.labels[b] = labels[sample];
    for (let feature = 0; feature < features; feature++) {
      const place = places === null ? feature : places[feature];
      const value = place < 0 ? 0 : values[start + place];
      inputs[feature * size + b] = (value - means[feature]) / deviations[feature];
    }
  }
}

export function batchCount(samples: Samples, batchSize: number): number {
  return Math.ceil(samples.count / batchSize);
}
