import type { EvolutionPoint, EvolutionSnapshot } from '../../src/protocol/evolution';
import type { AxisMark, ChartPicture, Level, Series } from '../shared/chartPicture';
import { formatChange, formatCount, formatPercent, formatThree } from '../shared/format';
import { chanceCode, companionCode, layerCode, layerName, leadCode } from '../shared/layerCode';
import type { LegendEntry } from '../shared/layerCode';
import { mirroredAxis, valueAxis } from '../shared/niceScale';
import { alwaysFull, layerCount } from './model';
import {
  chanceId,
  changing,
  countingDistance,
  curveSeries,
  fromZero,
  lastStep,
  layerId,
  layerSeries,
  meanId,
  meanSeries,
  negated,
  newestOfCurve,
  newestOfPoints,
  testId,
  total,
  trainId,
} from './series';

/** One chart of the panel. A new one is an entry of `evolutionCharts`. */
interface ChartSpec {
  readonly id: string;
  readonly title: string;
  readonly measure: string;
  readonly unit: ChartPicture['unit'];
  readonly mirrored?: boolean;
  /** Curve charts are left out of a folder without recorded metrics. */
  readonly source: 'curve' | 'points';
  readonly format: (value: number) => string;
  readonly series: (snapshot: EvolutionSnapshot) => readonly Series[];
  readonly newest: (snapshot: EvolutionSnapshot) => ChartPicture['newest'];
  readonly levels?: (snapshot: EvolutionSnapshot) => readonly Level[];
  /** What to wait for where there is nothing yet. */
  readonly waitingFor: string;
}

export const evolutionCharts: readonly ChartSpec[] = [
  {
    id: 'accuracy',
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
    title: 'Loss',
    measure: 'mean over the samples',
    unit: 'plain',
    source: 'curve',
    format: formatThree,
    series: ({ curve }) => curveSeries(curve, 'testLoss', 'trainLoss'),
    newest: ({ curve }) => newestOfCurve(curve, 'testLoss', 'trainLoss', formatThree),
    waitingFor: 'the first epoch',
  },
  {
    id: 'toInitial',
    title: 'Distance to initial',
    measure: 'NNSTD',
    unit: 'plain',
    source: 'points',
    format: formatThree,
    series: ({ points }) => [
      ...layerSeries(points, (step, layer) => countingDistance(step, layer, 'toInitial')).map(
        fromZero(points),
      ),
      fromZero(points)(meanSeries(points, (step) => step.meanToInitial)),
    ],
    newest: ({ points }) => newestOfPoints(points, 'mean', (step) => step.meanToInitial, formatThree),
    levels: chanceLevels,
    waitingFor: 'the first checkpoint',
  },
  {
    id: 'toPrevious',
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
    newest: ({ points }) => {
      const step = lastStep(points, ({ layers }) => layers.some(({ gained }) => gained !== null));
      if (step === null) return null;
      const gained = total(step.layers.map((layer) => layer.gained));
      const lost = total(step.layers.map((layer) => layer.lost));
      return { of: 'total', text: `${formatChange(gained)} ${formatChange(-lost)}` };
    },
    waitingFor: 'a second checkpoint',
  },
  {
    id: 'empty',
    title: 'Neurons without input',
    measure: 'count',
    unit: 'count',
    source: 'points',
    format: formatCount,
    series: ({ points }) =>
      layerSeries(points, (step, layer) =>
        step.facts.layers[layer].full ? null : step.facts.layers[layer].emptyNeurons,
      ),
    newest: ({ points }) =>
      newestOfPoints(
        points,
        'total',
        (step) => total(step.facts.layers.map((layer) => layer.emptyNeurons)),
        formatCount,
      ),
    waitingFor: 'the first checkpoint',
  },
];

/** The charts of a snapshot, without the lines that are switched off. */
export function picturesOf(
  snapshot: EvolutionSnapshot,
  hidden: ReadonlySet<string>,
): readonly ChartPicture[] {
  const xRange = rangeOfEpochs(snapshot);
  return evolutionCharts.flatMap((spec) => {
    const all = spec.series(snapshot);
    if (!belongs(spec, snapshot, all)) return [];
    const series = all.filter(({ id }) => !hidden.has(id));
    const values = series.flatMap((one) => one.values.filter((value) => value !== null));
    const whole = spec.unit === 'count';
    const levels = (spec.levels?.(snapshot) ?? []).filter(({ id }) => !hidden.has(id));
    const near = levels.filter(({ value }) => isNear(value, values));
    const reached = [...values, ...near.map(({ value }) => value)];
    return {
      id: spec.id,
      title: spec.title,
      measure: [
        spec.measure,
        ...levels.filter((level) => !near.includes(level)).map(({ label }) => label),
      ].join(' · '),
      newest: spec.newest(snapshot),
      xs: (spec.source === 'curve' ? snapshot.curve : snapshot.points).map(({ epoch }) => epoch),
      series,
      xRange,
      yAxis: spec.mirrored === true ? mirroredAxis(values, { whole }) : valueAxis(reached, { whole }),
      unit: spec.unit,
      mirrored: spec.mirrored ?? false,
      levels: near,
      marks: spec.source === 'points' ? marksOf(snapshot.points, all) : [],
      emptyText: emptyText(snapshot, spec, all, hidden),
      formatValue: spec.format,
    };
  });
}

