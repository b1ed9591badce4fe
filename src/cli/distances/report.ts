import type { DistanceMethod } from '../../nnstd/measure';
import { type CountingLayers, layerCounts, meanDistance } from '../../nnstd/meanDistance';
import type { ComparedPair } from './comparePairs';

/** The result of `nnstd`, as docs/nnstd-json.md describes it; a matching becomes an array there. */
export interface DistanceReport {
  readonly version: 1;
  readonly method: DistanceMethod;
  readonly counting: CountingLayers;
  /** Of the second network of each pair; 0 where tie intervals were not asked for. */
  readonly shuffles: number;
  readonly checkpoints: readonly ReportedCheckpoint[];
  readonly pairs: readonly ReportedPair[];
}

export interface ReportedCheckpoint {
  readonly path: string;
  readonly epoch: number | null;
  /** SHA-256 of the topology, hexadecimal. */
  readonly hash: string;
}

export interface ReportedPair {
  /** Indices in `checkpoints`. */
  readonly a: number;
  readonly b: number;
  /** Mean over the layers that count; null where none does, and where there is a problem. */
  readonly distance: number | null;
  /** Why the two have no distance. */
  readonly problem: string | null;
  readonly ties?: Interval | null;
  readonly layers: readonly ReportedLayer[];
}

export interface ReportedLayer {
  readonly distance: number;
  readonly cost: number;
  readonly counts: boolean;
  readonly ties?: Interval;
  readonly matching?: Int32Array;
}

/** Least and greatest distance over the shuffles. */
export interface Interval {
  readonly least: number;
  readonly greatest: number;
}

export function reportPair(pair: ComparedPair, counting: CountingLayers): ReportedPair {
  const { a, b } = pair;
  if ('problem' in pair) return { a, b, distance: null, problem: pair.problem, layers: [] };
  const { layers, shuffled } = pair.result;
  const counts = layers.map((layer, k) => layerCounts(counting, k, layer.counts));
  const mean = (distances: readonly number[]): number | null =>
    meanDistance(distances.map((distance, k) => ({ distance, counts: counts[k], links: 1 })));
  const distance = mean(layers.map((layer) => layer.distance));
  const means = shuffled.map(mean).filter((value) => value !== null);
  return {
    a,
    b,
    distance,
    problem: null,
    ...(shuffled.length === 0 ? {} : { ties: means.length === 0 ? null : intervalOf(means) }),
    layers: layers.map(({ distance: own, cost, matching }, k) => ({
      distance: own,
      cost,
      counts: counts[k],
      ...(shuffled.length === 0 ? {} : { ties: intervalOf(shuffled.map((distances) => distances[k])) }),
      ...(matching === null ? {} : { matching }),
    })),
  };
}

function intervalOf(values: readonly number[]): Interval {
  return {
    least: values.reduce((least, value) => Math.min(least, value)),
    greatest: values.reduce((greatest, value) => Math.max(greatest, value)),
  };
}
