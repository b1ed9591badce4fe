import { meanDistance } from '../nnstd/meanDistance';
import { noiseOf } from '../nnstd/refined/noise';
import { intervalOf } from '../nnstd/statistics';
import type { AnalysisMethods } from '../protocol/analysis';
import type { CellLayer } from '../protocol/matrix';
import { type Params, RemoteError, type RequestContext } from '../protocol/rpc';
import type { Count, Interval, Noise, NoiseOf, Ties } from '../protocol/uncertainty';
import { forEachLimited } from './limited';
import type { WorkerPool } from './pool';
import { whenComplete } from './whenComplete';
import { CHANGED, type ReadState, type WorkerMethods } from './workerProtocol';

export async function answerTies(
  pool: WorkerPool,
  { shuffles, ...pair }: Params<AnalysisMethods, 'ties'>,
  context: RequestContext<Count>,
): Promise<Ties> {
  const variations = await variationsOf(pool, { ...pair, kind: 'shuffle' }, shuffles, context);
  return { shuffles, ...summaryOf<Interval>(variations, intervalOf) };
}

export async function answerNoise(
  pool: WorkerPool,
  { runs, ...pair }: Params<AnalysisMethods, 'noise'>,
  context: RequestContext<Count>,
): Promise<Noise> {
  const variations = await variationsOf(pool, { ...pair, kind: 'search' }, runs, context);
  return { runs, ...summaryOf<NoiseOf>(variations, noiseOf) };
}

/** Layers of each variation, by its number; one after the other on each thread, so that others who ask come between. */
async function variationsOf(
  pool: WorkerPool,
  pair: Omit<Params<WorkerMethods, 'variation'>, 'number'>,
  count: number,
  { signal, progress }: RequestContext<Count>,
): Promise<CellLayer[][]> {
  const variations: CellLayer[][] = [];
  const unchanged = [unchangedSince(pair.a), unchangedSince(pair.b)];
  let done = 0;
  await forEachLimited(Array(count).keys(), pool.size, async (number) => {
    const { layers, readA, readB } = await whenComplete(
      () => pool.run('variation', { ...pair, number }, { signal }),
      signal,
    );
    unchanged[0](readA);
    unchanged[1](readB);
    variations[number] = layers;
    progress({ done: ++done, total: count });
  });
  return variations;
}

/** Throws where a checkpoint is read another time with another content. */
function unchangedSince(path: string): (read: ReadState) => void {
  let first: string | null = null;
  return ({ hash }) => {
    first ??= hash;
    if (hash !== first) throw new RemoteError(CHANGED, `${path}: it changed while it was compared`);
  };
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
