import type { ComparisonEvents, ComparisonSnapshot } from '../../src/protocol/comparison';
import type { PanelEvent } from '../shared/events';
import { formatCount } from '../shared/format';

export type ComparisonEvent = PanelEvent<ComparisonEvents>;

/** The snapshot after `events`, in the order they came. */
export function withEvents(
  snapshot: ComparisonSnapshot,
  events: readonly ComparisonEvent[],
): ComparisonSnapshot {
  let { measure, status, mean } = snapshot;
  const items = new Map(snapshot.items.map((item) => [item.path, item]));
  const layers = new Map(snapshot.layers.map((layer) => [layer.layer, layer]));
  const cells = new Map(snapshot.cells.map((cell) => [pairKey(cell.row, cell.column), cell]));
  for (const event of events) {
    switch (event.name) {
      case 'item':
        if (items.has(event.value.path)) items.set(event.value.path, event.value);
        break;
      case 'measure':
        measure = event.value;
        break;
      case 'status':
        status = event.value;
        break;
      case 'layer':
        layers.set(event.value.layer, event.value);
        break;
      case 'mean':
        mean = event.value;
        break;
      case 'cells':
        for (const cell of event.value) cells.set(pairKey(cell.row, cell.column), cell);
        break;
      case 'reset':
        mean = null;
        layers.clear();
        cells.clear();
        break;
    }
  }
  return {
    ...snapshot,
    measure,
    status,
    mean,
    // Not the values of the map: the same checkpoint may stand in two rows.
    items: snapshot.items.map(({ path, label }) => ({ ...items.get(path)!, label })),
    layers: [...layers.values()].sort((a, b) => a.layer - b.layer),
    cells: [...cells.values()],
  };
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
