import type { Comparison, LayerComparison } from '../protocol/analysis';
import { type Measure, measureKey } from '../nnstd/measure';
import type { RequestContext } from '../protocol/rpc';
import { BoundedMap } from './boundedMap';
import { stampOf } from './fileStamp';
import type { WorkerPool } from './pool';
import { SharedWork } from './sharedWork';
import { whenComplete } from './whenComplete';
import type { ReadState } from './workerProtocol';

export interface PairRequest {
  readonly a: string;
  readonly b: string;
  readonly measure: Measure;
}

/** About a kilobyte each. */
const RESULTS_KEPT = 20_000;
const HASHES_KEPT = 50_000;

/** Compares pairs of checkpoints, each content once: what is known is not computed again, what is under way is joined. */
export class Comparer {
  private readonly hashes = new BoundedMap<string>(HASHES_KEPT);
  private readonly results = new BoundedMap<Comparison>(RESULTS_KEPT);
  private readonly running = new SharedWork<LayerComparison, Comparison>();

  constructor(private readonly pool: Pick<WorkerPool, 'run'>) {}

  /** A result that is known tells its layers as progress too. */
  async compare(request: PairRequest, context: RequestContext<LayerComparison>): Promise<Comparison> {
    const [stampA, stampB] = await Promise.all([stampOf(request.a), stampOf(request.b)]);
    const known = this.known(request, stampA, stampB);
    if (known !== undefined) {
      known.layers.forEach(context.progress);
      return known;
    }
    const key = JSON.stringify([measureKey(request.measure), request.a, stampA, request.b, stampB]);
    return this.running.join(key, (shared) => this.compute(request, shared), context);
  }

  /** Tells of a checkpoint that was read, so that its content is known by its file's state from now on. */
  remember(path: string, { stamp, hash }: ReadState): void {
    if (stamp !== null) this.hashes.set(fileKey(path, stamp), hash);
  }

  private known(request: PairRequest, stampA: string | null, stampB: string | null): Comparison | undefined {
    const hashA = stampA === null ? undefined : this.hashes.get(fileKey(request.a, stampA));
    const hashB = stampB === null ? undefined : this.hashes.get(fileKey(request.b, stampB));
    if (hashA === undefined || hashB === undefined) return undefined;
    return this.results.get(resultKey(request.measure, hashA, hashB));
  }

  private async compute(
    request: PairRequest,
    { signal, progress }: RequestContext<LayerComparison>,
  ): Promise<Comparison> {
    const { comparison, readA, readB } = await whenComplete(
      () => this.pool.run('compare', request, { signal, onProgress: progress }),
      signal,
    );
    this.remember(request.a, readA);
    this.remember(request.b, readB);
    this.results.set(resultKey(request.measure, readA.hash, readB.hash), comparison);
    return comparison;
  }
}

function fileKey(path: string, stamp: string): string {
  return JSON.stringify([path, stamp]);
}

function resultKey(measure: Measure, hashA: string, hashB: string): string {
  return [measureKey(measure), hashA, hashB].join();
}
