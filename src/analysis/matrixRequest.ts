import type { AnalysisMethods, Comparison } from '../protocol/analysis';
import type { MatrixCell, MatrixProgress } from '../protocol/matrix';
import type { Params, RequestContext, Result } from '../protocol/rpc';
import type { Comparer } from './comparer';
import { forEachLimited } from './limited';
import { MatrixPlan, type Pair } from './matrixPlan';
import { MatrixReporter } from './matrixReporter';

/** Matrices under way, by the id of who asked. */
export type RunningMatrices = Map<string, MatrixPlan>;

/** All pairs row < column, each once, as many at a time as `limit`: others who ask meanwhile wait for one cell at most. */
export async function answerMatrix(
  comparer: Comparer,
  limit: number,
  running: RunningMatrices,
  problemOf: (path: string, signal: AbortSignal) => Promise<string | null>,
  { id, paths, measure }: Params<AnalysisMethods, 'matrix'>,
  { signal, progress }: RequestContext<MatrixProgress>,
): Promise<Result<AnalysisMethods, 'matrix'>> {
  // A checkpoint that cannot be read is found once, not again in each of its cells.
  const problems = new Map<string, Promise<string | null>>();
  const knownProblem = (path: string): Promise<string | null> => {
    const problem = problems.get(path) ?? problemOf(path, signal);
    problems.set(path, problem);
    return problem;
  };

  async function cellOf({ row, column }: Pair): Promise<MatrixCell> {
    const [a, b] = [paths[row], paths[column]];
    const reason = (await knownProblem(a)) ?? (await knownProblem(b));
    if (reason !== null) return { status: 'failed', row, column, reason };
    try {
      const quiet = { signal, progress: () => undefined };
      return doneCell(row, column, await comparer.compare({ a, b, measure }, quiet));
    } catch (error) {
      if (signal.aborted) throw error;
      return {
        status: 'failed',
        row,
        column,
        reason: error instanceof Error ? error.message : String(error),
      };
    }
  }

  const plan = new MatrixPlan(pairsOf(paths.length));
  const reporter = new MatrixReporter(plan.remaining, progress);
  running.set(id, plan);
  try {
    await forEachLimited(Array(limit).keys(), limit, async (lane) => {
      for (let next = plan.take(lane, 1); next.length > 0; next = plan.take(lane, 1)) {
        signal.throwIfAborted();
        reporter.computed([await cellOf(next[0])]);
      }
    });
    reporter.flush();
    return reporter.totals;
  } finally {
    reporter.dispose();
    if (running.get(id) === plan) running.delete(id);
  }
}

function doneCell(row: number, column: number, { mean, layers }: Comparison): MatrixCell {
  return {
    status: 'done',
    row,
    column,
    mean,
    layers: layers.map(({ distance, links, counts }) => ({ distance, links, counts })),
  };
}

function pairsOf(n: number): Pair[] {
  const pairs: Pair[] = [];
  for (let row = 0; row < n; row++) {
    for (let column = row + 1; column < n; column++) pairs.push({ row, column });
  }
  return pairs;
}
