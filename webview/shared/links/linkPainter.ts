import { binsAcross, binsDown, type LinkTile } from '../../../src/overlay/tile';
import type { ChangeCode } from '../changeCode';
import { traceShape } from '../changeShape';
import { parseColour, type Rgba } from '../colour';
import type { Theme } from '../theme';
import { paintAxes } from './axisPainter';
import { densityImage } from './densityImage';
import { dotsImage } from './dotsImage';
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

/**
 * The whole picture: links, sums at the margins, axes. `dots`: small ones are painted as pixels, which is quick, or as
 * outlines, which stay sharp at any size.
 */
export function paintLinkPicture(
  context: CanvasRenderingContext2D,
  painting: LinkPainting,
  theme: Theme,
  dots: 'pixels' | 'outlines',
): void {
  const { scene, layout } = painting;
  const { plot } = layout;
  context.save();
  context.beginPath();
  context.rect(plot.left, plot.top, plot.width, plot.height);
  context.clip();
  if (scene.dots !== null) {
    const { width, height } = cellSize(painting.window, plot);
    const small = Math.min(width, height) < leastShape;
    if (small && dots === 'pixels') paintPixels(context, scene.dots, painting, theme);
    else paintDots(context, scene.dots, painting, theme);
  } else if (scene.density !== null) paintDensity(context, scene.density, painting, theme);
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
    context.beginPath();
    for (let k = 0; k < status.length; k++) {
      if (status[k] !== wanted) continue;
      const x = columnX(layout, window, columns[k] + 0.5);
      const y = rowY(layout, window, rows[k] + 0.5);
      if (asShapes) traceShape(context, code.shape, x, y, 0.72 * Math.min(cell.width, cell.height));
      else context.rect(x - width / 2, y - height / 2, width, height);
    }
    context.fill();
  });
}

function paintPixels(
  context: CanvasRenderingContext2D,
  dots: LinkDots,
  { window, layout, codes }: LinkPainting,
  theme: Theme,
): void {
  const { plot } = layout;
  const ratio = context.getTransform().a;
  const cell = cellSize(window, plot);
  const [width, height] = [dotSize(cell.width), dotSize(cell.height)];
  const image = dotsImage(dots, inksOf(codes, theme), {
    width: Math.round(plot.width * ratio),
    height: Math.round(plot.height * ratio),
    across: Math.round(width * ratio),
    down: Math.round(height * ratio),
    x: (column) => Math.round((columnX(layout, window, column + 0.5) - plot.left - width / 2) * ratio),
    y: (row) => Math.round((rowY(layout, window, row + 0.5) - plot.top - height / 2) * ratio),
  });
  context.imageSmoothingEnabled = false;
  context.drawImage(image, plot.left, plot.top, plot.width, plot.height);
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
  context.drawImage(densityImage(density, inksOf(codes, theme)), left, top, right - left, bottom - top);
}

function inksOf(codes: ShownCodes, theme: Theme): readonly (Rgba | null)[] {
  return codes.map((code) => (code === null ? null : parseColour(theme.inks[code.ink])));
}
