import { meanDistance } from '../nnstd/meanDistance';
import { noiseOf } from '../nnstd/refined/noise';
import { intervalOf } from '../nnstd/statistics';
import type { AnalysisMethods } from '../protocol/analysis';
import type { CellLayer } from '../protocol/matrix';
import type { Params, RequestContext } from '../protocol/rpc';
import type { Count, Interval, Noise, NoiseOf, Ties } from '../protocol/uncertainty';
import { contentGuard, type NamedPair } from './contentGuard';
import { forEachLimited } from './limited';
import type { WorkerPool } from './pool';
import { whenComplete } from './whenComplete';
import type { WorkerMethods } from './workerProtocol';

type Threads = Pick<WorkerPool, 'run' | 'size'>;

export async function answerTies(
  pool: Threads,
  { shuffles, measure, ...pair }: Params<AnalysisMethods, 'ties'>,
  context: RequestContext<Count>,
): Promise<Ties> {
  const variations = await variationsOf(pool, pair, { measure, kind: 'shuffle' }, shuffles, context);
  return { shuffles, ...summaryOf<Interval>(variations, intervalOf) };
}

export async function answerNoise(
  pool: Threads,
  { runs, measure, ...pair }: Params<AnalysisMethods, 'noise'>,
  context: RequestContext<Count>,
): Promise<Noise> {
  const variations = await variationsOf(pool, pair, { measure, kind: 'search' }, runs, context);
  return { runs, ...summaryOf<NoiseOf>(variations, noiseOf) };
}

/** Layers of each variation, by its number; one after the other on each thread, so that others who ask come between. */
export async function variationsOf(
  pool: Threads,
  pair: NamedPair,
  variation: Omit<Params<WorkerMethods, 'variation'>, 'a' | 'b' | 'number'>,
  count: number,
  { signal, progress }: RequestContext<Count>,
): Promise<CellLayer[][]> {
  const variations: CellLayer[][] = [];
  const { a, b } = pair;
  const guard = contentGuard(pair);
  let done = 0;
  await forEachLimited(Array(count).keys(), pool.size, async (number) => {
    const params = { a, b, ...variation, number };
    const found = await whenComplete(() => pool.run('variation', params, { signal }), signal);
    guard(found);
    variations[number] = found.layers;
    progress({ done: ++done, total: count });
  });
  return variations;
}

function summaryOf<T>(
  variations: readonly CellLayer[][],
  summarise: (values: readonly number[]) => T,
): { mean: T | null; layers: T[] } {
  const means = variations.map((layers) => meanDistance(layers)).filter((mean) => mean !== null);
  return {
    mean: means.length === 0 ? null : summarise(means),
    layers: variations[0].map((_, k) => summarise(variations.map((layers) => layers[k].distance))),
  };
}
