import type { LayerParameters, LinksByInput, SreluParameters } from '../kernels';
import type { SharedMemory } from './sharedMemory';
import { tileCount } from './tiles';

/** Room for the links of a layer; `byInput` is null in the first one. */
interface LinkRoom {
  readonly links: number;
  readonly indices: Uint32Array;
  readonly values: Float32Array;
  readonly velocities: Float32Array;
  readonly secondMoments: Float32Array | null;
  readonly gradients: Float32Array | null;
  readonly byInput: { readonly neurons: Uint32Array; readonly positions: Uint32Array } | null;
}

/** A layer in the kernels' memory, with its record for them: see `../assembly/training/records.ts`. */
export class SharedLayer {
  static readonly recordWords = 25;
  /** Tile after tile `[neuron][samples]`: what the layer put out last, and the gradient by it. */
  readonly output: Float32Array;
  readonly gradient: Float32Array;
  readonly inputs: number;
  readonly outputs: number;
  private readonly indptr: Uint32Array;
  private readonly inputIndptr: Uint32Array | null;
  private readonly bias: Float32Array;
  private readonly biasVelocities: Float32Array;
  private readonly biasSecondMoments: Float32Array | null;
  private readonly biasGradients: Float32Array | null;
  /** A number for each neuron. */
  private readonly squares: Float64Array | null;
  private readonly hidden: HiddenRoom;
  private room: LinkRoom;
  private links = 0;

  /**
   * The arrays are copied. `keepsGradients` where a step may be another than a fused one. `record` has `recordWords`. Throws
   * `TrainingMemoryError`, as `replace` does.
   */
  constructor(
    private readonly memory: SharedMemory,
    private readonly record: Uint32Array,
    batchSize: number,
    layer: LayerParameters,
    byInput: LinksByInput | null,
    keepsGradients: boolean,
    isReluAlone: boolean,
  ) {
    const { inputs, outputs } = layer;
    this.inputs = inputs;
    this.outputs = outputs;
    this.output = memory.float32s(outputs * batchSize);
    this.gradient = memory.float32s(outputs * batchSize);
    this.indptr = memory.uint32s(outputs + 1);
    this.inputIndptr = byInput === null ? null : memory.uint32s(inputs + 1);
    this.bias = memory.float32s(outputs);
    this.biasVelocities = memory.float32s(outputs);
    this.biasSecondMoments = layer.secondMoments ? memory.float32s(outputs) : null;
    this.biasGradients = keepsGradients || tileCount(batchSize) > 1 ? memory.float32s(outputs) : null;
    this.squares = keepsGradients ? memory.float64s(outputs) : null;
    this.hidden = hiddenRoom(memory, layer, isReluAlone ? 0 : batchSize);
    this.room = this.roomFor(layer.indices.length);
    this.replace(layer, byInput);
  }

  /** Views of the memory: they change as the network does. */
  get parameters(): LayerParameters {
    const { inputs, outputs, indptr, bias, biasVelocities, links } = this;
    const indices = this.room.indices.subarray(0, links);
    const values = this.room.values.subarray(0, links);
    const velocities = this.room.velocities.subarray(0, links);
    const secondMoments = this.room.secondMoments?.subarray(0, links);
    const { srelu } = this.hidden;
    return {
      ...{ inputs, outputs, indptr, indices, values, velocities, bias, biasVelocities },
      ...(secondMoments && { secondMoments: { links: secondMoments, bias: this.biasSecondMoments! } }),
      ...(srelu && { srelu: srelu.parameters }),
    };
  }

  /** Takes over the links of a layer of the same shape, with weights and momentum, and its biases. */
  replace(layer: LayerParameters, byInput: LinksByInput | null): void {
    this.links = layer.indices.length;
    if (this.links > this.room.links) this.room = this.roomFor(this.links);
    const { indices, values, velocities, secondMoments, gradients, byInput: roomByInput } = this.room;
    this.indptr.set(layer.indptr);
    indices.set(layer.indices);
    values.set(layer.values);
    velocities.set(layer.velocities);
    this.bias.set(layer.bias);
    this.biasVelocities.set(layer.biasVelocities);
    if (layer.secondMoments) {
      secondMoments!.set(layer.secondMoments.links);
      this.biasSecondMoments!.set(layer.secondMoments.bias);
    }
    if (layer.srelu) {
      const { values, velocities, secondMoments } = layer.srelu;
      const { parameters } = this.hidden.srelu!;
      parameters.values.set(values);
      parameters.velocities.set(velocities);
      if (secondMoments) parameters.secondMoments!.set(secondMoments);
    }
    if (byInput !== null) {
      this.inputIndptr!.set(byInput.indptr);
      roomByInput!.neurons.set(byInput.neurons);
      roomByInput!.positions.set(byInput.positions);
    }
    this.record.set([
      this.inputs,
      this.outputs,
      ...[this.indptr, indices, values, velocities, this.bias, this.biasVelocities].map(addressOf),
      ...[secondMoments, this.biasSecondMoments].map(addressOf),
      ...[gradients, this.biasGradients, this.squares].map(addressOf),
      ...[this.inputIndptr, roomByInput?.neurons ?? null, roomByInput?.positions ?? null].map(addressOf),
      ...[this.output, this.gradient].map(addressOf),
      ...addressesOf(this.hidden),
    ]);
  }

  private roomFor(links: number): LinkRoom {
    const { memory } = this;
    const hasInputs = this.inputIndptr !== null;
    return {
      links,
      indices: memory.uint32s(links),
      values: memory.float32s(links),
      velocities: memory.float32s(links),
      secondMoments: this.biasSecondMoments && memory.float32s(links),
      gradients: this.biasGradients && memory.float32s(links),
      byInput: hasInputs ? { neurons: memory.uint32s(links), positions: memory.uint32s(links) } : null,
    };
  }
}

/** Of a hidden layer whose activation is more than ReLU. */
interface HiddenRoom {
  readonly factors: Float32Array | null;
  readonly sums: Float32Array | null;
  readonly srelu: {
    readonly parameters: SreluParameters;
    readonly gradients: Float32Array;
    readonly totals: Float64Array;
  } | null;
}

/** `batchSize` is 0 where there is nothing of that. */
function hiddenRoom(
  memory: SharedMemory,
  { outputs, srelu }: LayerParameters,
  batchSize: number,
): HiddenRoom {
  const ofBatch = (): Float32Array => memory.float32s(outputs * batchSize);
  const ofParameters = (): Float32Array => memory.float32s(4 * outputs);
  return {
    factors: batchSize > 0 ? ofBatch() : null,
    sums: srelu ? ofBatch() : null,
    srelu: srelu
      ? {
          parameters: {
            values: ofParameters(),
            velocities: ofParameters(),
            ...(srelu.secondMoments && { secondMoments: ofParameters() }),
          },
          gradients: ofParameters(),
          totals: memory.float64s(4 * outputs),
        }
      : null,
  };
}

function addressesOf({ factors, sums, srelu }: HiddenRoom): number[] {
  const parameters = srelu?.parameters;
  return [
    ...[factors, sums],
    ...[parameters?.values, parameters?.velocities, parameters?.secondMoments],
    ...[srelu?.gradients, srelu?.totals],
  ].map((array) => addressOf(array ?? null));
}

function addressOf(array: Uint32Array | Float32Array | Float64Array | null): number {
  return array?.byteOffset ?? 0;
}