/** How far two unrelated networks like these would be apart, by the mean over layers. */
function chanceLevels({ chance }: EvolutionSnapshot): readonly Level[] {
  if (chance?.mean === undefined || chance.mean === null) return [];
  const { mean } = chance.mean;
  return [{ id: chanceId, label: `chance ${formatThree(mean)}`, value: mean, code: chanceCode }];
}

/** So many times the highest value an axis may reach for a level; beyond it the curves would lie at its foot. */
const mostAbove = 3;

function isNear(level: number, values: readonly number[]): boolean {
  return values.some((value) => level <= mostAbove * value);
}

/** A run will have all metrics; a watched folder has some, or none. */
function belongs(spec: ChartSpec, snapshot: EvolutionSnapshot, series: readonly Series[]): boolean {
  if (spec.source === 'points' || snapshot.header.kind === 'run') return true;
  return series.some(hasValues);
}

function hasValues({ values }: Series): boolean {
  return values.some((value) => value !== null);
}

export function legendOf(snapshot: EvolutionSnapshot): readonly LegendEntry[] {
  const count = layerCount(snapshot.points);
  const layers = Array.from({ length: count }, (_, layer) => layer)
    .filter((layer) => !alwaysFull(snapshot.points, layer))
    .map((layer) => ({
      id: layerId(layer),
      label: layerName(layer, count),
      code: layerCode(layer),
      group: 'layers',
    }));
  const curves = [
    { id: testId, label: 'Test', code: leadCode, keys: ['testAccuracy', 'testLoss'] as const },
    { id: trainId, label: 'Training', code: companionCode, keys: ['trainAccuracy', 'trainLoss'] as const },
  ].filter(
    ({ keys }) =>
      snapshot.header.kind === 'run' ||
      snapshot.curve.some((point) => keys.some((key) => point[key] !== null)),
  );
  return [
    ...curves.map(({ id, label, code }) => ({ id, label, code, group: 'curves' })),
    ...layers,
    ...(layers.length === 0
      ? []
      : [{ id: meanId, label: 'Mean of layers', code: leadCode, group: 'layers' }]),
    ...chanceLevels(snapshot).map(({ id, code }) => ({ id, label: 'Chance', code, group: 'levels' })),
  ];
}

/** The same for all charts of a panel. */
export function rangeOfEpochs({ curve, points }: EvolutionSnapshot): { min: number; max: number } {
  const ends = [curve[0], curve.at(-1), points[0], points.at(-1)].flatMap((point) =>
    point === undefined ? [] : [point.epoch],
  );
  if (ends.length === 0) return { min: 0, max: 1 };
  const min = Math.min(...ends);
  return { min, max: Math.max(...ends, min + 1) };
}

/** Of the points that are still to come or failed, and of which a chart shows nothing yet. */
function marksOf(points: readonly EvolutionPoint[], drawn: readonly Series[]): readonly AxisMark[] {
  return points.flatMap(({ epoch, status }, index) =>
    status === 'done' || drawn.some(({ values }) => values[index] !== null)
      ? []
      : [{ x: epoch, kind: status }],
  );
}

function emptyText(
  snapshot: EvolutionSnapshot,
  spec: ChartSpec,
  drawn: readonly Series[],
  hidden: ReadonlySet<string>,
): string {
  if (drawn.some(hasValues) && hidden.size > 0) {
    return 'its lines are switched off in the legend';
  }
  if (spec.source === 'points' && snapshot.points.length > 0 && drawn.length === 0) {
    const known = snapshot.points.some(({ step }) => step !== null);
    if (known) return 'every layer is full: its topology cannot change';
  }
  if (snapshot.header.missing) return 'nothing was read before the folder went';
  if (snapshot.points.some(({ status }) => status === 'pending') && spec.source === 'points') {
    return 'computing…';
  }
  return `waiting for ${spec.waitingFor}…`;
}
