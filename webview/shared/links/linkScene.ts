import { linkStatuses, type Overlay } from '../../../src/overlay/overlay';
import { binsAcross, binsDown, type LinkTile, tileOf, type TileWindow } from '../../../src/overlay/tile';
import { cellSize, type LinkExtent, type LinkWindow, type PlotSize, tileWindowOf } from './linkWindow';

/** Links one by one. */
export interface LinkDots {
  readonly rows: Uint32Array;
  readonly columns: Uint32Array;
  readonly status: Uint8Array;
}

/** Links that are seen by row and by column, a block for each status, by the bins of a window. */
export interface LinkMargins {
  readonly rows: Uint32Array;
  readonly columns: Uint32Array;
}

/** What is drawn of the links: one by one where there is room for that, otherwise how many are in each bin. */
export interface LinkScene {
  readonly tile: TileWindow;
  readonly dots: LinkDots | null;
  /** Null where there are dots. */
  readonly density: LinkTile | null;
  readonly margins: LinkMargins;
}

/** Least width and height of a dot in pixels. */
export const leastDot = 1.8;
const mostDots = 20_000;
/** Share of the plot that dots may cover where they cannot be told apart by their places alone. */
const mostCover = 0.2;

export function sceneOfOverlay(
  overlay: Overlay,
  window: LinkWindow,
  extent: LinkExtent,
  plot: PlotSize,
): LinkScene {
  const tile = tileWindowOf(window, extent, plot);
  const dots = dotsIn(overlay, tile);
  if (fits(dots.status.length, window, plot)) {
    return { tile, dots, density: null, margins: marginsOfDots(dots, tile) };
  }
  return sceneOfDensity(tileOf(overlay, tile));
}

/** For links that were counted elsewhere; bins of single links become dots where they fit. */
export function sceneOfTile(tile: LinkTile, window: LinkWindow, plot: PlotSize): LinkScene {
  if (tile.rowStep === 1 && tile.columnStep === 1) {
    const dots = dotsOfTile(tile);
    if (fits(dots.status.length, window, plot)) {
      return { tile, dots, density: null, margins: marginsOfDots(dots, tile) };
    }
  }
  return sceneOfDensity(tile);
}

function fits(count: number, window: LinkWindow, plot: PlotSize): boolean {
  if (count > mostDots) return false;
  const cell = cellSize(window, plot);
  if (cell.width >= leastDot && cell.height >= leastDot) return true;
  const area = Math.max(cell.width, leastDot) * Math.max(cell.height, leastDot);
  return count * area <= mostCover * plot.width * plot.height;
}

/** The links of a part of an overlay, at most one more than can be drawn one by one. */
function dotsIn(
  { rows: [first], indptr, indices, status }: Overlay,
  { rows, columns }: TileWindow,
): LinkDots {
  const most = mostDots + 1;
  const found = { rows: new Uint32Array(most), columns: new Uint32Array(most), status: new Uint8Array(most) };
  let count = 0;
  for (let row = rows[0]; row < rows[1] && count < most; row++) {
    const end = indptr[row - first + 1];
    for (let k = indptr[row - first]; k < end && count < most; k++) {
      if (indices[k] < columns[0] || indices[k] >= columns[1]) continue;
      found.rows[count] = row;
      found.columns[count] = indices[k];
      found.status[count++] = status[k];
    }
  }
  return cut(found, count);
}

function dotsOfTile(tile: LinkTile): LinkDots {
  const { rows, columns, counts } = tile;
  const across = binsAcross(tile);
  const block = binsDown(tile) * across;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const found = {
    rows: new Uint32Array(total),
    columns: new Uint32Array(total),
    status: new Uint8Array(total),
  };
  let count = 0;
  counts.forEach((links, bin) => {
    if (links === 0) return;
    found.rows[count] = rows[0] + Math.floor((bin % block) / across);
    found.columns[count] = columns[0] + (bin % across);
    found.status[count++] = Math.floor(bin / block);
  });
  return cut(found, count);
}

function cut({ rows, columns, status }: LinkDots, count: number): LinkDots {
  return {
    rows: rows.subarray(0, count),
    columns: columns.subarray(0, count),
    status: status.subarray(0, count),
  };
}

function emptyMargins(tile: TileWindow): LinkMargins {
  return {
    rows: new Uint32Array(linkStatuses.length * binsDown(tile)),
    columns: new Uint32Array(linkStatuses.length * binsAcross(tile)),
  };
}

function marginsOfDots({ rows, columns, status }: LinkDots, tile: TileWindow): LinkMargins {
  const margins = emptyMargins(tile);
  const [down, across] = [binsDown(tile), binsAcross(tile)];
  for (let k = 0; k < status.length; k++) {
    margins.rows[status[k] * down + Math.floor((rows[k] - tile.rows[0]) / tile.rowStep)]++;
    margins.columns[status[k] * across + Math.floor((columns[k] - tile.columns[0]) / tile.columnStep)]++;
  }
  return margins;
}

function sceneOfDensity(density: LinkTile): LinkScene {
  const margins = emptyMargins(density);
  const [down, across] = [binsDown(density), binsAcross(density)];
  for (let status = 0, k = 0; status < linkStatuses.length; status++) {
    for (let row = 0; row < down; row++) {
      for (let column = 0; column < across; column++, k++) {
        margins.rows[status * down + row] += density.counts[k];
        margins.columns[status * across + column] += density.counts[k];
      }
    }
  }
  return { tile: density, dots: null, density, margins };
}
