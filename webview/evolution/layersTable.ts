import type { EvolutionPoint } from '../../src/protocol/evolution';
import { formatCount, formatDensity, formatThree, noValue } from '../shared/format';
import { layerName } from '../shared/layerCode';

export const layersColumns = [
  'Layer',
  'Shape',
  'Links',
  'Density',
  'Sparsity',
  'Fan-in min · median · max',
  'No input',
  'From initial',
] as const;

/** The table of layers at one checkpoint, a row a layer, cells as `layersColumns`. */
export function layerRows(point: EvolutionPoint): readonly (readonly string[])[] {
  const step = point.step;
  if (step === null) return [];
  const { layers } = step.facts;
  return layers.map((layer, k) => {
    const change = step.layers.at(k);
    return [
      layerName(k, layers.length),
      `${formatCount(layer.inputs)} → ${formatCount(layer.outputs)}`,
      formatCount(layer.links),
      formatDensity(layer.full ? 1 : layer.density),
      formatDensity(layer.full ? 0 : 1 - layer.density),
      `${formatCount(layer.fanInMin)} · ${formatMedian(layer.fanInMedian)} · ${formatCount(layer.fanInMax)}`,
      formatCount(layer.emptyNeurons),
      change === undefined ? noValue : fromInitial(change.toInitial, change.counts, layer.full),
    ];
  });
}

function fromInitial(toInitial: number | null, counts: boolean, full: boolean): string {
  if (!counts && full) return 'full';
  return counts ? formatThree(toInitial) : noValue;
}

/** Whole or half. */
function formatMedian(median: number): string {
  return Number.isInteger(median) ? formatCount(median) : median.toFixed(1);
}
