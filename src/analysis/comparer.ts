import { type Measure, measureKey } from '../measure/measure';
import { meanDistance } from '../nnstd/meanDistance';
import type { Comparison, LayerComparison } from '../protocol/analysis';
import type { RequestContext } from '../protocol/rpc';
import type { DistanceCache } from './cache/distanceCache';
import type { Contents } from './contents';
import type { WorkerPool } from './pool';
import { SharedWork } from './sharedWork';
import { whenComplete } from './whenComplete';
import type { Content } from './workerProtocol';

export interface PairRequest {
  readonly a: string;
  readonly b: string;
  readonly measure: Measure;
}

/** Compares pairs of checkpoints, each content once: what is known is not computed again, what is under way is joined. */
export class Comparer {
  private readonly running = new SharedWork<LayerComparison, Comparison>();

  constructor(
    private readonly pool: Pick<WorkerPool, 'run'>,
    private readonly cache: DistanceCache,
    private readonly contents: Contents,
  ) {}

  /** A result that is known tells its layers as progress too. */
  async compare(request: PairRequest, context: RequestContext<LayerComparison>): Promise<Comparison> {
    const { a, b, measure } = request;
    const [stateA, stateB] = await Promise.all([this.contents.state(a), this.contents.state(b)]);
    const known = this.known(measure, stateA.content, stateB.content);
    if (known !== undefined) {
      known.layers.forEach(context.progress);
      return known;
    }
    const key = JSON.stringify([measureKey(measure), a, stateA.stamp, b, stateB.stamp]);
    return this.running.join(key, (shared) => this.compute(request, shared), context);
  }

  private known(measure: Measure, a: Content | null, b: Content | null): Comparison | undefined {
    if (a === null || b === null) return undefined;
    const layers = this.cache.pair(measure, a.hash, b.hash);
    // A matrix does not look at who is interchangeable.
    if (layers?.some(({ interchangeable }) => interchangeable === null) !== false) return undefined;
    return { measure, mean: meanDistance(layers), layers };
  }

  private async compute(
    request: PairRequest,
    { signal, progress }: RequestContext<LayerComparison>,
  ): Promise<Comparison> {
    const { comparison, readA, readB } = await whenComplete(
      () => this.pool.run('compare', { ...request, byNeuron: false }, { signal, onProgress: progress }),
      signal,
    );
    this.contents.remember(request.a, readA);
    this.contents.remember(request.b, readB);
    this.cache.keepPair(request.measure, readA.hash, readB.hash, comparison.layers);
    return comparison;
  }
}
