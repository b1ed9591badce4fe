import type { AnalysisMethods } from '../protocol/analysis';
import { type Handlers, RemoteError } from '../protocol/rpc';
import type { DistanceCache } from './cache/distanceCache';
import { Comparer } from './comparer';
import { Contents } from './contents';
import { MatrixRun } from './matrixRun';
import type { WorkerPool } from './pool';
import { answerStep } from './stepRequest';
import { answerNoise, answerTies } from './variationRequests';
import { whenComplete } from './whenComplete';

/** What the analysis process answers. */
export function analysisRequests(pool: WorkerPool, cache: DistanceCache): Handlers<AnalysisMethods> {
  const contents = new Contents(cache);
  const comparer = new Comparer(pool, cache, contents);
  /** Under way, by the id of who asked. */
  const matrices = new Map<string, MatrixRun>();

  return {
    async describe({ path }, { signal }) {
      const { facts, read } = await whenComplete(
        () => pool.run('describe', { path, previous: null }, { signal }),
        signal,
      );
      contents.remember(path, read);
      return facts;
    },
    step: (params, context) => answerStep(pool, comparer, contents, params, context),
    compare: (params, context) => comparer.compare(params, context),
    async matrix(params, context) {
      const { id } = params;
      const run = new MatrixRun({ pool, cache, contents }, params, context);
      matrices.set(id, run);
      try {
        return await run.answer();
      } finally {
        if (matrices.get(id) === run) matrices.delete(id);
      }
    },
    focus({ id, rows, columns }) {
      matrices.get(id)?.focus(rows, columns);
      return null;
    },
    chance() {
      throw new RemoteError('NotYet', 'chance levels are not computed yet');
    },
    ties: (params, context) => answerTies(pool, params, context),
    noise: (params, context) => answerNoise(pool, params, context),
    clearCache() {
      cache.clear();
      return null;
    },
  };
}
