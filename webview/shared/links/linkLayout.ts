import type { LinkExtent, LinkWindow } from './linkWindow';

/** In pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where the parts of a picture of links stand. */
export interface LinkLayout {
  readonly width: number;
  readonly height: number;
  /** The links: a column an input, a row a neuron. */
  readonly plot: Box;
  /** Sums by input, above, and by neuron, to the right. */
  readonly above: Box;
  readonly beside: Box;
}

const axisWidth = 50;
const axisHeight = 34;
const marginDepth = 30;
/** Between the plot and its margins. */
const gap = 5;
/** Above the margin to the right, for the largest of its sums. */
const rightEnd = 8;
const mostPlotWidth = 760;
const mostPlotHeight = 620;

/** As wide as there is room, in the proportion of the layer as long as that leaves something to see. */
export function linkLayout({ rows, columns }: LinkExtent, availableWidth: number): LinkLayout {
  const width = Math.max(
    80,
    Math.min(mostPlotWidth, Math.floor(availableWidth) - axisWidth - gap - marginDepth - rightEnd),
  );
  const proportion = Math.min(1, Math.max(0.36, rows / columns));
  const height = Math.min(mostPlotHeight, Math.round(width * proportion));
  const plot = { left: axisWidth, top: marginDepth + gap, width, height };
  return {
    width: axisWidth + width + gap + marginDepth + rightEnd,
    height: plot.top + height + axisHeight,
    plot,
    above: { left: plot.left, top: 0, width, height: marginDepth },
    beside: { left: plot.left + width + gap, top: plot.top, width: marginDepth, height },
  };
}

/** Pixels from the left of the picture to a column, whose fraction counts. */
export function columnX({ plot }: LinkLayout, window: LinkWindow, column: number): number {
  return plot.left + ((column - window.left) / (window.right - window.left)) * plot.width;
}

/** Pixels from the top of the picture to a row. */
export function rowY({ plot }: LinkLayout, window: LinkWindow, row: number): number {
  return plot.top + ((row - window.top) / (window.bottom - window.top)) * plot.height;
}

/** The place at a point of the picture, with its fractions; outside the plot too. */
export function placeAt(
  { plot }: LinkLayout,
  window: LinkWindow,
  x: number,
  y: number,
): { readonly column: number; readonly row: number } {
  return {
    column: window.left + ((x - plot.left) / plot.width) * (window.right - window.left),
    row: window.top + ((y - plot.top) / plot.height) * (window.bottom - window.top),
  };
}

export function contains({ left, top, width, height }: Box, x: number, y: number): boolean {
  return x >= left && x < left + width && y >= top && y < top + height;
}
