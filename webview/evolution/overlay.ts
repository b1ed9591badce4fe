import type { ChartChoices, EvolutionSnapshot } from '../../src/protocol/evolution';
import type { Series } from '../shared/chartPicture';
import { layerName, type LayerTab } from '../shared/layerCode';
import type { RunCode } from '../shared/runCode';
import type { XRange } from '../shared/xAxis';
import { bridgesOf } from './bridges';
import { isSettled, rangeOfEpochs } from './charts';
import type { ChartSpec } from './chartSpec';
import { alwaysFull, layerCount } from './model';
import { namesOf, runId } from './runs';
import { layerId, meanId, testId, trainId } from './series';
import { xAxesOf } from './xAxes';

/** Several series over each other: in each chart a line for each, of one layer or of the mean. */
export interface Overlay {
  readonly xRange: XRange;
  /** At which any of the series has a point, ascending: epochs, or places on the axis that was chosen. */
  xs(source: ChartSpec['source']): readonly number[];
  /** Whether nothing more is to come of any of them. */
  readonly settled: boolean;
  lines(spec: ChartSpec): readonly Series[];
}

/** `layer`: null is the mean, or what is summed over the network. Each series has to know its places by `x`. */
export function overlayOf(
  all: readonly EvolutionSnapshot[],
  layer: number | null,
  codes: ReadonlyMap<string, RunCode>,
  hidden: ReadonlySet<string>,
  x: ChartChoices['x'] = 'epoch',
): Overlay {
  const names = namesOf(all);
  const shown = all.filter(({ header }) => !hidden.has(runId(header.path)));
  const placeOf = new Map(all.map((each) => [each, placesAlong(each, x)]));
  const placesOf = (each: EvolutionSnapshot, source: ChartSpec['source']): number[] =>
    epochsOf(each, source).map(placeOf.get(each)!);
  const union = (source: ChartSpec['source']): readonly number[] =>
    [...new Set(all.flatMap((each) => placesOf(each, source)))].sort((a, b) => a - b);
  const xs = { curve: union('curve'), points: union('points') };
  return {
    xRange: rangeOfAll(all, x),
    settled: all.every(isSettled),
    xs: (source) => xs[source],
    lines: (spec) =>
      shown.flatMap((each) => {
        const { path } = each.header;
        const name = names.get(path)!;
        const code = codes.get(path)!;
        const at = new Map(placesOf(each, spec.source).map((place, k) => [place, k]));
        const alongUnion = <T>(own: readonly T[], none: T): T[] =>
          xs[spec.source].map((place) => (at.has(place) ? own[at.get(place)!] : none));
        const lines = linesOf(spec, each, layer);
        return lines.map((series) => ({
          ...asRun(series, path, code),
          label: lines.length === 1 ? name : `${name}, ${series.label.toLowerCase()}`,
          values: alongUnion(series.values, null),
          bridged: alongUnion(
            bridgesOf(epochsOf(each, spec.source), series.values, spec.source === 'curve'),
            false,
          ),
        }));
      }),
  };
}

/** From the first place of any series to the last of any. */
export function rangeOfAll(all: readonly EvolutionSnapshot[], x: ChartChoices['x'] = 'epoch'): XRange {
  const ranges = all.map((each) => {
    const { min, max } = rangeOfEpochs(each);
    const place = placesAlong(each, x);
    return { min: place(min), max: place(max) };
  });
  return {
    min: Math.min(...ranges.map(({ min }) => min)),
    max: Math.max(...ranges.map(({ max }) => max)),
  };
}

/** Where an epoch of a series stands by steps or times of its own. */
function placesAlong(of: EvolutionSnapshot, x: ChartChoices['x']): (epoch: number) => number {
  return xAxesOf(of)[x].axis!.place;
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
