import { chanceLevel, chanceSample } from '../../src/nnstd/chance';
import { type ChanceKind, chanceShape } from '../../src/nnstd/chanceShape';
import type { LayerDistance } from '../../src/nnstd/distance';
import type { Measure } from '../../src/measure/measure';
import { meanDistance } from '../../src/nnstd/meanDistance';
import { noiseOf, noiseRun } from '../../src/nnstd/refined/noise';
import { intervalOf } from '../../src/nnstd/statistics';
import { shuffledLayers } from '../../src/nnstd/ties';
import type { Chance, Interval } from '../../src/protocol/uncertainty';
import {
  chanceSamples,
  noiseRuns,
  noYardsticks,
  tieShuffles,
  type Yardsticks,
} from '../../src/protocol/yardsticks';
import type { Topology } from '../../src/topology/topology';

/** What a panel asks for beside a distance, by the library alone: neither analysis process nor panel has a part in it. */
export function recordYardsticks(a: Topology, b: Topology, measure: Measure): Yardsticks {
  const links = { phase: 'done', result: recordChance(a, b, measure, 'links') } as const;
  const degrees = { phase: 'done', result: recordChance(a, b, measure, 'degrees') } as const;
  const both = { ...noYardsticks, links, degrees };
  switch (measure.method) {
    case 'reference': {
      const shuffles = upTo(tieShuffles, (shuffle) => [...shuffledLayers(a, b, measure, shuffle)]);
      const result = { shuffles: tieShuffles, ...summary<Interval>(shuffles, intervalOf) };
      return { ...both, ties: { phase: 'done', result } };
    }
    case 'refined': {
      const searches = upTo(noiseRuns, (run) => noiseRun(a, b, measure, run).layers);
      return {
        ...both,
        noise: { phase: 'done', result: { runs: noiseRuns, ...summary(searches, noiseOf) } },
      };
    }
    case 'greedy':
      return both;
  }
}

export function recordChance(a: Topology, b: Topology, measure: Measure, kind: ChanceKind): Chance {
  const shape = chanceShape(a, b, kind);
  const { mean, layers } = chanceLevel(upTo(chanceSamples, (sample) => chanceSample(shape, measure, sample)));
  return { kind, samples: chanceSamples, mean, layers: [...layers] };
}

function summary<T>(
  variations: readonly (readonly LayerDistance[])[],
  of: (values: readonly number[]) => T,
): { readonly mean: T; readonly layers: T[] } {
  return {
    mean: of(variations.map((layers) => meanDistance(layers)!)),
    layers: variations[0].map((_, k) => of(variations.map((layers) => layers[k].distance))),
  };
}

function upTo<T>(count: number, make: (k: number) => T): T[] {
  return Array.from({ length: count }, (_, k) => make(k));
}
