import type { AnalysisMethods } from '../protocol/analysis';
import { arrangementMethods } from '../protocol/arrangement';
import { layerDataMethods } from '../protocol/layerData';
import { forwarding, type Handlers } from '../protocol/rpc';
import { answerChance } from './chanceRequest';
import { ChanceSamples } from './chanceSamples';
import { Comparer, type ComparerCaches } from './comparer';
import { Contents } from './contents';
import { Describer } from './describer';
import { answerMatching } from './matchingRequest';
import { type MatrixRequest, matrixRequest } from './matrixRequest';
import type { WorkerPool } from './pool';
import { Sideline } from './sideline';
import { answerStep } from './stepRequest';
import { answerNoise, answerTies } from './variationRequests';
import { whenComplete } from './whenComplete';

export interface AnalysisPools {
  /** Computes. */
  readonly pool: WorkerPool;
  /** Reads what someone looks at: never behind a distance that takes seconds. */
  readonly readers: WorkerPool;
  /** One thread, for what is gathered along series and kept there. */
  readonly gatherer: WorkerPool;
}

/** What the analysis process answers. */
export function analysisRequests(
  { pool, readers, gatherer }: AnalysisPools,
  caches: ComparerCaches,
): Handlers<AnalysisMethods> {
  const cache = caches.distances;
  const sideline = new Sideline(pool);
  const contents = new Contents(cache);
  const describer = new Describer(pool, contents);
  const comparer = new Comparer({ pool, readers }, caches, contents);
  const chance = new ChanceSamples(sideline, cache);
  /** Under way, by the id of who asked. */
  const matrices = new Map<string, MatrixRequest>();

  return {
    ...forwarding(layerDataMethods, (method, params, options = {}) =>
      whenComplete(() => readers.run(method, params, options), options.signal),
    ),
    ...forwarding(arrangementMethods, (method, params, options = {}) => readers.run(method, params, options)),
    // It may take seconds, and readers are not to wait behind it.
    degreeFit: (params, { signal }) =>
      whenComplete(() => sideline.run('degreeFit', params, { signal }), signal),
    async describe({ path }, { signal }) {
      const { facts, read } = await whenComplete(() => pool.run('describe', { path }, { signal }), signal);
      contents.remember(path, read);
      return facts;
    },
    step: (params, context) => answerStep(describer, comparer, params, context),
    exploration: (params, { signal }) => gatherer.run('exploration', params, { signal }),
    compare: (params, context) => comparer.compare(params, context),
    matching: (params, context) => answerMatching(comparer, params, context),
    async matrix(params, context) {
      const { id } = params;
      const matrix = matrixRequest({ pool, cache, contents }, params, context);
      matrices.set(id, matrix);
      try {
        return await matrix.answer();
      } finally {
        if (matrices.get(id) === matrix) matrices.delete(id);
      }
    },
    focus({ id, rows, columns }) {
      matrices.get(id)?.focus(rows, columns);
      return null;
    },
    chance: (params, context) => answerChance(chance, params, context),
    ties: (params, context) => answerTies(sideline, params, context),
    noise: (params, context) => answerNoise(sideline, params, context),
    clearCache() {
      comparer.clear();
      return null;
    },
  };
}
