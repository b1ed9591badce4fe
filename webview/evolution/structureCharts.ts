import type { Step } from '../../src/protocol/analysis';
import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import type { TermId } from '../../src/protocol/glossary';
import { formatCount, formatDensity, formatPercent } from '../shared/format';
import type { ChartSpec } from './chartSpec';
import {
  changing,
  layerSeries,
  meanOfChanging,
  meanSeries,
  newestOfPoints,
  possibleLinks,
  startingAt,
  total,
  totalSeries,
} from './series';

const effective = { label: 'effective', marker: 'dot' } as const;
const nominal = { label: 'nominal', marker: 'up', faint: true } as const;

/** What the topology is made of: which links stayed, how many were tried, and what of it is of use. */
export const structureCharts: readonly ChartSpec[] = [
  {
    id: 'survival',
    title: 'Survival',
    term: 'survival',
    measure: 'share of the initial links',
    unit: 'share',
    source: 'points',
    format: (value) => formatPercent(value),
    series: ({ points }) =>
      [
        ...layerSeries(points, (step, layer) => changing(step, layer)?.survival ?? null),
        meanSeries(points, meanSurvival),
      ].map(startingAt(points, 1)),
    newest: ({ points }) => newestOfPoints(points, 'mean', meanSurvival, (value) => formatPercent(value)),
    waitingFor: 'a second checkpoint',
  },
  {
    id: 'exploration',
    title: 'Exploration rate R_s',
    term: 'exploration',
    measure: ({ explored }) =>
      explored === null ? 'ever active in training' : 'seen at a checkpoint so far',
    unit: 'share',
    source: 'points',
    format: (value) => formatPercent(value, 2),
    series: (snapshot) => [
      ...layerSeries(snapshot.points, (step, layer) => exploredShare(snapshot, step, [layer])),
      totalSeries(snapshot.points, (step) => exploredShare(snapshot, step, allLayers(step))),
    ],
    newest: (snapshot) =>
      newestOfPoints(
        snapshot.points,
        'network',
        (step) => exploredShare(snapshot, step, allLayers(step)),
        (value) => formatPercent(value, 2),
      ),
    waitingFor: 'every checkpoint to be read',
    never: ({ explored }) =>
      explored !== null && Object.keys(explored).length === 0
        ? 'too many links to keep all that were ever there'
        : null,
  },
  {
    id: 'density',
    title: 'Effective density',
    term: 'effectiveDensity',
    measure: 'thin: nominal density',
    fromZero: true,
    unit: 'share',
    source: 'points',
    format: formatDensity,
    series: ({ points }) => [
      ...layerSeries(points, (step, layer) => effectiveDensity(step, [layer]), effective),
      ...layerSeries(points, (step, layer) => step.facts.layers[layer].density, nominal),
      totalSeries(points, (step) => effectiveDensity(step, allLayers(step)), effective),
      totalSeries(points, (step) => shareOf(step, allLayers(step), nominalLinks(step)), nominal),
    ],
    newest: ({ points }) =>
      newestOfPoints(points, 'network', (step) => effectiveDensity(step, allLayers(step)), formatDensity),
    waitingFor: 'the first checkpoint',
  },
  neurons('empty', 'Neurons without input', 'neuronWithoutInput', (step, layer) =>
    step.facts.layers[layer].full ? null : step.facts.layers[layer].emptyNeurons,
  ),
  neurons('noOutput', 'Neurons without output', 'neuronWithoutOutput', (step, layer) =>
    layer === step.layers.length - 1 ? null : step.layers[layer].noOutput,
  ),
  neurons('isolated', 'Isolated neurons', 'isolatedNeuron', (step, layer) =>
    layer === step.layers.length - 1 ? null : step.layers[layer].isolated,
  ),
  neurons('dead', 'Dead neurons', 'deadNeuron', (step, layer) => step.layers[layer].offPath),
];

function neurons(
  id: string,
  title: string,
  term: TermId,
  count: (step: Step, layer: number) => number | null,
): ChartSpec {
  const ofNetwork = (step: Step): number => total(allLayers(step).map((layer) => count(step, layer)));
  return {
    id,
    title,
    term,
    measure: 'count',
    unit: 'count',
    source: 'points',
    format: formatCount,
    series: ({ points }) => layerSeries(points, count),
    overall: ({ points }) => [totalSeries(points, ofNetwork)],
    newest: ({ points }) => newestOfPoints(points, 'total', ofNetwork, formatCount),
    waitingFor: 'the first checkpoint',
  };
}

function meanSurvival(step: Step): number | null {
  return meanOfChanging(step, (layer) => step.layers[layer].survival);
}

function allLayers(step: Step): number[] {
  return step.layers.map((_, layer) => layer);
}

/** What is counted of some layers, as a share of all links that they could have; null where it is not known of one. */
function shareOf(step: Step, layers: readonly number[], counts: readonly (number | null)[]): number | null {
  const possible = possibleLinks(step);
  const known = layers.every((layer) => counts[layer] !== null);
  const room = total(layers.map((layer) => possible[layer]));
  return known && room > 0 ? total(layers.map((layer) => counts[layer])) / room : null;
}

function effectiveDensity(step: Step, layers: readonly number[]): number | null {
  return shareOf(
    step,
    layers,
    step.layers.map(({ effectiveLinks }) => effectiveLinks),
  );
}

function nominalLinks({ facts }: Step): number[] {
  return facts.layers.map(({ links }) => links);
}

/** Where one checkpoint does not say what was ever active, what was seen counts for all. */
function exploredShare(
  { explored, points }: EvolutionSnapshot,
  step: Step,
  layers: readonly number[],
): number | null {
  const seen = explored?.[step.facts.path];
  if (seen !== undefined) return shareOf(step, layers, seen);
  const recorded = points.every(
    (point) => point.step?.layers.every((layer) => layer.explored !== null) ?? true,
  );
  return explored === null && recorded
    ? shareOf(
        step,
        layers,
        step.layers.map((layer) => layer.explored),
      )
    : null;
}
