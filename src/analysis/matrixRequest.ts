import type { AnalysisMethods, MatrixCell } from '../protocol/analysis';
import type { Params, RequestContext, Result } from '../protocol/rpc';
import type { Comparer } from './comparer';
import { forEachLimited } from './limited';

/** All pairs row < column, each once, as many at a time as `limit`: others who ask meanwhile wait for one cell at most. */
export async function answerMatrix(
  comparer: Comparer,
  limit: number,
  problemOf: (path: string, signal: AbortSignal) => Promise<string | null>,
  { paths, measure }: Params<AnalysisMethods, 'matrix'>,
  { signal, progress }: RequestContext<MatrixCell>,
): Promise<Result<AnalysisMethods, 'matrix'>> {
  // A checkpoint that cannot be read is found once, not again in each of its cells.
  const problems = new Map<string, Promise<string | null>>();
  const knownProblem = (path: string): Promise<string | null> => {
    const problem = problems.get(path) ?? problemOf(path, signal);
    problems.set(path, problem);
    return problem;
  };

  async function cellOf(row: number, column: number): Promise<MatrixCell> {
    const [a, b] = [paths[row], paths[column]];
    const reason = (await knownProblem(a)) ?? (await knownProblem(b));
    if (reason !== null) return { status: 'failed', row, column, reason };
    try {
      const quiet = { signal, progress: () => undefined };
      const { mean, layers } = await comparer.compare({ a, b, measure }, quiet);
      return { status: 'done', row, column, mean, layers: layers.map((layer) => layer.distance) };
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

  const total = { done: 0, failed: 0 };
  await forEachLimited(pairsOf(paths.length), limit, async ([row, column]) => {
    signal.throwIfAborted();
    const cell = await cellOf(row, column);
    total[cell.status]++;
    progress(cell);
  });
  return total;
}

function* pairsOf(n: number): Generator<readonly [row: number, column: number]> {
  for (let row = 0; row < n; row++) {
    for (let column = row + 1; column < n; column++) yield [row, column];
  }
}
