import { linkStatuses, type Overlay, type Span } from './overlay';

/** A part of a frame, divided into bins of `rowStep` rows by `columnStep` columns each; those at its end may be cut. */
export interface TileWindow {
  readonly rows: Span;
  readonly columns: Span;
  readonly rowStep: number;
  readonly columnStep: number;
}

/** So many links of each status are in each bin. */
export interface LinkTile extends TileWindow {
  /** A block a status, in the order of `linkStatuses`; in it bins row by row. */
  readonly counts: Uint32Array<ArrayBuffer>;
}

export function binsAcross({ columns, columnStep }: TileWindow): number {
  return Math.ceil((columns[1] - columns[0]) / columnStep);
}

export function binsDown({ rows, rowStep }: TileWindow): number {
  return Math.ceil((rows[1] - rows[0]) / rowStep);
}

/** Length of the counts of a tile. */
export function tileLength(window: TileWindow): number {
  return linkStatuses.length * binsDown(window) * binsAcross(window);
}

/** Linear in the links of the rows of `window`, all of which the overlay has to have. */
export function tileOf(overlay: Overlay, window: TileWindow): LinkTile {
  const { rows, rowStep, columnStep } = window;
  const [left, right] = window.columns;
  const across = binsAcross(window);
  const block = binsDown(window) * across;
  const counts = new Uint32Array(tileLength(window));
  const { indptr, indices, status } = overlay;
  for (let row = rows[0]; row < rows[1]; row++) {
    const at = row - overlay.rows[0];
    const bin = Math.floor((row - rows[0]) / rowStep) * across;
    for (let k = indptr[at]; k < indptr[at + 1]; k++) {
      const column = indices[k];
      if (column < left || column >= right) continue;
      counts[status[k] * block + bin + Math.floor((column - left) / columnStep)]++;
    }
  }
  return { ...window, counts };
}
