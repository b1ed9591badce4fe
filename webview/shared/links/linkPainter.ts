import { linkStatuses } from '../../../src/overlay/overlay';
import { binsAcross, binsDown, type LinkTile } from '../../../src/overlay/tile';
import type { ChangeCode } from '../changeCode';
import { traceShape } from '../changeShape';
import { parseColour, type Rgba } from '../colour';
import type { Theme } from '../theme';
import { paintAxes } from './axisPainter';
import { columnX, type LinkLayout, rowY } from './linkLayout';
import type { LinkNames } from './linkNames';
import { type LinkDots, leastDot, type LinkScene } from './linkScene';
import { cellSize, type LinkWindow } from './linkWindow';
import { paintMargins } from './marginPainter';

/** Codes of the links by status, in the order of `linkStatuses`; null for those that are not shown. */
export type ShownCodes = readonly (ChangeCode | null)[];

export interface LinkPainting {
  readonly scene: LinkScene;
  readonly window: LinkWindow;
  readonly layout: LinkLayout;
  readonly names: LinkNames;
  readonly codes: ShownCodes;
}

/** From this many pixels on a link has the shape of its code. */
const leastShape = 5;

/** The whole picture: links, sums at the margins, axes. */
export function paintLinkPicture(
  context: CanvasRenderingContext2D,
  painting: LinkPainting,
  theme: Theme,
): void {
  const { scene, layout } = painting;
  const { plot } = layout;
  context.save();
  context.beginPath();
  context.rect(plot.left, plot.top, plot.width, plot.height);
  context.clip();
  if (scene.dots !== null) paintDots(context, scene.dots, painting, theme);
  else if (scene.density !== null) paintDensity(context, scene.density, painting, theme);
  context.restore();
  context.strokeStyle = theme.hairline;
  context.lineWidth = 1;
  context.strokeRect(plot.left - 0.5, plot.top - 0.5, plot.width + 1, plot.height + 1);
  paintMargins(context, painting, theme);
  paintAxes(context, painting, theme);
}

/** What stayed first, so that what changed lies above it. */
function paintDots(
  context: CanvasRenderingContext2D,
  { rows, columns, status }: LinkDots,
  { window, layout, codes }: LinkPainting,
  theme: Theme,
): void {
  const cell = cellSize(window, layout.plot);
  const asShapes = Math.min(cell.width, cell.height) >= leastShape;
  const [width, height] = [dotSize(cell.width), dotSize(cell.height)];
  codes.forEach((code, wanted) => {
    if (code === null) return;
    context.fillStyle = theme.inks[code.ink];
    if (asShapes) context.beginPath();
    for (let k = 0; k < status.length; k++) {
      if (status[k] !== wanted) continue;
      const x = columnX(layout, window, columns[k] + 0.5);
      const y = rowY(layout, window, rows[k] + 0.5);
      if (asShapes) traceShape(context, code.shape, x, y, 0.72 * Math.min(cell.width, cell.height));
      else context.fillRect(x - width / 2, y - height / 2, width, height);
    }
    if (asShapes) context.fill();
  });
}

/** Large cells leave a gap between them. */
function dotSize(cell: number): number {
  return cell >= leastShape ? cell - 1 : Math.max(leastDot, cell);
}

function paintDensity(
  context: CanvasRenderingContext2D,
  density: LinkTile,
  { window, layout, codes }: LinkPainting,
  theme: Theme,
): void {
  const { rows, columns, rowStep, columnStep } = density;
  const left = columnX(layout, window, columns[0]);
  const top = rowY(layout, window, rows[0]);
  // The last bins may be cut, their pixels are not.
  const right = columnX(layout, window, columns[0] + binsAcross(density) * columnStep);
  const bottom = rowY(layout, window, rows[0] + binsDown(density) * rowStep);
  context.imageSmoothingEnabled = false;
  context.drawImage(densityImage(density, codes, theme), left, top, right - left, bottom - top);
}

/** A pixel a bin: the fuller it is, the more it differs from the ground; its colour is mixed from those of its links. */
function densityImage(density: LinkTile, codes: ShownCodes, theme: Theme): HTMLCanvasElement {
  const [across, down] = [binsAcross(density), binsDown(density)];
  const canvas = document.createElement('canvas');
  canvas.width = across;
  canvas.height = down;
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(across, down);
  const inks = codes.map((code): Rgba | null => (code === null ? null : parseColour(theme.inks[code.ink])));
  const fullest = fullestBin(density, codes);
  const block = across * down;
  for (let bin = 0; bin < block; bin++) {
    let links = 0;
    const sum = [0, 0, 0];
    inks.forEach((ink, status) => {
      const count = density.counts[status * block + bin];
      if (ink === null || count === 0) return;
      links += count;
      for (let channel = 0; channel < 3; channel++) sum[channel] += count * ink[channel];
    });
    if (links === 0) continue;
    for (let channel = 0; channel < 3; channel++) image.data[4 * bin + channel] = sum[channel] / links;
    // Square root: a single link among many still shows.
    image.data[4 * bin + 3] = 255 * Math.max(0.12, Math.sqrt(links / fullest));
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** Most links in a bin, of those that are shown; at least 1. */
export function fullestBin(density: LinkTile, codes: ShownCodes): number {
  const block = density.counts.length / linkStatuses.length;
  let most = 1;
  for (let bin = 0; bin < block; bin++) {
    let links = 0;
    codes.forEach((code, status) => {
      if (code !== null) links += density.counts[status * block + bin];
    });
    most = Math.max(most, links);
  }
  return most;
}
