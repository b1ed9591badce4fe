import { type Measure, measureKey } from '../measure/measure';
import type { ChanceKind } from '../nnstd/chanceShape';
import type { CellLayer } from '../protocol/matrix';
import type { RequestContext } from '../protocol/rpc';
import type { Count } from '../protocol/uncertainty';
import type { DistanceCache } from './cache/distanceCache';
import { contentGuard, type NamedPair } from './contentGuard';
import { forEachLimited } from './limited';
import type { WorkerPool } from './pool';
import { SharedWork } from './sharedWork';
import { whenComplete } from './whenComplete';

/**
 * Samples of chance by the shape of two networks. Those of a shape that was met before, in whatever networks, are known;
 * one that is being drawn for somebody else is waited for.
 */
export class ChanceSamples {
  private readonly running = new SharedWork<never, CellLayer[]>();

  constructor(
    private readonly pool: Pick<WorkerPool, 'run' | 'size'>,
    private readonly cache: DistanceCache,
  ) {}

  /** Layers of each of the first `count` samples. */
  async draw(
    pair: NamedPair,
    measure: Measure,
    kind: ChanceKind,
    count: number,
    { signal, progress }: RequestContext<Count>,
  ): Promise<CellLayer[][]> {
    const { a, b } = pair;
    const guard = contentGuard(pair);
    const shape = await whenComplete(() => this.pool.run('chanceKey', { a, b, kind }, { signal }), signal);
    guard(shape);
    const compute = async (sample: number, shared: AbortSignal): Promise<CellLayer[]> => {
      const params = { a, b, kind, measure, sample };
      const drawn = await whenComplete(
        () => this.pool.run('chanceSample', params, { signal: shared }),
        shared,
      );
      guard(drawn);
      this.cache.keepChance(measure, shape.key, sample, drawn.layers);
      return drawn.layers;
    };
    const found: CellLayer[][] = [];
    let done = 0;
    await forEachLimited(Array(count).keys(), this.pool.size, async (sample) => {
      found[sample] =
        this.cache.chance(measure, shape.key, sample) ??
        (await this.join([measureKey(measure), shape.key, sample], signal, (shared) =>
          compute(sample, shared),
        ));
      progress({ done: ++done, total: count });
    });
    return found;
  }

  /** What fails for another pair of this shape may be due to its files, and is tried with one's own. */
  private async join(
    key: readonly (string | number)[],
    signal: AbortSignal,
    compute: (shared: AbortSignal) => Promise<CellLayer[]>,
  ): Promise<CellLayer[]> {
    let isOwn = false;
    const start = (shared: RequestContext<never>): Promise<CellLayer[]> => {
      isOwn = true;
      return compute(shared.signal);
    };
    try {
      return await this.running.join(JSON.stringify(key), start, { signal, progress: () => undefined });
    } catch (error) {
      if (isOwn || signal.aborted) throw error;
      return this.join(key, signal, compute);
    }
  }
}
