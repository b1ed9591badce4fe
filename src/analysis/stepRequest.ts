import type { Comparison, Step } from '../protocol/analysis';
import { RemoteError, type RequestContext, type Params } from '../protocol/rpc';
import type { AnalysisMethods } from '../protocol/analysis';
import type { Comparer } from './comparer';
import type { Describer } from './describer';

/** Kinds of failure that say that there is no distance, not that something broke. */
const noDistance = new Set(['CheckpointError', 'IncomparableError', 'NetworkTooLargeError']);

/** A point of an evolution. Fails only where `current` itself cannot be read. */
export async function answerStep(
  describer: Describer,
  comparer: Comparer,
  { current, initial, previous, measure }: Params<AnalysisMethods, 'step'>,
  { signal }: RequestContext<null>,
): Promise<Step> {
  const context = { signal, progress: () => undefined };
  const distanceFrom = async (earlier: string | null): Promise<Comparison | null> => {
    if (earlier === null || measure === null) return null;
    try {
      return await comparer.compare({ a: earlier, b: current, measure }, context);
    } catch (error) {
      if (error instanceof RemoteError && noDistance.has(error.kind)) return null;
      throw error;
    }
  };
  // First, so that a checkpoint that is still being written is waited for once.
  const { facts, layers } = await describer.describe({ path: current, initial, previous }, signal);
  const [toInitial, toPrevious] = await Promise.all([distanceFrom(initial), distanceFrom(previous)]);
  return {
    facts,
    layers: layers.map((change, k) => ({
      ...change,
      toInitial: toInitial?.layers[k]?.distance ?? null,
      toPrevious: toPrevious?.layers[k]?.distance ?? null,
      counts: [toInitial, toPrevious].some(
        (comparison) => comparison?.layers[k]?.counts ?? !facts.layers[k].full,
      ),
    })),
    meanToInitial: toInitial?.mean ?? null,
    meanToPrevious: toPrevious?.mean ?? null,
  };
}
