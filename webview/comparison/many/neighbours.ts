import type { ComparedItem } from '../../../src/protocol/comparison';
import { type HeatCell, heatCell } from '../matrixModel';
import type { HeatValues } from '../matrixModel';
import type { CellStore } from '../cellStore';

export interface Neighbour {
  readonly item: number;
  readonly cell: HeatCell;
}

/** All others by their distance to one, the nearest first; those without a distance last, in the order of the items. */
export function neighbours(
  items: readonly ComparedItem[],
  values: HeatValues,
  cells: CellStore,
  of: number,
): readonly Neighbour[] {
  const far = ({ cell }: Neighbour): number =>
    cell.kind === 'value' && cell.value !== null ? cell.value : Number.POSITIVE_INFINITY;
  return items
    .flatMap((_, item) => (item === of ? [] : [{ item, cell: heatCell(values, cells, of, item) }]))
    .sort((a, b) => (far(a) === far(b) ? a.item - b.item : far(a) - far(b)));
}
