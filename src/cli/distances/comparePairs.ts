import { RemoteError, type Params, type Result } from '../../protocol/rpc';
import { CHANGED, type PairMethods } from './pairProtocol';
import { type PairThread, startPairThread } from './pairThread';

/** All threads together keep about this much of the topologies they read. */
const CACHE_BYTES = 256 * 2 ** 20;

type CompareParams = Params<PairMethods, 'compare'>;

export type ComparedPair =
  | { readonly a: number; readonly b: number; readonly result: Result<PairMethods, 'compare'> }
  /** The two have no distance: why. */
  | { readonly a: number; readonly b: number; readonly problem: string };

export interface PairsRequest extends Omit<CompareParams, 'a' | 'b'> {
  readonly checkpoints: readonly CompareParams['a'][];
  readonly threads: number;
  readonly signal: AbortSignal;
  /** A layer of a pair is done. */
  readonly onLayer: (pair: number) => void;
  /** A pair is done, or has no distance. */
  readonly onPair: (pair: number) => void;
}

/** Compares every checkpoint with every later one; in the order (0, 1), (0, 2) … Rejects when `signal` is aborted. */
export async function comparePairs(request: PairsRequest): Promise<readonly ComparedPair[]> {
  const { checkpoints, method, matching, shuffles, signal } = request;
  const pairs = pairsOf(checkpoints.length);
  const compared: ComparedPair[] = [];
  const threads = Math.min(request.threads, pairs.length);
  const cacheBytes = Math.floor(CACHE_BYTES / Math.max(1, threads));
  let next = 0;
  let failed = false;

  async function lane(): Promise<void> {
    let thread = null as PairThread | null;
    try {
      while (next < pairs.length && !failed) {
        const pair = next++;
        const [a, b] = pairs[pair];
        if (thread?.isAlive() !== true) thread = startPairThread(cacheBytes);
        try {
          const params = { a: checkpoints[a], b: checkpoints[b], method, matching, shuffles };
          const onProgress = (): void => {
            request.onLayer(pair);
          };
          compared[pair] = {
            a,
            b,
            result: await thread.client.request('compare', params, { signal, onProgress }),
          };
        } catch (error) {
          if (signal.aborted || !isAboutThePair(error)) throw error;
          compared[pair] = { a, b, problem: error.message };
        }
        request.onPair(pair);
      }
    } catch (error) {
      failed = true;
      throw error;
    } finally {
      await thread?.end();
    }
  }

  const lanes = await Promise.allSettled(Array.from({ length: threads }, lane));
  for (const outcome of lanes) if (outcome.status === 'rejected') throw outcome.reason;
  return compared;
}

/** What other pairs need not suffer from. */
const pairProblems = new Set([
  'IncomparableError',
  'NetworkTooLargeError',
  'CheckpointError',
  'Disconnected',
  CHANGED,
]);

function isAboutThePair(error: unknown): error is RemoteError {
  return error instanceof RemoteError && pairProblems.has(error.kind);
}

function pairsOf(count: number): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  for (let a = 0; a < count; a++) for (let b = a + 1; b < count; b++) pairs.push([a, b]);
  return pairs;
}
