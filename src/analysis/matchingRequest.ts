import type { LayerMatching, MatchingMethods } from '../protocol/matching';
import { type Params, RemoteError, type RequestContext } from '../protocol/rpc';
import type { Comparer } from './comparer';

export async function answerMatching(
  comparer: Comparer,
  { layer, ...pair }: Params<MatchingMethods, 'matching'>,
  context: RequestContext<null>,
): Promise<LayerMatching> {
  const layers = await comparer.matching(pair, context);
  const found = layers.at(layer);
  if (found !== undefined) return found;
  throw new RemoteError(
    'NoSuchLayer',
    `${pair.a} and ${pair.b}: expected a layer ${String(layer + 1)}, found ${String(layers.length)} layers`,
  );
}
