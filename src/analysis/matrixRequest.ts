import type { AnalysisMethods } from '../protocol/analysis';
import type { MatrixProgress, Span } from '../protocol/matrix';
import type { Params, RequestContext, Result } from '../protocol/rpc';
import { allPairs } from './matrixPlan';
import { MatrixReporter } from './matrixReporter';
import { type MatrixMeans, MatrixRun } from './matrixRun';

export interface MatrixRequest {
  /** Cells there come first from now on. */
  focus(rows: Span, columns: Span): void;
  answer(): Promise<Result<AnalysisMethods, 'matrix'>>;
}

/** A matrix whose cells are told in batches. */
export function matrixRequest(
  means: MatrixMeans,
  { paths, known, measure }: Omit<Params<AnalysisMethods, 'matrix'>, 'id'>,
  { signal, progress }: RequestContext<MatrixProgress>,
): MatrixRequest {
  const reporter = new MatrixReporter(allPairs(paths.length, known).length, progress);
  const checkpoints = paths.map((path) => ({ path, hash: null }));
  const run = new MatrixRun(means, checkpoints, measure, signal, reporter, known);
  return {
    focus: (rows, columns) => {
      run.focus(rows, columns);
    },
    async answer() {
      try {
        await run.answer();
        reporter.flush();
        return reporter.totals;
      } finally {
        reporter.dispose();
      }
    },
  };
}
