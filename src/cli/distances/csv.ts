import { budgetName } from '../../measure/measure';
import { depthOf, type DistanceReport, type Variation } from './report';

type Field = string | number | null;

/** A column of a distance: what follows its name, and its value beside a distance. */
type VariationColumn = readonly [suffix: string, valueOf: (variation: Partial<Variation>) => Field];

/** A row a pair, with a head; fields with commas, quotes or line ends in quotes (RFC 4180). */
export function csvText(report: DistanceReport): string {
  const { checkpoints, pairs, method, budget, outputs } = report;
  const depth = depthOf(report);
  const variations = columnsOf(report);
  const names = ['distance', ...Array.from({ length: depth }, (_, k) => `layer_${k}`)];
  const head = names.flatMap((name) => [name, ...variations.map(([suffix]) => `${name}_${suffix}`)]);
  const rows = pairs.map((pair) => {
    const [a, b] = [checkpoints[pair.a], checkpoints[pair.b]];
    const cells = [pair, ...Array.from({ length: depth }, (_, k) => pair.layers.at(k))].flatMap((value) => [
      value?.distance ?? null,
      ...variations.map(([, valueOf]) => valueOf(value ?? {})),
    ]);
    const measure = [method, budget === null ? null : budgetName(budget), outputs];
    return [a.path, a.epoch, b.path, b.epoch, ...measure, ...cells, pair.problem];
  });
  return [['a', 'epoch_a', 'b', 'epoch_b', 'method', 'budget', 'outputs', ...head, 'problem'], ...rows]
    .map((row) => `${row.map(csvField).join(',')}\n`)
    .join('');
}

function columnsOf({ samples, shuffles, runs }: DistanceReport): readonly VariationColumn[] {
  const kinds = samples === 0 ? [] : (['links', 'degrees'] as const);
  return [
    ...kinds.flatMap((kind): VariationColumn[] => [
      [`chance_${kind}`, ({ chance }) => chance?.[kind]?.mean ?? null],
      [`chance_${kind}_deviation`, ({ chance }) => chance?.[kind]?.standardDeviation ?? null],
      [`chance_${kind}_share`, ({ chance }) => chance?.[kind]?.share ?? null],
    ]),
    ...(shuffles === 0 ? [] : tiesColumns),
    ...(runs === 0 ? [] : noiseColumns),
  ];
}

const tiesColumns: readonly VariationColumn[] = [
  ['least', ({ ties }) => ties?.least ?? null],
  ['greatest', ({ ties }) => ties?.greatest ?? null],
];
const noiseColumns: readonly VariationColumn[] = [
  ['noise_least', ({ noise }) => noise?.least ?? null],
  ['noise_greatest', ({ noise }) => noise?.greatest ?? null],
  ['noise_deviation', ({ noise }) => noise?.standardDeviation ?? null],
];

function csvField(value: Field): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
