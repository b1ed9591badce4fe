import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import type { Level } from '../shared/chartPicture';
import { formatThree } from '../shared/format';
import { chanceCode } from '../shared/layerCode';
import type { ChartSpec } from './chartSpec';
import { chanceId, countingDistance, layerSeries, meanSeries, newestOfPoints, startingAt } from './series';

/** How far the topology moved. */
export const distanceCharts: readonly ChartSpec[] = [
  {
    id: 'toInitial',
    term: 'nnstd',
    title: 'Distance to initial',
    measure: 'NNSTD',
    unit: 'plain',
    source: 'points',
    format: formatThree,
    series: ({ points }) => [
      ...layerSeries(points, (step, layer) => countingDistance(step, layer, 'toInitial')).map(
        startingAt(points, 0),
      ),
      startingAt(points, 0)(meanSeries(points, (step) => step.meanToInitial)),
    ],
    newest: ({ points }) => newestOfPoints(points, 'mean', (step) => step.meanToInitial, formatThree),
    levels: chanceLevels,
    waitingFor: 'the first checkpoint',
  },
  {
    id: 'toPrevious',
    term: 'nnstd',
    title: 'Distance to previous',
    measure: 'NNSTD',
    unit: 'plain',
    source: 'points',
    format: formatThree,
    series: ({ points }) => [
      ...layerSeries(points, (step, layer) => countingDistance(step, layer, 'toPrevious')),
      meanSeries(points, (step) => step.meanToPrevious),
    ],
    newest: ({ points }) => newestOfPoints(points, 'mean', (step) => step.meanToPrevious, formatThree),
    levels: chanceLevels,
    waitingFor: 'a second checkpoint',
  },
];

/** How far two unrelated networks like these would be apart, by the mean over layers. */
export function chanceLevels({ chance }: EvolutionSnapshot): readonly Level[] {
  if (chance?.mean === undefined || chance.mean === null) return [];
  const { mean } = chance.mean;
  return [{ id: chanceId, label: `chance ${formatThree(mean)}`, value: mean, code: chanceCode }];
}
