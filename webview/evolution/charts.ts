import type { EvolutionPoint, EvolutionSnapshot } from '../../src/protocol/evolution';
import type { AxisMark, ChartPicture, Series } from '../shared/chartPicture';
import { companionCode, layerCode, layerName, leadCode } from '../shared/layerCode';
import type { LegendEntry } from '../shared/layerCode';
import { mirroredAxis, valueAxis } from '../shared/niceScale';
import { bridgesOf } from './bridges';
import type { ChartSpec } from './chartSpec';
import { chanceLevels, distanceCharts } from './distanceCharts';
import { alwaysFull, isLive, layerCount } from './model';
import { linkCharts } from './linkCharts';
import { neuronCharts } from './neuronCharts';
import { performanceCharts } from './performanceCharts';
import type { Overlay } from './overlay';
import { chanceId, layerId, meanId, testId, trainId } from './series';

/** From top to bottom. A new chart is an entry of one of these lists. */
export const chartGroups: readonly {
  readonly id: string;
  readonly title: string;
  readonly charts: readonly ChartSpec[];
}[] = [
  { id: 'performance', title: 'Performance', charts: performanceCharts },
  { id: 'distance', title: 'Distance', charts: distanceCharts },
  { id: 'links', title: 'Links', charts: linkCharts },
  { id: 'neurons', title: 'Neurons', charts: neuronCharts },
];

const evolutionCharts = chartGroups.flatMap(({ charts }) => charts);

/**
 * The charts of a snapshot, without the lines that are switched off; with an overlay the lines of several series, of
 * which `snapshot` is the one in focus.
 */
export function picturesOf(
  snapshot: EvolutionSnapshot,
  hidden: ReadonlySet<string>,
  overlay: Overlay | null = null,
): readonly ChartPicture[] {
  const xRange = overlay?.xRange ?? rangeOfEpochs(snapshot);
  return evolutionCharts.flatMap((spec) => {
    const xs =
      overlay?.xs(spec.source) ??
      (spec.source === 'curve' ? snapshot.curve : snapshot.points).map(({ epoch }) => epoch);
    const all = overlay?.lines(spec) ?? spec.series(snapshot).map((one) => marked(one, xs, spec));
    if (!belongs(spec, snapshot, all)) return [];
    const series = all.filter(({ id }) => !hidden.has(id));
    const values = series.flatMap((one) => one.values.filter((value) => value !== null));
    const whole = spec.unit === 'count';
    const levels = (spec.levels?.(snapshot) ?? []).filter(({ id }) => !hidden.has(id));
    const near = levels.filter(({ value }) => isNear(value, values));
    const zero = spec.fromZero === true ? [0] : [];
    const reached = [...zero, ...values, ...near.map(({ value }) => value)];
    return {
      id: spec.id,
      title: spec.title,
      term: spec.term,
      measure: [
        typeof spec.measure === 'string' ? spec.measure : spec.measure(snapshot),
        ...levels.filter((level) => !near.includes(level)).map(({ label }) => label),
      ].join(' · '),
      newest: overlay === null ? spec.newest(snapshot) : null,
      xs,
      series,
      xRange,
      yAxis: spec.mirrored === true ? mirroredAxis(values, { whole }) : valueAxis(reached, { whole }),
      unit: spec.unit,
      noisy: spec.source === 'curve',
      mirrored: spec.mirrored ?? false,
      levels: near,
      marks: spec.source === 'points' && overlay === null ? marksOf(snapshot.points, all) : [],
      emptyText: emptyText(snapshot, spec, all, hidden),
      silence: (overlay?.settled ?? isSettled(snapshot)) ? silenceOf(snapshot, spec, all) : null,
      formatValue: spec.format,
    };
  });
}

/** Metrics are those of every epoch; checkpoints are kept as someone chose. */
function marked(series: Series, epochs: readonly number[], { source }: ChartSpec): Series {
  return { ...series, bridged: bridgesOf(epochs, series.values, source === 'curve') };
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

/** Of several series what is left when each has an entry of its own elsewhere. */
export function legendOfOverlay(all: readonly EvolutionSnapshot[]): readonly LegendEntry[] {
  const entries = all.flatMap(legendOf).filter(({ id }) => [testId, trainId, chanceId].includes(id));
  return entries.filter(({ id }, k) => entries.findIndex((other) => other.id === id) === k);
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
    ...(layers.length === 0 ? [] : [{ id: meanId, label: 'Mean or total', code: leadCode, group: 'layers' }]),
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

/** Whether nothing more is to come that a chart could begin to show, as far as is known. */
export function isSettled({ header, points }: EvolutionSnapshot): boolean {
  const read = points.some(({ step }) => step !== null) && points.every(({ status }) => status !== 'pending');
  return !isLive(header) && read;
}

/** Why a chart of what is settled would show nothing, or null. */
function silenceOf(snapshot: EvolutionSnapshot, spec: ChartSpec, series: readonly Series[]): string | null {
  const values = series.flatMap((one) => one.values.filter((value) => value !== null));
  if (values.length > 0) {
    return spec.unit === 'count' && values.every((value) => value === 0) ? '0 at every checkpoint' : null;
  }
  if (spec.source === 'points' && series.length === 0) return everyLayerFull;
  return spec.never?.(snapshot) ?? `needs ${spec.waitingFor}`;
}

const everyLayerFull = 'every layer is full: its topology cannot change';

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
    if (known) return everyLayerFull;
  }
  const never = spec.never?.(snapshot) ?? null;
  if (never !== null) return never;
  if (snapshot.header.missing) return 'nothing was read before the folder went';
  if (snapshot.points.some(({ status }) => status === 'pending') && spec.source === 'points') {
    return 'computing…';
  }
  const { header } = snapshot;
  return header.kind === 'run' && !isLive(header)
    ? `needs ${spec.waitingFor}`
    : `waiting for ${spec.waitingFor}…`;
}
