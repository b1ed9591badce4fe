import type { Pair } from '../../analysis/matrixPlan';
import type { ChanceKind } from '../../nnstd/chanceShape';
import { layerCounts, type MeanRule } from '../../measure/meanRule';
import type { Budget, DistanceMethod, Outputs } from '../../measure/measure';
import { meanDistance, type MeanLayer } from '../../nnstd/meanDistance';
import { noiseOf } from '../../nnstd/refined/noise';
import { intervalOf, type Spread, spreadOf } from '../../nnstd/statistics';
import type { LayerComparison } from '../../protocol/analysis';
import type { Interval, NoiseOf } from '../../protocol/uncertainty';
import type { JSON_VERSION } from '../jsonVersion';

/** The result of `nnstd`, as docs/nnstd-json.md describes it; typed arrays become arrays there. */
export interface DistanceReport extends MeanRule {
  readonly version: typeof JSON_VERSION;
  readonly method: DistanceMethod;
  readonly budget: Budget | null;
  readonly outputs: Outputs;
  /** Samples of each kind of chance, shuffles for tie intervals, searches for the noise; 0 where not asked for. */
  readonly samples: number;
  readonly shuffles: number;
  readonly runs: number;
  /** Each layer's cost was proven to be the least. */
  readonly proven: boolean;
  readonly checkpoints: readonly ReportedCheckpoint[];
  readonly pairs: readonly ReportedPair[];
}

export interface ReportedCheckpoint {
  readonly path: string;
  readonly epoch: number | null;
  /** SHA-256 of the topology, hexadecimal. */
  readonly hash: string;
}

export interface ReportedPair extends Variation {
  /** Indices in `checkpoints`. */
  readonly a: number;
  readonly b: number;
  /** Mean over the layers that count; null where none does, and where there is a problem. */
  readonly distance: number | null;
  /** Why the two have no distance. */
  readonly problem: string | null;
  readonly layers: readonly ReportedLayer[];
}

/** By neuron of the first network; only where matchings are asked for. */
export interface NeuronByNeuron {
  /** Its partner, or −1. */
  readonly matching: Int32Array;
  /** 1 where its partner could be another at equal cost. */
  readonly interchangeable: Uint8Array;
}

export interface ReportedLayer extends Variation, Partial<NeuronByNeuron> {
  readonly distance: number;
  readonly cost: number;
  readonly counts: boolean;
  /** Links and neurons without inputs, of the first and of the second network. */
  readonly links: number;
  readonly emptyNeurons: readonly [number, number];
  readonly matchedAtCostOne: number;
  readonly matchedWithSelf: number;
  /** Null in a matrix, unless matchings are asked for. */
  readonly interchangeableNeurons: number | null;
}

/** What else a distance could be, where it was asked for; of a pair null where no layer counts. */
export interface Variation {
  readonly chance?: Readonly<Record<ChanceKind, ReportedChance | null>>;
  readonly ties?: Interval | null;
  readonly noise?: NoiseOf | null;
}

export interface ReportedChance extends Spread {
  /** The distance as a share of the mean; null where that is 0. */
  readonly share: number | null;
}

/** What was found of a pair: why it has no distance, or its layers, and those of each variation that was asked for. */
export type Compared = Pair & (ComparedPair | { readonly reason: string });

export interface ComparedPair {
  readonly layers: readonly ComparedLayer[];
  readonly chance?: Readonly<Record<ChanceKind, Samples>>;
  readonly ties?: Samples;
  readonly noise?: Samples;
}

export interface ComparedLayer extends LayerComparison {
  readonly byNeuron?: NeuronByNeuron;
}

/** Layers of each variation. */
export type Samples = readonly (readonly MeanLayer[])[];

export function reportPair(pair: Compared, rule: MeanRule): ReportedPair {
  const { row: a, column: b } = pair;
  if ('reason' in pair) return { a, b, distance: null, problem: pair.reason, layers: [] };
  const distance = meanDistance(pair.layers, rule);
  return {
    a,
    b,
    distance,
    problem: null,
    ...reportVariation(pair, distance, (layers) => meanDistance(layers, rule)),
    layers: pair.layers.map((layer, k) => reportLayer(pair, layer, k, rule)),
  };
}

function reportLayer(pair: ComparedPair, layer: ComparedLayer, k: number, rule: MeanRule): ReportedLayer {
  const { distance, cost, links, counts, emptyA, emptyB } = layer;
  return {
    distance,
    cost,
    counts: layerCounts(rule, k, !counts),
    ...reportVariation(pair, distance, (layers) => layers[k].distance),
    links,
    emptyNeurons: [emptyA, emptyB],
    matchedAtCostOne: layer.matchedAtCostOne,
    matchedWithSelf: layer.matchedWithSelf,
    interchangeableNeurons: layer.interchangeable,
    ...layer.byNeuron,
  };
}

/** `valueOf` the layers of a variation is null where none counts, and then for all of them. */
function reportVariation(
  { chance, ties, noise }: ComparedPair,
  distance: number | null,
  valueOf: (layers: readonly MeanLayer[]) => number | null,
): Variation {
  function summary<T>(samples: Samples, of: (values: readonly number[]) => T): T | null {
    const values = samples.map(valueOf).filter((value) => value !== null);
    return values.length === 0 ? null : of(values);
  }
  const chanceOf = (values: readonly number[]): ReportedChance => {
    const spread = spreadOf(values);
    return { ...spread, share: distance === null || spread.mean === 0 ? null : distance / spread.mean };
  };
  return {
    ...(chance && {
      chance: { links: summary(chance.links, chanceOf), degrees: summary(chance.degrees, chanceOf) },
    }),
    ...(ties && { ties: summary(ties, intervalOf) }),
    ...(noise && { noise: summary(noise, noiseOf) }),
  };
}

/** Layers of the deepest pair. */
export function depthOf({ pairs }: DistanceReport): number {
  return pairs.reduce((depth, pair) => Math.max(depth, pair.layers.length), 0);
}
