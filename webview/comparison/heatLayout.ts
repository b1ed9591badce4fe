import type { Span } from '../../src/protocol/matrix';

/** In pixels. */
export interface HeatLayout {
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly rowLabelWidth: number;
  /** Decimals of the numbers in the cells; null where they do not fit. */
  readonly decimals: 2 | 3 | null;
  /** Cells so small stand without a gap. */
  readonly fine: boolean;
}

/** What a map may take, in pixels, its names included. */
export interface HeatRoom {
  readonly width: number;
  readonly height: number;
  /** Cells that can be told apart and hit, for which the map is scrolled. */
  readonly larger: boolean;
}

/** Of a line of text. */
export const lineHeight = 15;
/** Of the line above the columns. */
export const headHeight = 18;
/** Cells below this are fractions of a pixel larger or smaller, so that they fill their room. */
const wholePixels = 4;
const easyToHit = 12;
const largestMap = 4096;

/** Whether a map that is seen whole has cells which could be larger. */
export function couldBeLarger({ cellWidth }: HeatLayout): boolean {
  return cellWidth < easyToHit;
}

/**
 * Cells as large as the room allows, within reason. Where they are too small for numbers the whole map is in sight;
 * numbers are worth scrolling down for.
 */
export function heatLayout(size: number, room: HeatRoom, rowLabelWidth: number): HeatLayout {
  const across = Math.min(68, (room.width - rowLabelWidth) / size);
  const withNumbers = across >= 28;
  const fitting = withNumbers ? across : Math.min(across, (room.height - headHeight) / size);
  const least = room.larger ? Math.min(easyToHit, Math.floor(largestMap / size)) : 0;
  const cellWidth = Math.max(least, fitting < wholePixels ? fitting : Math.floor(fitting));
  return {
    cellWidth,
    cellHeight: Math.min(cellWidth, 44),
    rowLabelWidth,
    decimals: withNumbers ? (cellWidth < 44 ? 2 : 3) : null,
    fine: cellWidth < 16,
  };
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Rows and columns of a map at `plane` that are seen through `window`; null where none is. */
export function visiblePart(
  plane: Box,
  window: Box,
  size: number,
  { cellWidth, cellHeight }: HeatLayout,
): { readonly rows: Span; readonly columns: Span } | null {
  const span = (from: number, to: number, cell: number): Span => [
    Math.max(0, Math.floor(from / cell)),
    Math.min(size, Math.ceil(to / cell)),
  ];
  const rows = span(window.top - plane.top, window.bottom - plane.top, cellHeight);
  const columns = span(window.left - plane.left, window.right - plane.left, cellWidth);
  return rows[0] < rows[1] && columns[0] < columns[1] ? { rows, columns } : null;
}
