import { chanceLevel } from '../nnstd/chance';
import type { ChanceKind } from '../nnstd/chanceShape';
import type { Measure } from '../measure/measure';
import type { AnalysisMethods } from '../protocol/analysis';
import type { CellLayer } from '../protocol/matrix';
import type { Params, RequestContext } from '../protocol/rpc';
import type { Chance, Count } from '../protocol/uncertainty';
import type { DistanceCache } from './cache/distanceCache';
import { contentGuard, type NamedPair } from './contentGuard';
import { forEachLimited } from './limited';
import type { WorkerPool } from './pool';
import { whenComplete } from './whenComplete';

interface ChanceMeans {
  readonly pool: Pick<WorkerPool, 'run' | 'size'>;
  readonly cache: DistanceCache;
}

export async function answerChance(
  means: ChanceMeans,
  { kind, samples, measure, ...pair }: Params<AnalysisMethods, 'chance'>,
  context: RequestContext<Count>,
): Promise<Chance> {
  const found = await chanceSamples(means, pair, measure, kind, samples, context);
  const { mean, layers } = chanceLevel(found);
  return { kind, samples, mean, layers: [...layers] };
}

/** Layers of each sample. Those of a shape that was met before, in whatever networks, are known. */
export async function chanceSamples(
  { pool, cache }: ChanceMeans,
  pair: NamedPair,
  measure: Measure,
  kind: ChanceKind,
  samples: number,
  { signal, progress }: RequestContext<Count>,
): Promise<CellLayer[][]> {
  const { a, b } = pair;
  const guard = contentGuard(pair);
  const shape = await whenComplete(() => pool.run('chanceKey', { a, b, kind }, { signal }), signal);
  guard(shape);
  const found: CellLayer[][] = [];
  let done = 0;
  await forEachLimited(Array(samples).keys(), pool.size, async (sample) => {
    const known = cache.chance(measure, shape.key, sample);
    if (known === undefined) {
      const params = { a, b, kind, measure, sample };
      const drawn = await whenComplete(() => pool.run('chanceSample', params, { signal }), signal);
      guard(drawn);
      cache.keepChance(measure, shape.key, sample, drawn.layers);
      found[sample] = drawn.layers;
    } else found[sample] = known;
    progress({ done: ++done, total: samples });
  });
  return found;
}
