import type { Topology } from '../topology/topology';
import type { DistanceMethod, Measure } from '../measure/measure';

/** Distance of one layer of two networks. */
export interface LayerDistance {
  /** Index from 0 at the input. */
  readonly layer: number;
  /** `cost` divided by the number of neurons, of the wider layer where widths differ. */
  readonly distance: number;
  /** Sum of the normalised edit distances of the matched neurons. */
  readonly cost: number;
  /** Neuron i of the first network ↔ `matching[i]` of the second; −1 where layers differ in width and it has no partner. */
  readonly matching: Int32Array;
  /** Normalised edit distance of each matched pair, by neuron of the first network; 1 where it has no partner. */
  readonly pairCosts: Float64Array;
  /** Links of both networks in this layer together: its weight where layers are weighted by links. */
  readonly links: number;
  /** False for a layer that is full in both networks: its distance is 0 whatever happened. */
  readonly counts: boolean;
}

export interface NetworkDistance {
  readonly measure: Measure;
  /** Mean over the layers that count; null where none does. */
  readonly mean: number | null;
  readonly layers: readonly LayerDistance[];
}

/** One way to compute NNSTD: a file in `methods/` and a line in `methods/registry.ts`. */
export interface DistanceAlgorithm {
  readonly id: DistanceMethod;
  readonly label: string;
  /** Raised whenever a distance it gives changes: what was kept by another version is not its result. */
  readonly version: number;
  /** Whether the distance from b to a is that from a to b, to the last bit. */
  readonly symmetric: boolean;
  /**
   * Layers from input to output, one at a time so that a caller may show or stop between them.
   * Throws `IncomparableError` before the first layer. `measure` is one of this method.
   */
  layers(a: Topology, b: Topology, measure: Measure): Generator<LayerDistance>;
  /**
   * For each layer, by neuron of `a`: 1 where its partner could be another at equal cost, so that it means nothing.
   * `layers` is what the method gave by this measure.
   */
  interchangeable(
    a: Topology,
    b: Topology,
    layers: readonly Pick<LayerDistance, 'matching'>[],
    measure: Measure,
  ): Uint8Array[];
}

/** Two networks that have no distance: which widths or depths disagree. */
export class IncomparableError extends Error {
  override readonly name = 'IncomparableError';

  constructor(
    readonly reason: string,
    readonly widthsA: readonly number[],
    readonly widthsB: readonly number[],
  ) {
    super(`${reason}: ${widthsA.join('·')} and ${widthsB.join('·')}`);
  }
}

/** A network whose distance would need more memory than this method may take. */
export class NetworkTooLargeError extends Error {
  override readonly name = 'NetworkTooLargeError';

  constructor(
    readonly method: DistanceMethod,
    /** Layer that is too large, and its number of neurons. */
    readonly layer: number,
    readonly neurons: number,
    readonly neededBytes: number,
    readonly limitBytes: number,
  ) {
    super(
      `layer ${String(layer)} has ${String(neurons)} neurons: the method '${method}' may need ` +
        `${mebibytes(neededBytes)} for it, and takes at most ${mebibytes(limitBytes)}`,
    );
  }
}

function mebibytes(bytes: number): string {
  return `${String(Math.ceil(bytes / 2 ** 20))} MiB`;
}
