import type { Step } from '../../src/protocol/analysis';
import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import type { Level } from '../shared/chartPicture';
import { formatChange, formatThree } from '../shared/format';
import { chanceCode } from '../shared/layerCode';
import type { ChartSpec } from './chartSpec';
import {
  chanceId,
  changing,
  countingDistance,
  lastStep,
  layerSeries,
  meanSeries,
  negated,
  newestOfPoints,
  startingAt,
  total,
  totalSeries,
} from './series';

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
  {
    id: 'links',
    term: 'kept',
    title: 'Links gained and lost',
    measure: 'each step',
    unit: 'count',
    mirrored: true,
    source: 'points',
    format: formatChange,
    series: ({ points }) => [
      ...layerSeries(points, (step, layer) => changing(step, layer)?.gained ?? null, {
        label: 'gained',
        marker: 'up',
      }),
      ...layerSeries(points, (step, layer) => negated(changing(step, layer)?.lost ?? null), {
        label: 'lost',
        marker: 'down',
      }),
    ],
    overall: ({ points }) =>
      (['gained', 'lost'] as const).map((key) => ({
        ...totalSeries(points, (step) => changeOfNetwork(step, key)),
        label: key,
      })),
    newest: ({ points }) => {
      const step = lastStep(points, ({ layers }) => layers.some(({ gained }) => gained !== null));
      if (step === null) return null;
      const gained = total(step.layers.map((layer) => layer.gained));
      const lost = total(step.layers.map((layer) => layer.lost));
      return { of: 'total', text: `${formatChange(gained)} ${formatChange(-lost)}` };
    },
    waitingFor: 'a second checkpoint',
  },
];

/** Lost links count below zero; null where there is nothing earlier to compare with. */
function changeOfNetwork({ layers }: Step, key: 'gained' | 'lost'): number | null {
  const counts = layers.map((layer) => layer[key]);
  if (counts.every((count) => count === null)) return null;
  return key === 'gained' ? total(counts) : negated(total(counts));
}

/** How far two unrelated networks like these would be apart, by the mean over layers. */
export function chanceLevels({ chance }: EvolutionSnapshot): readonly Level[] {
  if (chance?.mean === undefined || chance.mean === null) return [];
  const { mean } = chance.mean;
  return [{ id: chanceId, label: `chance ${formatThree(mean)}`, value: mean, code: chanceCode }];
}
