import type { Span } from '../../../src/overlay/overlay';
import type { TileWindow } from '../../../src/overlay/tile';

/** Rows and columns of a whole picture of links. */
export interface LinkExtent {
  readonly rows: number;
  readonly columns: number;
}

/** The part of a picture that is seen: from `left` to `right` columns, from `top` to `bottom` rows, with their fractions. */
export interface LinkWindow {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** In pixels. */
export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

/** A link is never drawn larger. */
const mostCell = 34;
/** Bins of a density map. */
const leastBin = 2;

export function wholeWindow({ rows, columns }: LinkExtent): LinkWindow {
  return { left: 0, right: columns, top: 0, bottom: rows };
}

export function isWhole(window: LinkWindow, extent: LinkExtent): boolean {
  return window.right - window.left >= extent.columns && window.bottom - window.top >= extent.rows;
}

/** Width and height of a link in pixels. */
export function cellSize(window: LinkWindow, plot: PlotSize): PlotSize {
  return {
    width: plot.width / (window.right - window.left),
    height: plot.height / (window.bottom - window.top),
  };
}

/** `factor` times as many rows and columns, the place (`column`, `row`) where it is. */
export function zoomed(
  window: LinkWindow,
  factor: number,
  { column, row }: { readonly column: number; readonly row: number },
  extent: LinkExtent,
  plot: PlotSize,
): LinkWindow {
  const [left, right] = scaled(
    [window.left, window.right],
    factor,
    column,
    plot.width / mostCell,
    extent.columns,
  );
  const [top, bottom] = scaled([window.top, window.bottom], factor, row, plot.height / mostCell, extent.rows);
  return { left, right, top, bottom };
}

/** Moved by so many columns to the right and rows down, as far as there are any. */
export function panned(window: LinkWindow, columns: number, rows: number, extent: LinkExtent): LinkWindow {
  const [left, right] = within(window.left + columns, window.right - window.left, extent.columns);
  const [top, bottom] = within(window.top + rows, window.bottom - window.top, extent.rows);
  return { left, right, top, bottom };
}

/** What has to be known to draw a window: bins of whole rows and columns, at least `leastBin` pixels wide and high. */
export function tileWindowOf(window: LinkWindow, extent: LinkExtent, plot: PlotSize): TileWindow {
  const cell = cellSize(window, plot);
  const rowStep = Math.max(1, Math.ceil(leastBin / cell.height));
  const columnStep = Math.max(1, Math.ceil(leastBin / cell.width));
  return {
    rows: aligned(window.top, window.bottom, rowStep, extent.rows),
    columns: aligned(window.left, window.right, columnStep, extent.columns),
    rowStep,
    columnStep,
  };
}

/** Bins stay in their places when the window moves. */
function aligned(from: number, to: number, step: number, count: number): Span {
  return [Math.floor(from / step) * step, Math.min(count, Math.ceil(to / step) * step)];
}

function scaled([from, to]: Span, factor: number, at: number, least: number, count: number): Span {
  const size = to - from;
  const wanted = Math.min(count, Math.max(Math.min(count, least), size * factor));
  return within(at - ((at - from) * wanted) / size, wanted, count);
}

function within(from: number, size: number, count: number): Span {
  const start = Math.min(Math.max(0, from), Math.max(0, count - size));
  return [start, start + size];
}
