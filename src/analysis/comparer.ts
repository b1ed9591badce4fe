import { type Measure, measureKey } from '../measure/measure';
import { meanDistance } from '../nnstd/meanDistance';
import type { Comparison, LayerComparison } from '../protocol/analysis';
import type { LayerMatching } from '../protocol/matching';
import type { RequestContext } from '../protocol/rpc';
import { BoundedMap } from './boundedMap';
import type { DistanceCache } from './cache/distanceCache';
import type { Contents, ContentState } from './contents';
import type { WorkerPool } from './pool';
import { SharedWork } from './sharedWork';
import { whenComplete } from './whenComplete';

export interface PairRequest {
  readonly a: string;
  readonly b: string;
  readonly measure: Measure;
}

interface Computed {
  readonly comparison: Comparison;
  /** By layer. */
  readonly matchings: readonly LayerMatching[];
}

/** Of matchings lately computed, in memory: on the disk they would take more than the links they came from. */
const MATCHING_BYTES = 64 * 2 ** 20;

/** Compares pairs of checkpoints, each content once: what is known is not computed again, what is under way is joined. */
export class Comparer {
  private readonly running = new SharedWork<LayerComparison, Computed>();
  private readonly matchings = new BoundedMap<readonly LayerMatching[]>(MATCHING_BYTES);

  constructor(
    private readonly pool: Pick<WorkerPool, 'run'>,
    private readonly cache: DistanceCache,
    private readonly contents: Contents,
  ) {}

  /** A result that is known tells its layers as progress too. */
  async compare(request: PairRequest, context: RequestContext<LayerComparison>): Promise<Comparison> {
    const states = await this.statesOf(request);
    const known = this.known(request.measure, ...states);
    if (known !== undefined) {
      known.layers.forEach(context.progress);
      return known;
    }
    return (await this.join(request, states, context)).comparison;
  }

  /** By layer: which neuron is which by that distance. */
  async matching(request: PairRequest, { signal }: RequestContext<null>): Promise<readonly LayerMatching[]> {
    const states = await this.statesOf(request);
    const [a, b] = states.map(({ content }) => content);
    const known = a && b && this.matchings.get(matchingKey(request.measure, a.hash, b.hash));
    return known ?? (await this.join(request, states, { signal, progress: () => undefined })).matchings;
  }

  /** Forgets what is kept here; distances are kept elsewhere. */
  clear(): void {
    this.matchings.clear();
  }

  private statesOf({ a, b }: PairRequest): Promise<[ContentState, ContentState]> {
    return Promise.all([this.contents.state(a), this.contents.state(b)]);
  }

  private known(
    measure: Measure,
    { content: a }: ContentState,
    { content: b }: ContentState,
  ): Comparison | undefined {
    if (a === null || b === null) return undefined;
    const layers = this.cache.pair(measure, a.hash, b.hash);
    // A matrix does not look at who is interchangeable.
    if (layers?.some(({ interchangeable }) => interchangeable === null) !== false) return undefined;
    return { measure, mean: meanDistance(layers), layers };
  }

  private join(
    request: PairRequest,
    [stateA, stateB]: readonly [ContentState, ContentState],
    context: RequestContext<LayerComparison>,
  ): Promise<Computed> {
    const { a, b, measure } = request;
    const key = JSON.stringify([measureKey(measure), a, stateA.stamp, b, stateB.stamp]);
    return this.running.join(key, (shared) => this.compute(request, shared), context);
  }

  private async compute(
    request: PairRequest,
    { signal, progress }: RequestContext<LayerComparison>,
  ): Promise<Computed> {
    const {
      comparison,
      byNeuron: matchings,
      readA,
      readB,
    } = await whenComplete(
      () => this.pool.run('compare', { ...request, byNeuron: true }, { signal, onProgress: progress }),
      signal,
    );
    this.contents.remember(request.a, readA);
    this.contents.remember(request.b, readB);
    this.cache.keepPair(request.measure, readA.hash, readB.hash, comparison.layers);
    const key = matchingKey(request.measure, readA.hash, readB.hash);
    this.matchings.set(key, matchings!, bytesOf(matchings!));
    return { comparison, matchings: matchings! };
  }
}

function matchingKey(measure: Measure, hashA: string, hashB: string): string {
  return JSON.stringify([measureKey(measure), hashA, hashB]);
}

function bytesOf(matchings: readonly LayerMatching[]): number {
  return matchings
    .flatMap((matching) => Object.values(matching))
    .reduce<number>((sum, part) => sum + (ArrayBuffer.isView(part) ? part.byteLength : 0), 0);
}
