import path from 'node:path';
import type { ChanceKind } from '../../nnstd/chanceShape';
import { budgetName } from '../../measure/measure';
import { formatTable } from '../table';
import {
  depthOf,
  type DistanceReport,
  type ReportedLayer,
  type ReportedPair,
  type Variation,
} from './report';

/** For people: the checkpoints by number, then a row a pair; a single pair layer by layer. */
export function tableText(report: DistanceReport): string {
  const { checkpoints, pairs } = report;
  const numbers = checkpoints.map(({ path: file, epoch }, k) => [
    String(k),
    shortPath(file),
    epoch === null ? '' : `epoch ${epoch}`,
  ]);
  const single = pairs.length === 1 && pairs[0].problem === null;
  const rows = single ? layerRows(report, pairs[0]) : pairRows(report);
  return [formatTable(numbers), '', formatTable(rows), '', ...notes(report)].join('\n');
}

function pairRows(report: DistanceReport): string[][] {
  const layers = Array.from({ length: depthOf(report) }, (_, k) => `layer ${k}`);
  const columns = variationColumns(report);
  const rows = report.pairs.map((pair) => {
    const name = `${pair.a} – ${pair.b}`;
    if (pair.problem !== null) return [name, 'none'];
    return [
      name,
      distanceText(pair.distance),
      ...columns.map(([, textOf]) => textOf(pair)),
      ...pair.layers.map((layer) => `${distanceText(layer.distance)}${layer.counts ? '' : '*'}`),
    ];
  });
  return [['pair', 'distance', ...columns.map(([head]) => head), ...layers], ...rows];
}

function layerRows(report: DistanceReport, pair: ReportedPair): string[][] {
  const columns = variationColumns(report);
  const counts: readonly [string, (layer: ReportedLayer) => string][] = [
    ['links', ({ links }) => String(links)],
    ['empty', ({ emptyNeurons: [a, b] }) => `${a}, ${b}`],
    ['at cost 1', ({ matchedAtCostOne }) => String(matchedAtCostOne)],
    ['with itself', ({ matchedWithSelf }) => String(matchedWithSelf)],
    ['interchangeable', ({ interchangeableNeurons }) => String(interchangeableNeurons ?? '')],
  ];
  const rows = pair.layers.map((layer, k) => [
    `layer ${k}`,
    `${distanceText(layer.distance)}${layer.counts ? '' : '*'}`,
    ...columns.map(([, textOf]) => textOf(layer)),
    ...counts.map(([, textOf]) => textOf(layer)),
  ]);
  return [
    ['', 'distance', ...columns.map(([head]) => head), ...counts.map(([head]) => head)],
    ['mean', distanceText(pair.distance), ...columns.map(([, textOf]) => textOf(pair))],
    ...rows,
  ];
}

type VariationText = readonly [head: string, textOf: (variation: Variation) => string];

function variationColumns({ samples, shuffles, runs }: DistanceReport): readonly VariationText[] {
  const kinds = samples === 0 ? [] : (['links', 'degrees'] as const);
  return [
    ...kinds.map((kind): VariationText => [`chance (${kind})`, ({ chance }) => chanceText(chance?.[kind])]),
    ...(shuffles === 0 ? [] : [['ties', ({ ties }) => intervalText(ties)] satisfies VariationText]),
    ...(runs === 0 ? [] : [['searches', ({ noise }) => intervalText(noise)] satisfies VariationText]),
  ];
}

function chanceText(chance: NonNullable<Variation['chance']>[ChanceKind] | undefined): string {
  if (chance === null || chance === undefined) return '';
  const { mean, standardDeviation, share } = chance;
  const part = share === null ? '' : `, ${Math.round(100 * share)} %`;
  return `${mean.toFixed(4)} ± ${standardDeviation.toFixed(4)}${part}`;
}

function intervalText(interval: Variation['ties']): string {
  if (interval === null || interval === undefined) return '';
  return `${interval.least.toFixed(4)} – ${interval.greatest.toFixed(4)}`;
}

function distanceText(distance: number | null): string {
  return distance === null ? 'none' : distance.toFixed(4);
}

function notes(report: DistanceReport): string[] {
  const { pairs, method, budget, outputs, weighting, samples, shuffles, runs, proven } = report;
  const search = budget === null ? '' : `, budget ${budgetName(budget)}`;
  const fixed = outputs === 'fixed' ? ', outputs fixed' : '';
  const weighted = weighting === 'links' ? ', weighted by their links' : '';
  const unlike = pairs.some(({ layers }) => layers.some(({ counts }) => !counts));
  return [
    `NNSTD by the method '${method}'${search}${fixed}; mean over the layers that count${weighted}.`,
    ...(unlike ? ['* does not count (--layers says which do; by default those not full in both)'] : []),
    ...(pairs.length === 1
      ? [
          'empty: neurons without inputs, of each network; at cost 1: matched without a common input;',
          'interchangeable: neurons whose partner could be another at equal cost',
        ]
      : []),
    ...(samples === 0
      ? []
      : [
          `chance: ${samples} pairs of random networks with these widths and numbers of links, and with these degrees;`,
          'mean ± standard deviation, and the distance as a share of the mean',
        ]),
    ...(shuffles === 0
      ? []
      : [`ties: least and greatest over ${shuffles} orders of the hidden neurons of the second network`]),
    ...(runs === 0 ? [] : [`searches: least and greatest of ${runs} with other seeds`]),
    ...(proven ? ['Every layer is proven to be matched at its least cost.'] : []),
  ];
}

function shortPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}
