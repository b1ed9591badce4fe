import { setImmediate } from 'node:timers/promises';
import { meanDistance } from '../nnstd/meanDistance';
import type { AnalysisMethods, LayerComparison } from '../protocol/analysis';
import type { MatrixCell, MatrixProgress, Span } from '../protocol/matrix';
import { type Params, RemoteError, type RequestContext, type Result } from '../protocol/rpc';
import type { DistanceCache } from './cache/distanceCache';
import type { Contents } from './contents';
import { JobSize } from './jobSize';
import { forEachLimited } from './limited';
import { MatrixPlan, type Pair } from './matrixPlan';
import { MatrixReporter } from './matrixReporter';
import { WORKER_DIED, type WorkerPool } from './pool';
import { whenComplete } from './whenComplete';
import type { WorkerMethods } from './workerProtocol';

export interface MatrixMeans {
  readonly pool: Pick<WorkerPool, 'run' | 'size'>;
  readonly cache: DistanceCache;
  readonly contents: Pick<Contents, 'state' | 'remember'>;
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
  private readonly measure: Params<AnalysisMethods, 'matrix'>['measure'];
  private readonly signal: AbortSignal;
  private readonly reporter: MatrixReporter;
  /** By row: content of the checkpoint as far as it is known, and why it cannot be read. */
  private readonly hashes: (string | null)[] = [];
  private readonly problems: (string | null)[] = [];
  private plan: MatrixPlan;

  constructor(
    private readonly means: MatrixMeans,
    { paths, measure }: Params<AnalysisMethods, 'matrix'>,
    { signal, progress }: RequestContext<MatrixProgress>,
  ) {
    this.paths = paths;
    this.measure = measure;
    this.signal = signal;
    this.plan = new MatrixPlan(allPairs(paths.length));
    this.reporter = new MatrixReporter(this.plan.remaining, progress);
  }

  /** Cells there come first from now on. */
  focus(rows: Span, columns: Span): void {
    this.plan.focus(rows, columns);
  }

  async answer(): Promise<Result<AnalysisMethods, 'matrix'>> {
    const { pool, cache } = this.means;
    try {
      cache.refresh();
      await this.findContents();
      await this.tellKnown();
      if (await this.readUnknown()) await this.tellKnown();
      this.reporter.begin();
      await forEachLimited(Array(pool.size).keys(), pool.size, (lane) => this.computeLane(lane));
      this.reporter.flush();
      return this.reporter.totals;
    } finally {
      this.reporter.dispose();
    }
  }

  private async findContents(): Promise<void> {
    await forEachLimited(this.paths.entries(), FILES_AT_ONCE, async ([row, path]) => {
      this.hashes[row] = (await this.means.contents.state(path)).hash;
      this.problems[row] = null;
    });
  }

  /** Whether there was any that was not known. */
  private async readUnknown(): Promise<boolean> {
    const { pool, contents } = this.means;
    const unknown = [...this.paths.entries()].filter(([row]) => this.hashes[row] === null);
    await forEachLimited(unknown, pool.size, async ([row, path]) => {
      const options = { signal: this.signal, background: true };
      try {
        const { read } = await whenComplete(
          () => pool.run('describe', { path, previous: null }, options),
          this.signal,
        );
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
    const cells: MatrixCell[] = [];
    const isKnown = (pair: Pair): boolean => {
      const cell = this.knownCell(pair);
      if (cell !== null) cells.push(cell);
      return cell !== null;
    };
    let asked = 0;
    for (const more of this.plan.takeOut(isKnown)) {
      asked += more;
      if (asked < PAIRS_AT_ONCE) continue;
      asked = 0;
      this.reporter.known(cells.splice(0));
      await setImmediate();
      this.signal.throwIfAborted();
    }
    this.reporter.known(cells);
  }

  private knownCell({ row, column }: Pair): MatrixCell | null {
    const reason = this.problems[row] ?? this.problems[column];
    if (reason !== null) return { status: 'failed', row, column, reason };
    const [hashA, hashB] = [this.hashes[row], this.hashes[column]];
    const layers =
      hashA === null || hashB === null ? undefined : this.means.cache.pair(this.measure, hashA, hashB);
    return layers === undefined ? null : doneCell(row, column, layers);
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
      const cell = this.knownCell(pair);
      if (cell !== null) this.reporter.computed([cell]);
      return cell === null;
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
      this.reporter.computed(pairs.map((pair, k) => this.computedCell(pair, results[k])));
    } catch (error) {
      this.signal.throwIfAborted();
      // One pair may be too much for a thread: the others are not to fail with it.
      if (pairs.length > 1 && error instanceof RemoteError && error.kind === WORKER_DIED) {
        for (const pair of pairs) await this.compute([pair]);
        return;
      }
      const reason = messageOf(error);
      this.reporter.computed(pairs.map(({ row, column }) => ({ status: 'failed', row, column, reason })));
    }
  }

  private computedCell(
    { row, column }: Pair,
    result: Result<WorkerMethods, 'comparePairs'>[number],
  ): MatrixCell {
    if ('reason' in result) return { status: 'failed', row, column, reason: result.reason };
    this.means.cache.keepPair(this.measure, this.hashes[row]!, this.hashes[column]!, result.layers);
    return doneCell(row, column, result.layers);
  }
}

function doneCell(row: number, column: number, layers: readonly LayerComparison[]): MatrixCell {
  return {
    status: 'done',
    row,
    column,
    mean: meanDistance(layers),
    layers: layers.map(({ distance, links, counts }) => ({ distance, links, counts })),
  };
}

function allPairs(count: number): Pair[] {
  const pairs: Pair[] = [];
  for (let row = 0; row < count; row++) {
    for (let column = row + 1; column < count; column++) pairs.push({ row, column });
  }
  return pairs;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
