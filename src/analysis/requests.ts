import type { AnalysisMethods } from '../protocol/analysis';
import type { CheckpointFacts } from '../protocol/facts';
import { type Handlers, RemoteError } from '../protocol/rpc';
import { Comparer } from './comparer';
import { answerMatrix, type RunningMatrices } from './matrixRequest';
import type { WorkerPool } from './pool';
import { answerStep } from './stepRequest';
import { answerNoise, answerTies } from './variationRequests';
import { whenComplete } from './whenComplete';

/** What the analysis process answers. */
export function analysisRequests(pool: WorkerPool): Handlers<AnalysisMethods> {
  const comparer = new Comparer(pool);
  const matrices: RunningMatrices = new Map();

  async function describe(path: string, signal: AbortSignal): Promise<CheckpointFacts> {
    const { facts, read } = await whenComplete(
      () => pool.run('describe', { path, previous: null }, { signal }),
      signal,
    );
    comparer.remember(path, read);
    return facts;
  }

  async function problemOf(path: string, signal: AbortSignal): Promise<string | null> {
    try {
      await describe(path, signal);
      return null;
    } catch (error) {
      if (signal.aborted) throw error;
      return error instanceof Error ? error.message : String(error);
    }
  }

  return {
    describe: ({ path }, { signal }) => describe(path, signal),
    step: (params, context) => answerStep(pool, comparer, params, context),
    compare: (params, context) => comparer.compare(params, context),
    matrix: (params, context) => answerMatrix(comparer, pool.size, matrices, problemOf, params, context),
    focus: ({ id, rows, columns }) => {
      matrices.get(id)?.focus(rows, columns);
      return null;
    },
    chance: () => {
      throw new RemoteError('NotYet', 'chance levels are not computed yet');
    },
    ties: (params, context) => answerTies(pool, params, context),
    noise: (params, context) => answerNoise(pool, params, context),
  };
}
