import type { EvolutionPoint } from '../../src/protocol/evolution';
import { formatCount, formatDensity, formatPercent, formatThree, noValue } from '../shared/format';
import { layerName } from '../shared/layerCode';
import { possibleLinks, total } from './series';

export const layersColumns = [
  'Layer',
  'Shape',
  'Links',
  'Share',
  'Density',
  'Effective',
  'Sparsity',
  'Fan-in min · median · max',
  'No input',
  'No output',
  'Survival',
  'From initial',
] as const;

/** The table of layers at one checkpoint, a row a layer, cells as `layersColumns`. */
export function layerRows(point: EvolutionPoint): readonly (readonly string[])[] {
  const step = point.step;
  if (step === null) return [];
  const { layers } = step.facts;
  const links = total(layers.map((layer) => layer.links));
  const possible = possibleLinks(step);
  return layers.map((layer, k) => {
    const { effectiveLinks, noOutput, survival, toInitial, counts } = step.layers[k];
    return [
      layerName(k, layers.length),
      `${formatCount(layer.inputs)} → ${formatCount(layer.outputs)}`,
      formatCount(layer.links),
      links === 0 ? noValue : formatPercent(layer.links / links),
      formatDensity(layer.full ? 1 : layer.density),
      possible[k] === 0 ? noValue : formatDensity(effectiveLinks / possible[k]),
      formatDensity(layer.full ? 0 : 1 - layer.density),
      `${formatCount(layer.fanInMin)} · ${formatMedian(layer.fanInMedian)} · ${formatCount(layer.fanInMax)}`,
      formatCount(layer.emptyNeurons),
      k === layers.length - 1 ? noValue : formatCount(noOutput),
      counts ? formatPercent(survival) : layer.full ? 'full' : noValue,
      counts ? formatThree(toInitial) : layer.full ? 'full' : noValue,
    ];
  });
}

/** Whole or half. */
function formatMedian(median: number): string {
  return Number.isInteger(median) ? formatCount(median) : median.toFixed(1);
}
