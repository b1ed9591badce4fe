import type { DistanceCache } from '../../analysis/cache/distanceCache';
import type { ChanceSamples } from '../../analysis/chanceSamples';
import { contentGuard, type NamedPair } from '../../analysis/contentGuard';
import type { Contents } from '../../analysis/contents';
import { forEachLimited } from '../../analysis/limited';
import { allPairs, type Pair } from '../../analysis/matrixPlan';
import { MatrixRun, type PairResult } from '../../analysis/matrixRun';
import type { WorkerPool } from '../../analysis/pool';
import { variationsOf } from '../../analysis/variationRequests';
import type { Measure } from '../../measure/measure';
import { RemoteError } from '../../protocol/rpc';
import type { ChanceKind } from '../../nnstd/chanceShape';
import type { VariationCounts } from './nnstdFlags';
import type { Compared, ComparedLayer, ComparedPair, Samples } from './report';
import type { WorkProgress } from './workProgress';

export interface Session {
  readonly pool: WorkerPool;
  readonly cache: DistanceCache;
  readonly contents: Contents;
  readonly chance: ChanceSamples;
  readonly signal: AbortSignal;
  readonly progress: WorkProgress;
}

export interface CompareRequest extends VariationCounts {
  readonly measure: Measure;
  readonly matching: boolean;
  readonly prove: boolean;
}

interface NamedContent {
  readonly path: string;
  readonly hash: string;
}

interface PinnedPair extends NamedPair {
  readonly hashA: string;
  readonly hashB: string;
}

/**
 * Compares every checkpoint with every later one, in the order (0, 1), (0, 2) … A checkpoint whose content changes on
 * the way has no distance from then on. Rejects when the signal is aborted.
 */
export async function compareAll(
  session: Session,
  checkpoints: readonly NamedContent[],
  request: CompareRequest,
): Promise<readonly Compared[]> {
  const pairs = allPairs(checkpoints.length);
  const more = distancesBeside(request);
  session.progress.plan(pairs.length * (1 + more));
  const pinned = ({ row, column }: Pair): PinnedPair => {
    const [first, second] = [checkpoints[row], checkpoints[column]];
    return { a: first.path, b: second.path, hashA: first.hash, hashB: second.hash };
  };
  const compared =
    pairs.length === 1 || request.matching
      ? await eachPair(session, pairs, (pair) => comparePair(session, pinned(pair), request))
      : await compareMatrix(session, checkpoints, request.measure);
  if (more === 0) return compared;
  return eachPair(session, compared, async (pair) => {
    if ('layers' in pair) return withVariations(session, pinned(pair), pair.layers, request);
    session.progress.plan(-more);
    return pair;
  });
}

/** Distances to compute for each pair besides its own. */
function distancesBeside({ samples, shuffles, runs, prove }: CompareRequest): number {
  return 2 * samples + shuffles + runs + (prove ? 1 : 0);
}

/** The result of each pair, or what its computation failed of. */
async function eachPair<P extends Pair>(
  { pool, signal }: Session,
  pairs: readonly P[],
  work: (pair: P) => Promise<ComparedPair | { readonly reason: string }>,
): Promise<readonly Compared[]> {
  const compared: Compared[] = [];
  await forEachLimited(pairs.entries(), pool.size, async ([k, pair]) => {
    const { row, column } = pair;
    try {
      compared[k] = { row, column, ...(await work(pair)) };
    } catch (error) {
      if (signal.aborted || !(error instanceof RemoteError)) throw error;
      compared[k] = { row, column, reason: error.message };
    }
  });
  return compared;
}

/** With all that can be said of single neurons, which a matrix leaves out. */
async function comparePair(
  { pool, cache, signal, progress }: Session,
  pair: PinnedPair,
  { measure, matching }: CompareRequest,
): Promise<ComparedPair> {
  const { a, b, hashA, hashB } = pair;
  const known = matching ? undefined : cache.pair(measure, hashA, hashB);
  if (known?.every(({ interchangeable }) => interchangeable !== null) === true) {
    progress.plan(-1);
    return { layers: known };
  }
  const found = await pool.run('compare', { a, b, measure, byNeuron: matching }, { signal });
  contentGuard(pair)(found);
  const { layers } = found.comparison;
  cache.keepPair(measure, hashA, hashB, layers);
  progress.done(1);
  const { byNeuron } = found;
  if (byNeuron === null) return { layers };
  return {
    layers: layers.map((layer, k) => {
      const { partners, interchangeable } = byNeuron[k];
      return { ...layer, byNeuron: { matching: partners, interchangeable } };
    }),
  };
}

async function compareMatrix(
  { pool, cache, contents, signal, progress }: Session,
  checkpoints: readonly NamedContent[],
  measure: Measure,
): Promise<readonly PairResult[]> {
  const rows: PairResult[][] = checkpoints.map(() => []);
  const keep = (results: readonly PairResult[]): void => {
    for (const result of results) rows[result.row][result.column - result.row - 1] = result;
  };
  const run = new MatrixRun({ pool, cache, contents }, checkpoints, measure, signal, {
    known(results) {
      progress.plan(-results.length);
      keep(results);
    },
    begin: () => undefined,
    computed(results) {
      progress.done(results.length);
      keep(results);
    },
  });
  await run.answer();
  return rows.flat();
}

async function withVariations(
  { pool, chance, signal, progress }: Session,
  pair: PinnedPair,
  layers: readonly ComparedLayer[],
  { measure, samples, shuffles, runs, prove }: CompareRequest,
): Promise<ComparedPair> {
  const one = (): void => {
    progress.done(1);
  };
  const context = { signal, progress: one };
  const chanceOf = (kind: ChanceKind): Promise<Samples> => chance.draw(pair, measure, kind, samples, context);
  if (prove) {
    await assertProven(pool, pair, measure, layers, signal);
    one();
  }
  return {
    layers,
    ...(samples > 0 && { chance: { links: await chanceOf('links'), degrees: await chanceOf('degrees') } }),
    ...(shuffles > 0 && {
      ties: await variationsOf(pool, pair, { measure, kind: 'shuffle' }, shuffles, context),
    }),
    ...(runs > 0 && { noise: await variationsOf(pool, pair, { measure, kind: 'search' }, runs, context) }),
  };
}

/** Throws `RemoteError` unless each layer's cost is proven to be the least. */
async function assertProven(
  pool: WorkerPool,
  pair: PinnedPair,
  measure: Measure,
  layers: readonly ComparedLayer[],
  signal: AbortSignal,
): Promise<void> {
  const { a, b } = pair;
  const proof = await pool.run('prove', { a, b, measure }, { signal });
  contentGuard(pair)(proof);
  const other = layers.find(({ cost }, k) => cost !== proof.costs[k]);
  if (other === undefined) return;
  throw new RemoteError(
    'CertificateError',
    `layer ${other.layer} costs ${other.cost}, proven is ${proof.costs[other.layer]}`,
  );
}
