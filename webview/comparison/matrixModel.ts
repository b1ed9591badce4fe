import { meanByRule } from '../../src/measure/meanRule';
import { pairCount, pairIndex } from '../../src/measure/pairIndex';
import { formatThree, noValue, plural } from '../shared/format';
import { layerName, type LayerTab } from '../shared/layerCode';
import type { CellState, CellStore } from './cellStore';
import { type Compared, layerCountOf } from './model';
import { layersOf } from './pairMean';

export function tabsOf(compared: Compared): readonly LayerTab[] {
  const count = layerCountOf(compared);
  return [
    { layer: null, label: 'Mean', full: false },
    ...Array.from({ length: count }, (_, layer) => ({
      layer,
      label: layerName(layer, count),
      full: fullEverywhere(compared, layer),
    })),
  ];
}

function fullEverywhere({ items }: Compared, layer: number): boolean {
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

/** What a heat map shows of all pairs: one number each. */
export interface HeatValues {
  readonly size: number;
  state(row: number, column: number): CellState;
  /** Not a number where the pair is not done, or has no value. */
  value(row: number, column: number): number;
}

/** A layer, or the mean by a rule, of all pairs. */
export function heatValues(compared: Compared, cells: CellStore, layer: number | null): HeatValues {
  const { size } = cells;
  const values = new Float64Array(pairCount(size)).fill(Number.NaN);
  const valueOf = layer === null ? meanOf(compared, cells) : layerOf(compared, cells, layer);
  for (let column = 1; column < size; column++) {
    for (let row = 0; row < column; row++) {
      if (cells.state(row, column) !== 'done') continue;
      values[pairIndex(row, column)] = valueOf(row, column) ?? Number.NaN;
    }
  }
  return {
    size,
    state: (row, column) => cells.state(row, column),
    value: (row, column) => values[pairIndex(row, column)],
  };
}

/** The same with other rows: `order` tells for each which it was. */
export function permuted(values: HeatValues, order: readonly number[]): HeatValues {
  return {
    size: order.length,
    state: (row, column) => values.state(order[row], order[column]),
    value: (row, column) => values.value(order[row], order[column]),
  };
}

type ValueOf = (row: number, column: number) => number | null;

function layerOf({ items }: Compared, cells: CellStore, layer: number): ValueOf {
  const full = items.map(({ facts }) => facts?.layers[layer]?.full ?? false);
  return (row, column) => (full[row] && full[column] ? null : cells.distance(row, column, layer));
}

function meanOf({ items, rule }: Compared, cells: CellStore): ValueOf {
  return (row, column) =>
    meanByRule(layersOf(items, row, column), (layer) => cells.distance(row, column, layer), rule);
}

export function heatCell(values: HeatValues, cells: CellStore, row: number, column: number): HeatCell {
  if (row === column) return { kind: 'self' };
  const state = values.state(row, column);
  if (state === 'pending') return { kind: 'pending' };
  if (state === 'failed') return { kind: 'failed', reason: cells.reason(row, column) };
  const value = values.value(row, column);
  return { kind: 'value', value: Number.isNaN(value) ? null : value };
}

/** Ends of the colour scale: the whole range of the measure, or what occurs. */
export interface ScaleRange {
  readonly min: number;
  readonly max: number;
}

export const wholeRange: ScaleRange = { min: 0, max: 1 };

export function stretchedRange({ size, value }: HeatValues): ScaleRange {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let column = 1; column < size; column++) {
    for (let row = 0; row < column; row++) {
      // Comparisons with what is not a number are false.
      const one = value(row, column);
      if (one < min) min = one;
      if (one > max) max = one;
    }
  }
  if (min > max) return wholeRange;
  return max > min ? { min, max } : { min: Math.max(0, min - 0.01), max: Math.min(1, max + 0.01) };
}

export function shareOf(value: number, { min, max }: ScaleRange): number {
  return Math.min(1, Math.max(0, (value - min) / (max - min)));
}

/** ".48" or "0.482". */
export function cellText(value: number | null, decimals: 2 | 3): string {
  if (value === null) return noValue;
  return decimals === 3 ? formatThree(value) : value.toFixed(2).replace(/^0/, '');
}

/** What is said of a cell when it is pointed at or focused. */
export function describeCell(
  { items, status }: Compared,
  row: number,
  column: number,
  layerLabel: string,
  cell: HeatCell,
): string {
  if (cell.kind === 'self') return `${items[row].label}: the checkpoint itself`;
  const pair = `${items[row].label} and ${items[column].label}`;
  if (cell.kind === 'failed') return `${pair}: ${cell.reason}`;
  if (cell.kind === 'pending') {
    return `${pair}: ${status.phase === 'running' ? 'to be computed' : 'not computed'}`;
  }
  const value = cell.value === null ? 'full in both, does not count' : formatThree(cell.value);
  return `${pair}: ${layerLabel} ${value}`;
}

export interface FailureGroup {
  readonly reason: string;
  readonly pairs: string;
}

/** The reasons of failed cells, each once. */
export function failureGroups({ items }: Compared, cells: CellStore): readonly FailureGroup[] {
  const groups = new Map<string, { readonly first: string[]; count: number }>();
  for (const { row, column, reason } of cells.failures()) {
    const group = groups.get(reason) ?? { first: [], count: 0 };
    groups.set(reason, group);
    group.count++;
    if (group.first.length < 2) group.first.push(`${items[row].label} and ${items[column].label}`);
  }
  return [...groups].map(([reason, { first, count }]) => ({
    reason,
    pairs: count <= 2 ? first.join('; ') : `${plural(count, 'pair')}, the first ${first[0]}`,
  }));
}
