import type { Step } from '../../src/protocol/analysis';
import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import { formatChange, formatDensity, formatPercent } from '../shared/format';
import type { ChartSpec } from './chartSpec';
import {
  allLayers,
  changing,
  lastStep,
  layerSeries,
  meanOfChanging,
  meanSeries,
  negated,
  newestOfPoints,
  possibleLinks,
  startingAt,
  total,
  totalSeries,
} from './series';

const effective = { label: 'effective', marker: 'dot' } as const;
const nominal = { label: 'nominal', marker: 'up', faint: true } as const;

/** What becomes of the links: which come and go, which stayed, how many were tried, and how many are of use. */
export const linkCharts: readonly ChartSpec[] = [
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
    measure: ({ explored }) => (explored === null ? 'ever active in training' : 'seen at checkpoints'),
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
];

/** Lost links count below zero; null where there is nothing earlier to compare with. */
function changeOfNetwork({ layers }: Step, key: 'gained' | 'lost'): number | null {
  const counts = layers.map((layer) => layer[key]);
  if (counts.every((count) => count === null)) return null;
  return key === 'gained' ? total(counts) : negated(total(counts));
}

function meanSurvival(step: Step): number | null {
  return meanOfChanging(step, (layer) => step.layers[layer].survival);
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
