import type { FeatureScale, LabelledBatch, LossSums, OptimizerStep, StoredSamples } from '../kernels';
import { dropoutOf, type NetworkFunctions } from '../networkFunctions';
import { descentOf } from '../optimizerStep';
import type { SharedMemory } from './sharedMemory';

/** Bytes of a record; see `../assembly/training/records.ts`. */
const recordBytes = 112;

/** Batches of a call are prepared in this much memory, or one by one. */
const preparedBytes = 8 * 2 ** 20;
const mostPrepared = 64;

/** The batches of a call in the kernels' memory, each with the step along its gradient. */
export class PreparedSteps {
  readonly count: number;
  /** Of the first record. */
  readonly address: number;
  private readonly records: DataView;
  private readonly stored: readonly Float32Array[];
  private readonly labels: readonly Int32Array[];
  /** Where the scales lie that were met so far. */
  private readonly scales = new Map<FeatureScale, number>();
  private readonly identity: FeatureScale;

  constructor(
    private readonly memory: SharedMemory,
    private readonly features: number,
    batchSize: number,
    private readonly functions: NetworkFunctions,
  ) {
    const bytes = 4 * batchSize * (features + 1);
    this.count = Math.min(mostPrepared, Math.max(1, Math.floor(preparedBytes / bytes)));
    const numbers = memory.uint32s((this.count * recordBytes) / 4);
    this.address = numbers.byteOffset;
    this.records = new DataView(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    this.stored = Array.from({ length: this.count }, () => memory.float32s(features * batchSize));
    this.labels = Array.from({ length: this.count }, () => memory.int32s(batchSize));
    this.identity = { means: new Float64Array(features), deviations: new Float64Array(features).fill(1) };
  }

  /** Copies the batch. Throws `TrainingMemoryError`. */
  set(k: number, batch: LabelledBatch, step: OptimizerStep | null): void {
    const { size, labels, dropoutKey } = batch;
    const { values, scale } = batch.stored ?? this.storedFrom(batch);
    const areBytes = values instanceof Uint8Array;
    const room = this.stored[k];
    const target = areBytes ? new Uint8Array(room.buffer, room.byteOffset, room.length) : room;
    target.set(values.subarray(0, size * this.features));
    this.labels[k].set(labels.subarray(0, size));
    const at = k * recordBytes;
    this.records.setInt32(at + 12, size, true);
    this.records.setUint32(at + 16, room.byteOffset, true);
    this.records.setUint32(at + 20, this.labels[k].byteOffset, true);
    this.records.setUint32(at + 28, dropoutKey ?? 0, true);
    this.records.setFloat64(at + 96, dropoutOf(this.functions, dropoutKey).threshold, true);
    this.records.setUint32(at + 104, this.addressOf(scale), true);
    this.records.setInt32(at + 108, Number(areBytes), true);
    if (step !== null) this.setStep(at + 24, step);
  }

  /** Of a batch that has inputs alone. */
  private storedFrom({ size, inputs }: LabelledBatch): StoredSamples {
    const { features } = this;
    const values = new Float32Array(size * features);
    for (let b = 0; b < size; b++) {
      for (let feature = 0; feature < features; feature++) {
        values[b * features + feature] = inputs[feature * size + b];
      }
    }
    return { values, scale: this.identity };
  }

  private addressOf(scale: FeatureScale): number {
    let address = this.scales.get(scale);
    if (address === undefined) {
      const numbers = this.memory.float64s(2 * this.features);
      numbers.set(scale.means);
      numbers.set(scale.deviations, this.features);
      address = numbers.byteOffset;
      this.scales.set(scale, address);
    }
    return address;
  }

  private setStep(at: number, step: OptimizerStep): void {
    const { kind, rate, momentum, weightDecay, limit, normLimit, beta2, epsilon, rootScale } =
      descentOf(step);
    this.records.setInt32(at, kind, true);
    [rate, momentum, weightDecay, limit, normLimit, beta2, epsilon, rootScale].forEach((number, k) => {
      this.records.setFloat64(at + 8 + 8 * k, number, true);
    });
  }

  sums(k: number): LossSums {
    const at = k * recordBytes;
    return { loss: this.records.getFloat64(at, true), correct: this.records.getInt32(at + 8, true) };
  }

  size(k: number): number {
    return this.records.getInt32(k * recordBytes + 12, true);
  }
}
