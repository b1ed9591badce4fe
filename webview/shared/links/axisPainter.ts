import { formatCount } from '../format';
import type { Theme } from '../theme';
import { columnX, rowY } from './linkLayout';
import type { LinkPainting } from './linkPainter';

/** Room for a number along the axis, in pixels. */
const acrossRoom = 54;
const downRoom = 26;

/** Numbers of inputs below the plot and of neurons beside it, each at the middle of what it names. */
export function paintAxes(context: CanvasRenderingContext2D, painting: LinkPainting, theme: Theme): void {
  const { window, layout, names } = painting;
  const { plot } = layout;
  context.font = `11px ${theme.fontFamily}`;
  context.fillStyle = theme.dim;
  context.strokeStyle = theme.hairline;
  context.lineWidth = 1;
  const bottom = plot.top + plot.height;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const column of ticks(window.left, window.right, plot.width, acrossRoom)) {
    const x = columnX(layout, window, column + 0.5);
    line(context, x, bottom + 1, x, bottom + 5);
    context.fillText(formatCount(names.input(column)), x, bottom + 7);
  }
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const row of ticks(window.top, window.bottom, plot.height, downRoom)) {
    const y = rowY(layout, window, row + 0.5);
    line(context, plot.left - 5, y, plot.left - 1, y);
    context.fillText(formatCount(names.neuron(row)), plot.left - 7, y);
  }
  context.textBaseline = 'alphabetic';
  context.fillText('input', plot.left + plot.width, layout.height - 2);
  context.fillText('neuron', plot.left - 7, plot.top - 7);
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/** Places that are whole multiples of a round step, whose middles are seen. */
export function ticks(from: number, to: number, pixels: number, room: number): number[] {
  const step = roundStep(((to - from) * room) / pixels);
  const first = Math.ceil((from - 0.5) / step) * step;
  const found: number[] = [];
  for (let place = Math.max(0, first); place + 0.5 <= to; place += step) found.push(place);
  return found;
}

/** The least of 1, 2, 5, 10, 20 … that is not below `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= least) ?? 10 * power;
}
