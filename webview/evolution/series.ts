import type { Step } from '../../src/protocol/analysis';
import type { CurvePoint, EvolutionPoint } from '../../src/protocol/evolution';
import type { ChartPicture, Series } from '../shared/chartPicture';
import type { LineCode } from '../shared/layerCode';
import { companionCode, layerCode, layerName, leadCode } from '../shared/layerCode';
import { alwaysFull, layerCount } from './model';

/** What the charts of the panel are made of: lines and newest values taken from a snapshot. */

export const testId = 'test';
export const trainId = 'train';
export const meanId = 'mean';
export const chanceId = 'chance';
export const layerId = (layer: number): string => `layer:${String(layer)}`;

type CurveKey = Exclude<keyof CurvePoint, 'epoch' | 'steps' | 'timeMs'>;

export function curveSeries(
  curve: readonly CurvePoint[],
  test: CurveKey,
  train: CurveKey,
): readonly Series[] {
  const values = (key: CurveKey): (number | null)[] => curve.map((point) => point[key]);
  return [
    { id: testId, label: 'Test', code: leadCode, marker: 'dot', values: values(test) },
    { id: trainId, label: 'Training', code: companionCode, marker: 'dot', values: values(train) },
  ];
}

/** Where a chart has two lines a layer: how this one is called and drawn. */
export interface LayerVariant {
  readonly label: string;
  readonly marker: Series['marker'];
  /** Drawn thin: what the other is seen against. */
  readonly faint?: boolean;
}

export function layerSeries(
  points: readonly EvolutionPoint[],
  pick: (step: Step, layer: number) => number | null,
  variant: LayerVariant | null = null,
): readonly Series[] {
  const count = layerCount(points);
  return Array.from({ length: count }, (_, layer) => ({
    id: layerId(layer),
    label: variant === null ? layerName(layer, count) : `${layerName(layer, count)} ${variant.label}`,
    code: variant?.faint === true ? faint(layerCode(layer)) : layerCode(layer),
    marker: variant?.marker ?? ('dot' as const),
    values: points.map(({ step }) =>
      step === null || layer >= step.layers.length ? null : pick(step, layer),
    ),
  })).filter((_, layer) => !alwaysFull(points, layer));
}

export function meanSeries(points: readonly EvolutionPoint[], pick: (step: Step) => number | null): Series {
  const values = points.map(({ step }) => (step === null ? null : pick(step)));
  return { id: meanId, label: 'Mean', code: leadCode, marker: 'dot', values };
}

/** As `meanSeries`, of what is summed over all layers of the network. */
export function totalSeries(
  points: readonly EvolutionPoint[],
  pick: (step: Step) => number | null,
  variant: LayerVariant | null = null,
): Series {
  return {
    ...meanSeries(points, pick),
    label: variant === null ? 'Network' : `Network ${variant.label}`,
    code: variant?.faint === true ? faint(leadCode) : leadCode,
    marker: variant?.marker ?? 'dot',
  };
}

function faint(code: LineCode): LineCode {
  return { ...code, width: code.width / 2 };
}

/** Mean of a share over the layers that can change; null where it is not known of one of them. */
export function meanOfChanging(step: Step, pick: (layer: number) => number | null): number | null {
  const values = step.layers.flatMap(({ counts }, layer) => (counts ? [pick(layer)] : []));
  const sum = values.reduce<number | null>((a, b) => (a === null || b === null ? null : a + b), 0);
  return sum === null || values.length === 0 ? null : sum / values.length;
}

export function allLayers(step: Step): number[] {
  return step.layers.map((_, layer) => layer);
}

/** All links that the layers of a checkpoint could have, one by one. */
export function possibleLinks({ facts }: Step): number[] {
  return facts.layers.map(({ inputs, outputs }) => inputs * outputs);
}

/** A layer full in both networks has distance 0 whatever happened: it is no point of a curve. */
export function countingDistance(step: Step, layer: number, key: 'toInitial' | 'toPrevious'): number | null {
  const { counts, [key]: distance } = step.layers[layer];
  return counts ? distance : null;
}

/** The initial checkpoint compared with itself has this value, where nothing had to be computed. */
export function startingAt(points: readonly EvolutionPoint[], value: number): (series: Series) => Series {
  const initialKnown = points.length > 0 && points[0].step !== null;
  return (series) =>
    initialKnown && series.values[0] === null
      ? { ...series, values: [value, ...series.values.slice(1)] }
      : series;
}

export function changing(step: Step, layer: number): Step['layers'][number] | null {
  return step.layers[layer].counts ? step.layers[layer] : null;
}

export function negated(value: number | null): number | null {
  return value === null || value === 0 ? value : -value;
}

export function total(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

export function lastStep(points: readonly EvolutionPoint[], usable: (step: Step) => boolean): Step | null {
  return points.findLast(({ step }) => step !== null && usable(step))?.step ?? null;
}

export function newestOfPoints(
  points: readonly EvolutionPoint[],
  of: string,
  pick: (step: Step) => number | null,
  format: (value: number) => string,
): ChartPicture['newest'] {
  const step = lastStep(points, (candidate) => pick(candidate) !== null);
  return step === null ? null : { of, text: format(pick(step)!) };
}

export function newestOfCurve(
  curve: readonly CurvePoint[],
  test: CurveKey,
  train: CurveKey,
  format: (value: number) => string,
): ChartPicture['newest'] {
  const last = curve.findLast((point) => point[test] !== null || point[train] !== null);
  if (last === undefined) return null;
  return last[test] === null
    ? { of: 'training', text: format(last[train]!) }
    : { of: 'test', text: format(last[test]) };
}
