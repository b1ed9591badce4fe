import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import type { Series } from '../shared/chartPicture';
import { layerName, type LayerTab } from '../shared/layerCode';
import type { RunCode } from '../shared/runCode';
import { isSettled, rangeOfEpochs } from './charts';
import type { ChartSpec } from './chartSpec';
import { alwaysFull, layerCount } from './model';
import { namesOf, runId } from './runs';
import { layerId, meanId, testId, trainId } from './series';

/** Several series over each other: in each chart a line for each, of one layer or of the mean. */
export interface Overlay {
  readonly xRange: { readonly min: number; readonly max: number };
  /** At which any of the series has a point, ascending. */
  epochs(source: ChartSpec['source']): readonly number[];
  /** Whether nothing more is to come of any of them. */
  readonly settled: boolean;
  lines(spec: ChartSpec): readonly Series[];
}

/** `layer`: null is the mean, or what is summed over the network. */
export function overlayOf(
  all: readonly EvolutionSnapshot[],
  layer: number | null,
  codes: ReadonlyMap<string, RunCode>,
  hidden: ReadonlySet<string>,
): Overlay {
  const names = namesOf(all);
  const shown = all.filter(({ header }) => !hidden.has(runId(header.path)));
  const epochs = (source: ChartSpec['source']): readonly number[] =>
    [...new Set(all.flatMap((each) => epochsOf(each, source)))].sort((a, b) => a - b);
  const epochsBySource = { curve: epochs('curve'), points: epochs('points') };
  return {
    xRange: rangeOfAll(all),
    settled: all.every(isSettled),
    epochs: (source) => epochsBySource[source],
    lines: (spec) =>
      shown.flatMap((each) => {
        const { path } = each.header;
        const name = names.get(path)!;
        const code = codes.get(path)!;
        const places = new Map(epochsOf(each, spec.source).map((epoch, k) => [epoch, k]));
        const lines = linesOf(spec, each, layer);
        return lines.map((series) => ({
          ...asRun(series, path, code),
          label: lines.length === 1 ? name : `${name}, ${series.label.toLowerCase()}`,
          values: epochsBySource[spec.source].map((epoch) => {
            const place = places.get(epoch);
            return place === undefined ? null : series.values[place];
          }),
          bridged: true,
        }));
      }),
  };
}

/** From the first epoch of any series to the last of any. */
export function rangeOfAll(all: readonly EvolutionSnapshot[]): Overlay['xRange'] {
  const ranges = all.map(rangeOfEpochs);
  return {
    min: Math.min(...ranges.map(({ min }) => min)),
    max: Math.max(...ranges.map(({ max }) => max)),
  };
}

function epochsOf({ curve, points }: EvolutionSnapshot, source: ChartSpec['source']): number[] {
  return (source === 'curve' ? curve : points).map(({ epoch }) => epoch);
}

/** The lines of one series that stand for it. */
function linesOf(spec: ChartSpec, snapshot: EvolutionSnapshot, layer: number | null): readonly Series[] {
  if (spec.source === 'curve') return spec.series(snapshot);
  if (layer === null && spec.overall !== undefined) return spec.overall(snapshot);
  const wanted = layer === null ? meanId : layerId(layer);
  return spec.series(snapshot).filter(({ id }) => id === wanted);
}

/** Test and training stay to be switched off by themselves: the legend has an entry for each. */
function asRun(series: Series, path: string, code: RunCode): Series {
  const isCurve = series.id === testId || series.id === trainId;
  // What is drawn thin or dim beside another line of the same series.
  const second = series.id === trainId || series.code.width < 1.5;
  return {
    ...series,
    id: isCurve ? series.id : runId(path),
    code: { ink: code.ink, dash: code.dash, width: second ? code.width / 2 : code.width },
    marker: code.marker,
  };
}

/** The mean, and the layers that any of the series has. */
export function curveTabsOf(all: readonly EvolutionSnapshot[]): readonly LayerTab[] {
  const count = Math.max(...all.map(({ points }) => layerCount(points)));
  const layers = Array.from({ length: count }, (_, layer) => ({
    layer,
    label: layerName(layer, count),
    full: all.every(({ points }) => alwaysFull(points, layer)),
  }));
  return [{ layer: null, label: 'Mean or total', full: false }, ...layers.filter(({ full }) => !full)];
}
