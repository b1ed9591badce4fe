import path from 'node:path';
import { formatTable } from '../table';
import type { DistanceReport, Interval, ReportedPair } from './report';

/** JSON in pieces, a line a checkpoint and a line a pair: matchings of many pairs would not fit into one string. */
export function* jsonLines(report: DistanceReport): Generator<string> {
  const { checkpoints, pairs, ...head } = report;
  yield '{';
  for (const [key, value] of Object.entries(head))
    yield `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`;
  yield '  "checkpoints": [';
  yield* separated(checkpoints);
  yield '  ],';
  yield '  "pairs": [';
  yield* separated(pairs);
  yield '  ]';
  yield '}';
}

function* separated(items: readonly unknown[]): Generator<string> {
  for (const [k, item] of items.entries()) {
    const text = JSON.stringify(item, (_, value: unknown) =>
      value instanceof Int32Array ? [...value] : value,
    );
    yield `    ${text}${k + 1 < items.length ? ',' : ''}`;
  }
}

/** A row a pair, with a head; fields with commas, quotes or line ends in quotes (RFC 4180). */
export function csvText({ checkpoints, pairs, method, shuffles }: DistanceReport): string {
  const layers = depthOf(pairs);
  const interval = (name: string): string[] => (shuffles === 0 ? [] : [`${name}_least`, `${name}_greatest`]);
  const head = ['a', 'epoch_a', 'b', 'epoch_b', 'method', 'distance', ...interval('distance')];
  for (let k = 0; k < layers; k++) head.push(`layer_${k}`, ...interval(`layer_${k}`));
  const bounds = (ties: Interval | null | undefined): (number | null)[] =>
    shuffles === 0 ? [] : [ties?.least ?? null, ties?.greatest ?? null];
  const rows = pairs.map((pair) => {
    const [a, b] = [checkpoints[pair.a], checkpoints[pair.b]];
    const row: (string | number | null)[] = [a.path, a.epoch, b.path, b.epoch, method, pair.distance];
    row.push(...bounds(pair.ties));
    for (let k = 0; k < layers; k++) {
      row.push(pair.layers.at(k)?.distance ?? null, ...bounds(pair.layers.at(k)?.ties));
    }
    return [...row, pair.problem];
  });
  return [[...head, 'problem'], ...rows].map((row) => `${row.map(csvField).join(',')}\n`).join('');
}

function csvField(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** For people: the checkpoints by number, then a row a pair. */
export function tableText(report: DistanceReport): string {
  const { checkpoints, pairs, method, shuffles } = report;
  const layers = depthOf(pairs);
  const numbers = checkpoints.map(({ path: file, epoch }, k) => [
    String(k),
    shortPath(file),
    epoch === null ? '' : `epoch ${epoch}`,
  ]);
  const head = ['pair', 'distance', ...Array.from({ length: layers }, (_, k) => `layer ${k}`)];
  const rows = pairs.map((pair) => {
    const name = `${pair.a} – ${pair.b}`;
    if (pair.problem !== null) return [name, 'none'];
    return [
      name,
      withTies(pair.distance === null ? 'none' : pair.distance.toFixed(4), pair.ties),
      ...pair.layers.map((layer) =>
        withTies(`${layer.distance.toFixed(4)}${layer.counts ? '' : '*'}`, layer.ties),
      ),
    ];
  });
  const notes = [`NNSTD by the method '${method}'; the distance is the mean over the layers that count.`];
  if (pairs.some((pair) => pair.layers.some(({ counts }) => !counts))) {
    notes.push('* does not count (--layers says which do; by default those that are not full in both)');
  }
  if (shuffles > 0) {
    notes.push(`[ ] least and greatest over ${shuffles} orders of the hidden neurons of the second network`);
  }
  return [formatTable(numbers), '', formatTable([head, ...rows]), '', ...notes].join('\n');
}

function withTies(text: string, ties: Interval | null | undefined): string {
  return ties === undefined || ties === null
    ? text
    : `${text} [${ties.least.toFixed(4)}, ${ties.greatest.toFixed(4)}]`;
}

function depthOf(pairs: readonly ReportedPair[]): number {
  return pairs.reduce((depth, pair) => Math.max(depth, pair.layers.length), 0);
}

function shortPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}
