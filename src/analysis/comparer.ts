import { type Measure, measureKey } from '../measure/measure';
import { meanDistance } from '../nnstd/meanDistance';
import type { Comparison, LayerComparison } from '../protocol/analysis';
import type { LayerMatching } from '../protocol/matching';
import type { RequestContext } from '../protocol/rpc';
import { BoundedMap } from './boundedMap';
import type { DistanceCache } from './cache/distanceCache';
import type { MatchingCache } from './cache/matchingCache';
import type { Contents, ContentState } from './contents';
import type { WorkerPool } from './pool';
import { SharedWork } from './sharedWork';
import { whenComplete } from './whenComplete';

export interface PairRequest {
  readonly a: string;
  readonly b: string;
  readonly measure: Measure;
}

type PairStates = readonly [ContentState, ContentState];

interface Computed {
  readonly comparison: Comparison;
  /** By layer. */
  readonly matchings: readonly LayerMatching[];
}

/** Of all of the matchings that were asked for lately, in memory; only what was found of them is on the disk. */
const MATCHING_BYTES = 64 * 2 ** 20;

export interface ComparerPools {
  readonly pool: Pick<WorkerPool, 'run'>;
  /** For what is only read, and not to wait behind distances. */
  readonly readers: Pick<WorkerPool, 'run'>;
}

export interface ComparerCaches {
  readonly distances: DistanceCache;
  readonly matchings: MatchingCache;
}

/** Compares pairs of checkpoints, each content once: what is known is not computed again, what is under way is joined. */
export class Comparer {
  private readonly running = new SharedWork<LayerComparison, Computed>();
  private readonly looking = new SharedWork<null, readonly LayerMatching[]>();
  private readonly matchings = new BoundedMap<readonly LayerMatching[]>(MATCHING_BYTES);

  constructor(
    private readonly pools: ComparerPools,
    private readonly caches: ComparerCaches,
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
    if (known) return known;
    return this.looking.join(
      keyOf(request, states),
      async (shared) => {
        const restored = await this.restore(request, states, shared.signal);
        if (restored !== null) return restored;
        return (await this.join(request, states, { signal: shared.signal, progress: () => undefined }))
          .matchings;
      },
      { signal, progress: () => undefined },
    );
  }

  /** Forgets all that was computed, on the disk too. */
  clear(): void {
    this.matchings.clear();
    this.caches.matchings.clear();
    this.caches.distances.clear();
  }

  private statesOf({ a, b }: PairRequest): Promise<PairStates> {
    return Promise.all([this.contents.state(a), this.contents.state(b)]);
  }

  private known(
    measure: Measure,
    { content: a }: ContentState,
    { content: b }: ContentState,
  ): Comparison | undefined {
    if (a === null || b === null) return undefined;
    const layers = this.caches.distances.pair(measure, a.hash, b.hash);
    // A matrix does not look at who is interchangeable.
    if (layers?.some(({ interchangeable }) => interchangeable === null) !== false) return undefined;
    return { measure, mean: meanDistance(layers), layers };
  }

  private join(
    request: PairRequest,
    states: PairStates,
    context: RequestContext<LayerComparison>,
  ): Promise<Computed> {
    return this.running.join(keyOf(request, states), (shared) => this.compute(request, shared), context);
  }

  /** From what was found before and kept on the disk; null where nothing was, or it is not of what is read now. */
  private async restore(
    { a, b, measure }: PairRequest,
    [{ content: contentA }, { content: contentB }]: PairStates,
    signal: AbortSignal,
  ): Promise<readonly LayerMatching[] | null> {
    if (contentA === null || contentB === null) return null;
    const found = this.caches.matchings.get(measure, contentA.hash, contentB.hash);
    if (found === undefined) return null;
    const { byNeuron, readA, readB } = await whenComplete(
      () => this.pools.readers.run('matchedNeurons', { a, b, found }, { signal }),
      signal,
    );
    if (readA.hash !== contentA.hash || readB.hash !== contentB.hash || byNeuron === null) return null;
    this.matchings.set(matchingKey(measure, readA.hash, readB.hash), byNeuron, bytesOf(byNeuron));
    return byNeuron;
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
      () => this.pools.pool.run('compare', { ...request, byNeuron: true }, { signal, onProgress: progress }),
      signal,
    );
    this.contents.remember(request.a, readA);
    this.contents.remember(request.b, readB);
    this.caches.distances.keepPair(request.measure, readA.hash, readB.hash, comparison.layers);
    this.caches.matchings.keep(request.measure, readA.hash, readB.hash, matchings!);
    const key = matchingKey(request.measure, readA.hash, readB.hash);
    this.matchings.set(key, matchings!, bytesOf(matchings!));
    return { comparison, matchings: matchings! };
  }
}

/** Of two checkpoints in the states of their files. */
function keyOf({ a, b, measure }: PairRequest, [stateA, stateB]: PairStates): string {
  return JSON.stringify([measureKey(measure), a, stateA.stamp, b, stateB.stamp]);
}

function matchingKey(measure: Measure, hashA: string, hashB: string): string {
  return JSON.stringify([measureKey(measure), hashA, hashB]);
}

function bytesOf(matchings: readonly LayerMatching[]): number {
  return matchings
    .flatMap((matching) => Object.values(matching))
    .reduce<number>((sum, part) => sum + (ArrayBuffer.isView(part) ? part.byteLength : 0), 0);
}
