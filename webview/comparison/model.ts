import type { ComparisonEvents, ComparisonSnapshot } from '../../src/protocol/comparison';
import type { PanelEvent } from '../shared/events';
import { formatCount, formatDuration } from '../shared/format';
import type { CellStore } from './cellStore';

export type ComparisonEvent = PanelEvent<ComparisonEvents>;

/** What the panel shows, but for the cells of a matrix. */
export type Compared = Omit<ComparisonSnapshot, 'cells'>;

/** The snapshot after `events`, in the order they came; their cells go into `cells`. */
export function withEvents(
  compared: Compared,
  cells: CellStore,
  events: readonly ComparisonEvent[],
): Compared {
  let { measure, rule, follow, status, yardsticks } = compared;
  let rows = compared.items;
  const items = new Map(rows.map((item) => [item.path, item]));
  const layers = new Map(compared.layers.map((layer) => [layer.layer, layer]));
  for (const event of events) {
    switch (event.name) {
      case 'item':
        if (items.has(event.value.path)) items.set(event.value.path, event.value);
        break;
      case 'items': {
        const before = new Map(rows.map(({ path }, row) => [path, row]));
        cells.rearrange(event.value.map(({ path }) => before.get(path) ?? null));
        rows = event.value;
        items.clear();
        for (const item of rows) items.set(item.path, item);
        break;
      }
      case 'follow':
        follow = event.value;
        break;
      case 'runsChanged':
        break;
      case 'measure':
        measure = event.value;
        break;
      case 'rule':
        rule = event.value;
        break;
      case 'status':
        status = event.value;
        break;
      case 'layer':
        layers.set(event.value.layer, event.value);
        break;
      case 'swapped':
        rows = [...rows].reverse();
        break;
      case 'yardsticks':
        yardsticks = event.value;
        break;
      case 'cells':
        cells.add(event.value);
        break;
      case 'reset':
        layers.clear();
        cells.clear();
        break;
    }
  }
  return {
    measure,
    rule,
    follow,
    status,
    yardsticks,
    // Not the values of the map: the same checkpoint may stand in two rows.
    items: rows.map(({ path, label }) => ({ ...items.get(path)!, label })),
    layers: [...layers.values()].sort((a, b) => a.layer - b.layer),
  };
}

/** Number of layers, as far as it is known from what was read or computed. */
export function layerCountOf({ items, layers, status }: Compared): number {
  const described = items.map(({ facts }) => facts?.layers.length ?? 0);
  const inPair = layers.map(({ layer }) => layer + 1);
  const expected = items.length === 2 ? [status.total] : [];
  return [...described, ...inPair, ...expected].reduce((a, b) => Math.max(a, b), 0);
}

/** `failed`: how many pairs of many have no distance. */
export function progressText({ items, status }: Pick<Compared, 'items' | 'status'>, failed = 0): string {
  const what = items.length === 2 ? 'layers' : 'pairs';
  const done =
    status.total === 0 ? '' : `${formatCount(status.done)} of ${formatCount(status.total)} ${what}`;
  switch (status.phase) {
    case 'running': {
      const left = status.secondsLeft === null ? '' : `, ${formatDuration(status.secondsLeft)} left`;
      return done === '' ? 'computing…' : `computing: ${done}${left}`;
    }
    case 'cancelled':
      return done === '' ? 'cancelled' : `cancelled after ${done}`;
    case 'failed':
      return 'failed';
    case 'done':
      return failed === 0 ? done : `${done}, ${formatCount(failed)} without a distance`;
  }
}
