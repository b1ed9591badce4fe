import { formatPercent, formatThree } from '../shared/format';
import type { ChartSpec } from './chartSpec';
import { curveSeries, newestOfCurve } from './series';

/** How well the network does what it is trained for. */
export const performanceCharts: readonly ChartSpec[] = [
  {
    id: 'accuracy',
    term: null,
    title: 'Accuracy',
    measure: 'correctly classified',
    unit: 'share',
    source: 'curve',
    format: (value) => formatPercent(value),
    series: ({ curve }) => curveSeries(curve, 'testAccuracy', 'trainAccuracy'),
    newest: ({ curve }) =>
      newestOfCurve(curve, 'testAccuracy', 'trainAccuracy', (value) => formatPercent(value)),
    waitingFor: 'the first epoch',
  },
  {
    id: 'loss',
    term: null,
    title: 'Loss',
    measure: 'mean over the samples',
    unit: 'plain',
    source: 'curve',
    format: formatThree,
    series: ({ curve }) => curveSeries(curve, 'testLoss', 'trainLoss'),
    newest: ({ curve }) => newestOfCurve(curve, 'testLoss', 'trainLoss', formatThree),
    waitingFor: 'the first epoch',
  },
];
