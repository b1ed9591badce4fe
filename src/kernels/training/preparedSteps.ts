import type { LabelledBatch, LossSums, OptimizerStep } from '../kernels';
import { dropoutOf, type NetworkFunctions } from '../networkFunctions';
import { descentOf } from '../optimizerStep';
import type { SharedMemory } from './sharedMemory';
import { intoTiles } from './tileOrder';

/** Bytes of a record; see `../assembly/training/records.ts`. */
const recordBytes = 104;

/** Batches of a call are prepared in this much memory, or one by one. */
const preparedBytes = 8 * 2 ** 20;
const mostPrepared = 64;

/** The batches of a call in the kernels' memory, each with the step along its gradient. */
export class PreparedSteps {
  readonly count: number;
  /** Of the first record. */
  readonly address: number;
  private readonly records: DataView;
  private readonly inputs: readonly Float32Array[];
  private readonly labels: readonly Int32Array[];

  constructor(
    memory: SharedMemory,
    private readonly features: number,
    batchSize: number,
    private readonly functions: NetworkFunctions,
  ) {
    const bytes = 4 * batchSize * (features + 1);
    this.count = Math.min(mostPrepared, Math.max(1, Math.floor(preparedBytes / bytes)));
    const numbers = memory.uint32s((this.count * recordBytes) / 4);
    this.address = numbers.byteOffset;
    this.records = new DataView(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    this.inputs = Array.from({ length: this.count }, () => memory.float32s(features * batchSize));
    this.labels = Array.from({ length: this.count }, () => memory.int32s(batchSize));
  }

  /** Copies the batch. */
  set(k: number, { size, inputs, labels, dropoutKey }: LabelledBatch, step: OptimizerStep | null): void {
    intoTiles(inputs, this.features, size, this.inputs[k]);
    this.labels[k].set(labels.subarray(0, size));
    const at = k * recordBytes;
    this.records.setInt32(at + 12, size, true);
    this.records.setUint32(at + 16, this.inputs[k].byteOffset, true);
    this.records.setUint32(at + 20, this.labels[k].byteOffset, true);
    this.records.setUint32(at + 28, dropoutKey ?? 0, true);
    this.records.setFloat64(at + 96, dropoutOf(this.functions, dropoutKey).threshold, true);
    if (step !== null) this.setStep(at + 24, step);
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

  /** Its inputs tile after tile. */
  batch(k: number): Pick<LabelledBatch, 'size' | 'inputs'> {
    return { size: this.records.getInt32(k * recordBytes + 12, true), inputs: this.inputs[k] };
  }
}
