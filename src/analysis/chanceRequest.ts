import { chanceLevel } from '../nnstd/chance';
import type { AnalysisMethods } from '../protocol/analysis';
import type { Params, RequestContext } from '../protocol/rpc';
import type { Chance, Count } from '../protocol/uncertainty';
import type { ChanceSamples } from './chanceSamples';

export async function answerChance(
  chance: ChanceSamples,
  { kind, samples, measure, ...pair }: Params<AnalysisMethods, 'chance'>,
  context: RequestContext<Count>,
): Promise<Chance> {
  const found = await chance.draw(pair, measure, kind, samples, context);
  const { mean, layers } = chanceLevel(found);
  return { kind, samples, mean, layers: [...layers] };
}
