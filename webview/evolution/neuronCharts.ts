import type { Step } from '../../src/protocol/analysis';
import type { TermId } from '../../src/protocol/glossary';
import { formatCount } from '../shared/format';
import type { ChartSpec } from './chartSpec';
import { allLayers, layerSeries, newestOfPoints, total, totalSeries } from './series';

/** Neurons that take no part, or not the whole of it. */
export const neuronCharts: readonly ChartSpec[] = [
  neurons('empty', 'Neurons without input', 'neuronWithoutInput', (step, layer) =>
    step.facts.layers[layer].full ? null : step.facts.layers[layer].emptyNeurons,
  ),
  neurons('noOutput', 'Neurons without output', 'neuronWithoutOutput', (step, layer) =>
    layer === step.layers.length - 1 ? null : step.layers[layer].noOutput,
  ),
  neurons('isolated', 'Isolated neurons', 'isolatedNeuron', (step, layer) =>
    layer === step.layers.length - 1 ? null : step.layers[layer].isolated,
  ),
  neurons('dead', 'Dead neurons', 'deadNeuron', (step, layer) => step.layers[layer].offPath),
];

function neurons(
  id: string,
  title: string,
  term: TermId,
  count: (step: Step, layer: number) => number | null,
): ChartSpec {
  const ofNetwork = (step: Step): number => total(allLayers(step).map((layer) => count(step, layer)));
  return {
    id,
    title,
    term,
    measure: 'count',
    unit: 'count',
    source: 'points',
    format: formatCount,
    series: ({ points }) => layerSeries(points, count),
    overall: ({ points }) => [totalSeries(points, ofNetwork)],
    newest: ({ points }) => newestOfPoints(points, 'total', ofNetwork, formatCount),
    waitingFor: 'the first checkpoint',
  };
}
