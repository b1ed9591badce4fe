import type { ComparisonSnapshot } from '../../src/protocol/comparison';
import type { MatrixCell } from '../../src/protocol/matrix';
import { formatThree, noValue, plural } from '../shared/format';
import { layerName } from '../shared/layerCode';
import { layerCountOf, pairKey } from './model';

export interface LayerTab {
  /** null is the mean. */
  readonly layer: number | null;
  readonly label: string;
  /** Full in every network: nothing to see. */
  readonly full: boolean;
}

export function tabsOf(snapshot: ComparisonSnapshot): readonly LayerTab[] {
  const count = layerCountOf(snapshot);
  return [
    { layer: null, label: 'Mean', full: false },
    ...Array.from({ length: count }, (_, layer) => ({
      layer,
      label: layerName(layer, count),
      full: fullEverywhere(snapshot, layer),
    })),
  ];
}

function fullEverywhere({ items }: ComparisonSnapshot, layer: number): boolean {
  const known = items.flatMap(({ facts }) =>
    facts?.layers[layer] === undefined ? [] : [facts.layers[layer]],
  );
  return known.length > 0 && known.every(({ full }) => full);
}

export type HeatCell =
  | { readonly kind: 'self' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'failed'; readonly reason: string }
  /** `value` is null where no layer counts. */
  | { readonly kind: 'value'; readonly value: number | null };

/** The whole square, row by row; what is computed for a pair stands on both sides of the diagonal. */
export function heatCells(
  snapshot: ComparisonSnapshot,
  layer: number | null,
): readonly (readonly HeatCell[])[] {
  const byPair = new Map(snapshot.cells.map((cell) => [pairKey(cell.row, cell.column), cell]));
  const size = snapshot.items.length;
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_unused, column) =>
      row === column
        ? { kind: 'self' as const }
        : heatCell(byPair.get(pairKey(row, column)), layer, snapshot),
    ),
  );
}

function heatCell(
  cell: MatrixCell | undefined,
  layer: number | null,
  snapshot: ComparisonSnapshot,
): HeatCell {
  if (cell === undefined) return { kind: 'pending' };
  if (cell.status === 'failed') return { kind: 'failed', reason: cell.reason };
  if (layer === null) return { kind: 'value', value: cell.mean };
  const fullInBoth = [cell.row, cell.column].every(
    (k) => snapshot.items[k].facts?.layers[layer]?.full ?? false,
  );
  return { kind: 'value', value: fullInBoth ? null : (cell.layers.at(layer)?.distance ?? null) };
}

/** Ends of the colour scale: the whole range of the measure, or what occurs. */
export interface ScaleRange {
  readonly min: number;
  readonly max: number;
}

export const wholeRange: ScaleRange = { min: 0, max: 1 };

export function stretchedRange(cells: readonly (readonly HeatCell[])[]): ScaleRange {
  const values = cells
    .flat()
    .flatMap((cell) => (cell.kind === 'value' && cell.value !== null ? [cell.value] : []));
  if (values.length === 0) return wholeRange;
  const min = values.reduce((a, b) => Math.min(a, b));
  const max = values.reduce((a, b) => Math.max(a, b));
  return max > min ? { min, max } : { min: Math.max(0, min - 0.01), max: Math.min(1, max + 0.01) };
}

export function shareOf(value: number, { min, max }: ScaleRange): number {
  return Math.min(1, Math.max(0, (value - min) / (max - min)));
}

/** In pixels. */
export interface HeatLayout {
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly rowLabelWidth: number;
  /** Decimals of the numbers in the cells; null where they do not fit. */
  readonly decimals: 2 | 3 | null;
  /** Every which row and column is labelled. */
  readonly labelEvery: number;
}

const minCell = 4;
const lineHeight = 15;

/** Cells as large as the width allows, within reason. */
export function heatLayout(size: number, availableWidth: number, longestLabel: number): HeatLayout {
  const rowLabelWidth = Math.round(Math.min(availableWidth * 0.28, 12 + 7 * longestLabel));
  const fitting = Math.floor((availableWidth - rowLabelWidth) / size);
  const cellWidth = Math.max(minCell, Math.min(68, fitting));
  const cellHeight = Math.min(cellWidth, 44);
  return {
    cellWidth,
    cellHeight,
    rowLabelWidth,
    decimals: cellHeight < lineHeight || cellWidth < 28 ? null : cellWidth < 44 ? 2 : 3,
    labelEvery: Math.max(1, Math.ceil(lineHeight / cellHeight)),
  };
}

/** ".48" or "0.482". */
export function cellText(cell: HeatCell, decimals: HeatLayout['decimals']): string {
  if (cell.kind === 'self') return decimals === null ? '' : '·';
  if (cell.kind !== 'value' || decimals === null) return '';
  if (cell.value === null) return noValue;
  return decimals === 3 ? formatThree(cell.value) : cell.value.toFixed(2).replace(/^0/, '');
}

/** What distinguishes labels that begin and end alike: "e5_s0_w3 · epoch 190" among its kin is "w3". */
export function shortLabels(labels: readonly string[]): readonly string[] {
  const tokens = labels.map((label) => label.split(/([^\p{L}\p{N}]+)/u));
  const shortest = tokens.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
  const sameAt = (pick: (list: readonly string[]) => string | undefined): boolean =>
    tokens.every((list) => pick(list) === pick(tokens[0]));
  let before = 0;
  while (before < shortest && sameAt((list) => list[before])) before++;
  let after = 0;
  while (after < shortest - before && sameAt((list) => list.at(-1 - after))) after++;
  const short = tokens.map((list) =>
    list
      .slice(before, list.length - after)
      .join('')
      .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''),
  );
  const distinct = new Set(short).size === new Set(labels).size;
  return distinct && short.every((text) => text !== '') ? short : labels;
}

/** What is said of a cell when it is pointed at or focused. */
export function describeCell(
  snapshot: ComparisonSnapshot,
  row: number,
  column: number,
  layerLabel: string,
  cell: HeatCell,
): string {
  const { items } = snapshot;
  if (cell.kind === 'self') return `${items[row].label}: the checkpoint itself`;
  const pair = `${items[row].label} and ${items[column].label}`;
  if (cell.kind === 'failed') return `${pair}: ${cell.reason}`;
  if (cell.kind === 'pending') {
    return `${pair}: ${snapshot.status.phase === 'running' ? 'to be computed' : 'not computed'}`;
  }
  const value = cell.value === null ? 'full in both, does not count' : formatThree(cell.value);
  return `${pair}: ${layerLabel} ${value}`;
}

export interface FailureGroup {
  readonly reason: string;
  readonly pairs: string;
}

/** The reasons of failed cells, each once. */
export function failureGroups({ items, cells }: ComparisonSnapshot): readonly FailureGroup[] {
  const groups = new Map<string, string[]>();
  for (const cell of cells) {
    if (cell.status === 'done') continue;
    const pair = `${items[cell.row].label} and ${items[cell.column].label}`;
    groups.set(cell.reason, [...(groups.get(cell.reason) ?? []), pair]);
  }
  return [...groups].map(([reason, pairs]) => ({
    reason,
    pairs: pairs.length <= 2 ? pairs.join('; ') : `${plural(pairs.length, 'pair')}, the first ${pairs[0]}`,
  }));
}
