import type { LayerComparison, MatrixCell } from '../../src/protocol/analysis';
import type { ComparedItem, ComparisonSnapshot } from '../../src/protocol/comparison';
import { formatCount } from '../shared/format';

/** The events of the protocol applied to the snapshot: plain data in, plain data out. */

export function withItem(snapshot: ComparisonSnapshot, item: ComparedItem): ComparisonSnapshot {
  return { ...snapshot, items: snapshot.items.map((known) => (known.path === item.path ? item : known)) };
}

export function withLayer(snapshot: ComparisonSnapshot, layer: LayerComparison): ComparisonSnapshot {
  const others = snapshot.layers.filter((known) => known.layer !== layer.layer);
  return { ...snapshot, layers: [...others, layer].sort((a, b) => a.layer - b.layer) };
}

export function withCells(snapshot: ComparisonSnapshot, cells: readonly MatrixCell[]): ComparisonSnapshot {
  const byPair = new Map(snapshot.cells.map((cell) => [pairKey(cell.row, cell.column), cell]));
  for (const cell of cells) byPair.set(pairKey(cell.row, cell.column), cell);
  return { ...snapshot, cells: [...byPair.values()] };
}

export function withoutResults(snapshot: ComparisonSnapshot): ComparisonSnapshot {
  return { ...snapshot, layers: [], mean: null, cells: [] };
}

/** The same for a pair and its mirror image. */
export function pairKey(row: number, column: number): string {
  return row < column ? `${String(row)},${String(column)}` : `${String(column)},${String(row)}`;
}

/** Number of layers, as far as it is known from what was read or computed. */
export function layerCountOf(snapshot: ComparisonSnapshot): number {
  const described = snapshot.items.map(({ facts }) => facts?.layers.length ?? 0);
  const inCells = snapshot.cells.map((cell) => (cell.status === 'done' ? cell.layers.length : 0));
  const inPair = snapshot.layers.map(({ layer }) => layer + 1);
  const expected = snapshot.items.length === 2 ? [snapshot.status.total] : [];
  return [...described, ...inCells, ...inPair, ...expected].reduce((a, b) => Math.max(a, b), 0);
}

export function progressText({ items, status }: ComparisonSnapshot): string {
  const what = items.length === 2 ? 'layers' : 'pairs';
  const done =
    status.total === 0 ? '' : `${formatCount(status.done)} of ${formatCount(status.total)} ${what}`;
  switch (status.phase) {
    case 'running':
      return done === '' ? 'computing…' : `computing: ${done}`;
    case 'cancelled':
      return done === '' ? 'cancelled' : `cancelled after ${done}`;
    case 'failed':
      return 'failed';
    case 'done':
      return done;
  }
}

export const methodTexts = {
  reference: {
    name: 'reference',
    meaning:
      'the authors’ procedure: layer by layer from the input, each an exact assignment; where several are equally good, the order of neurons decides',
  },
} as const;
