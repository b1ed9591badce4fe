import { setImmediate } from 'node:timers/promises';
import type { Measure } from '../measure/measure';
import type { LayerComparison } from '../protocol/analysis';
import type { Span } from '../protocol/matrix';
import { RemoteError, type Result } from '../protocol/rpc';
import type { DistanceCache } from './cache/distanceCache';
import type { Contents } from './contents';
import { JobSize } from './jobSize';
import { forEachLimited } from './limited';
import { allPairs, MatrixPlan, type Pair } from './matrixPlan';
import { WORKER_DIED, type WorkerPool } from './pool';
import { whenComplete } from './whenComplete';
import type { WorkerMethods } from './workerProtocol';

export interface MatrixMeans {
  readonly pool: Pick<WorkerPool, 'run' | 'size'>;
  readonly cache: DistanceCache;
  readonly contents: Pick<Contents, 'state' | 'remember'>;
}

/** Layers of a pair, or why it has none. */
export type PairResult = Pair &
  ({ readonly layers: readonly LayerComparison[] } | { readonly reason: string });

/** Is told each pair once. */
export interface MatrixListener {
  /** What needed no computing. */
  known(results: readonly PairResult[]): void;
  /** From now on pairs are computed. */
  begin(): void;
  computed(results: readonly PairResult[]): void;
}

export interface MatrixCheckpoint {
  readonly path: string;
  /** Content that it has to have; null for whichever it has. */
  readonly hash: string | null;
}

/** Files whose state is asked for at a time. */
const FILES_AT_ONCE = 32;
/** Looked up between two chances for others, among them who cancels. */
const PAIRS_AT_ONCE = 5000;

/**
 * All pairs row < column of one matrix. What is known is told first; then what was never read is read, and the rest
 * computed on all threads of the pool, in jobs so short that others who ask meanwhile hardly wait. A thread holds few
 * checkpoints at a time. One that changes on the way has no distance from then on, so that contents are never mixed.
 */
export class MatrixRun {
  private readonly paths: readonly string[];
  /** By row: content of the checkpoint as far as it is known, and why it cannot be read. */
  private readonly hashes: (string | null)[];
  private readonly problems: (string | null)[];
  private readonly plan: MatrixPlan;

  constructor(
    private readonly means: MatrixMeans,
    checkpoints: readonly MatrixCheckpoint[],
    private readonly measure: Measure,
    private readonly signal: AbortSignal,
    private readonly listener: MatrixListener,
    /** Checkpoints at the beginning whose pairs among each other are not asked for. */
    known = 0,
  ) {
    this.paths = checkpoints.map(({ path }) => path);
    this.hashes = checkpoints.map(({ hash }) => hash);
    this.problems = checkpoints.map(() => null);
    this.plan = new MatrixPlan(allPairs(checkpoints.length, known));
  }

  /** Cells there come first from now on. */
  focus(rows: Span, columns: Span): void {
    this.plan.focus(rows, columns);
  }

  async answer(): Promise<void> {
    const { pool, cache } = this.means;
    cache.refresh();
    await this.findContents();
    await this.tellKnown();
    if (await this.readUnknown()) await this.tellKnown();
    this.listener.begin();
    await forEachLimited(Array(pool.size).keys(), pool.size, (lane) => this.computeLane(lane));
  }

  private async findContents(): Promise<void> {
    await forEachLimited(this.paths.entries(), FILES_AT_ONCE, async ([row, path]) => {
      this.hashes[row] ??= (await this.means.contents.state(path)).content?.hash ?? null;
    });
  }

  /** Whether there was any that was not known. */
  private async readUnknown(): Promise<boolean> {
    const { pool, contents } = this.means;
    const unknown = [...this.paths.entries()].filter(([row]) => this.hashes[row] === null);
    await forEachLimited(unknown, pool.size, async ([row, path]) => {
      const options = { signal: this.signal, background: true };
      try {
        const { read } = await whenComplete(() => pool.run('describe', { path }, options), this.signal);
        contents.remember(path, read);
        this.hashes[row] = read.hash;
      } catch (error) {
        this.signal.throwIfAborted();
        this.problems[row] = messageOf(error);
      }
    });
    return unknown.length > 0;
  }

  /** Tells what needs no computing. */
  private async tellKnown(): Promise<void> {
    const results: PairResult[] = [];
    const isKnown = (pair: Pair): boolean => {
      const result = this.known(pair);
      if (result !== null) results.push(result);
      return result !== null;
    };
    let asked = 0;
    for (const more of this.plan.takeOut(isKnown)) {
      asked += more;
      if (asked < PAIRS_AT_ONCE) continue;
      asked = 0;
      this.listener.known(results.splice(0));
      await setImmediate();
      this.signal.throwIfAborted();
    }
    this.listener.known(results);
  }

  private known({ row, column }: Pair): PairResult | null {
    const reason = this.problems[row] ?? this.problems[column];
    if (reason !== null) return { row, column, reason };
    const [hashA, hashB] = [this.hashes[row], this.hashes[column]];
    const layers =
      hashA === null || hashB === null ? undefined : this.means.cache.matrixPair(this.measure, hashA, hashB);
    return layers === undefined ? null : { row, column, layers };
  }

  private async computeLane(lane: number): Promise<void> {
    const size = new JobSize();
    for (;;) {
      const pairs = this.plan.take(lane, size.pairs);
      if (pairs.length === 0) return;
      const begin = performance.now();
      await this.compute(pairs);
      size.took(pairs.length, (performance.now() - begin) / 1000);
    }
  }

  private async compute(taken: readonly Pair[]): Promise<void> {
    // Another matrix may have come to them meanwhile.
    const pairs = taken.filter((pair) => {
      const known = this.known(pair);
      if (known !== null) this.listener.computed([known]);
      return known === null;
    });
    if (pairs.length === 0) return;
    const rows = [...new Set(pairs.flatMap(({ row, column }) => [row, column]))];
    const job = {
      checkpoints: rows.map((row) => ({ path: this.paths[row], hash: this.hashes[row]! })),
      pairs: pairs.map(({ row, column }): [number, number] => [rows.indexOf(row), rows.indexOf(column)]),
      measure: this.measure,
    };
    const options = { signal: this.signal, background: true };
    try {
      const results = await this.means.pool.run('comparePairs', job, options);
      this.listener.computed(pairs.map((pair, k) => this.kept(pair, results[k])));
    } catch (error) {
      this.signal.throwIfAborted();
      // One pair may be too much for a thread: the others are not to fail with it.
      if (pairs.length > 1 && error instanceof RemoteError && error.kind === WORKER_DIED) {
        for (const pair of pairs) await this.compute([pair]);
        return;
      }
      const reason = messageOf(error);
      this.listener.computed(pairs.map((pair) => ({ ...pair, reason })));
    }
  }

  private kept(pair: Pair, result: Result<WorkerMethods, 'comparePairs'>[number]): PairResult {
    const { row, column } = pair;
    if ('layers' in result) {
      this.means.cache.keepPair(this.measure, this.hashes[row]!, this.hashes[column]!, result.layers);
    }
    return { ...pair, ...result };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
