import type { Chart } from 'chart.js';
import type { AxisMark, Level } from './chartPicture';
import type { ViewedPicture } from './chartView';
import { formatColour } from './colour';
import type { Theme } from './theme';

/** Zero line of a mirrored chart, levels, and marks of points that are pending or failed; below the lines. */
export function drawOverlay({ ctx, chartArea, scales }: Chart, picture: ViewedPicture, theme: Theme): void {
  ctx.save();
  ctx.strokeStyle = theme.dim;
  ctx.lineWidth = 1;
  if (picture.mirrored) line(ctx, chartArea.left, scales['y'].getPixelForValue(0), chartArea.right);
  for (const level of picture.levels) {
    const y = scales['y'].getPixelForValue(level.value);
    if (y >= chartArea.top - 1 && y <= chartArea.bottom) drawLevel(ctx, level, y, chartArea, theme);
  }
  let lastX = Number.NEGATIVE_INFINITY;
  for (const mark of picture.marks) {
    const x = scales['x'].getPixelForValue(picture.xAxis.place(mark.x));
    if (x < chartArea.left - 1 || x > chartArea.right + 1) continue;
    // Marks on top of each other say no more than one.
    if (mark.kind === 'pending' && x - lastX < 3) continue;
    lastX = x;
    drawMark(ctx, mark, x, chartArea.bottom - 5, theme);
  }
  ctx.restore();
}

function drawMark(
  ctx: CanvasRenderingContext2D,
  { kind }: AxisMark,
  x: number,
  y: number,
  theme: Theme,
): void {
  ctx.strokeStyle = kind === 'failed' ? theme.inks.red : theme.dim;
  ctx.beginPath();
  if (kind === 'failed') {
    ctx.moveTo(x - 3, y - 3);
    ctx.lineTo(x + 3, y + 3);
    ctx.moveTo(x + 3, y - 3);
    ctx.lineTo(x - 3, y + 3);
  } else {
    ctx.arc(x, y, 2.5, 0, 2 * Math.PI);
  }
  ctx.stroke();
}

function line(ctx: CanvasRenderingContext2D, left: number, y: number, right: number): void {
  const crisp = Math.round(y) + 0.5;
  ctx.beginPath();
  ctx.moveTo(left, crisp);
  ctx.lineTo(right, crisp);
  ctx.stroke();
}

/** A line with its name below its left end, where curves begin low. */
function drawLevel(
  ctx: CanvasRenderingContext2D,
  { label, code }: Level,
  y: number,
  { left, right }: { readonly left: number; readonly right: number },
  theme: Theme,
): void {
  ctx.save();
  ctx.strokeStyle = theme.inks[code.ink];
  ctx.lineWidth = code.width;
  ctx.setLineDash([...code.dash]);
  line(ctx, left, y, right);
  ctx.font = `11px ${theme.fontFamily}`;
  // Below the line, on a ground of its own: a grid line may run there.
  ctx.fillStyle = formatColour(theme.background);
  ctx.fillRect(left + 2, y + 3, ctx.measureText(label).width + 4, 13);
  ctx.fillStyle = theme.dim;
  ctx.textBaseline = 'top';
  ctx.fillText(label, left + 4, y + 4);
  ctx.restore();
}
