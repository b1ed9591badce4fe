import type { CanvasSize } from '../../shared/paintedCanvas';
import type { Theme } from '../../shared/theme';
import { fateCodes } from './fateCodes';
import { type Fate, fateOf, type MatchedNeurons } from './matchedNeurons';

/** Where neurons went: those of A from left to right, those of B downward, a mark a pair; in place is the diagonal. */

const margin = { left: 44, right: 10, top: 26, bottom: 10 };
/** Marks are at least so large that one is seen, in pixels. */
const leastMark = 3;
/** Of more neurons the shape of a mark is not seen any more, and would take long to draw. */
const mostDiamonds = 20_000;

interface Field {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly widthA: number;
  readonly widthB: number;
}

function fieldOf({ width, height }: CanvasSize, { a, b }: MatchedNeurons): Field {
  return {
    left: margin.left,
    top: margin.top,
    width: width - margin.left - margin.right,
    height: height - margin.top - margin.bottom,
    widthA: 1 + a.reduce((most, neuron) => Math.max(most, neuron), 0),
    widthB: 1 + b.reduce((most, neuron) => Math.max(most, neuron), 0),
  };
}

/** `selected`: a row that is ringed. */
export function paintPlaces(
  context: CanvasRenderingContext2D,
  size: CanvasSize,
  theme: Theme,
  neurons: MatchedNeurons,
  selected: number | null,
): void {
  const field = fieldOf(size, neurons);
  paintAxes(context, field, theme);
  // In place first: the moved ones, which are looked for, lie on top.
  for (const fate of ['inPlace', 'noInput', 'moved'] as const)
    paintFate(context, field, theme, neurons, fate);
  if (selected === null || neurons.a[selected] < 0 || neurons.b[selected] < 0) return;
  const { x, y } = placeOf(field, neurons, selected);
  context.strokeStyle = theme.inks.foreground;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, 6, 0, 2 * Math.PI);
  context.stroke();
}

function paintFate(
  context: CanvasRenderingContext2D,
  field: Field,
  theme: Theme,
  neurons: MatchedNeurons,
  fate: Fate,
): void {
  const mark = Math.max(leastMark, field.width / field.widthA);
  context.save();
  context.fillStyle = theme.inks[fateCodes[fate].ink];
  // Where marks would cover each other their number is seen by how dense they are.
  context.globalAlpha = Math.max(0.08, Math.min(1, (field.width * 4) / field.widthA));
  for (let row = 0; row < neurons.count; row++) {
    if (fateOf(neurons, row) !== fate) continue;
    const { x, y } = placeOf(field, neurons, row);
    if (fate === 'moved' && neurons.count <= mostDiamonds) paintDiamond(context, x, y, mark);
    else context.fillRect(x - mark / 2, y - mark / 2, mark, mark);
  }
  context.restore();
}

function paintDiamond(context: CanvasRenderingContext2D, x: number, y: number, mark: number): void {
  const reach = mark * 0.9;
  context.beginPath();
  context.moveTo(x, y - reach);
  context.lineTo(x + reach, y);
  context.lineTo(x, y + reach);
  context.lineTo(x - reach, y);
  context.fill();
}

function paintAxes(context: CanvasRenderingContext2D, field: Field, theme: Theme): void {
  const { left, top, width, height, widthA, widthB } = field;
  context.strokeStyle = theme.hairline;
  context.lineWidth = 1;
  context.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
  context.fillStyle = theme.dim;
  context.font = `11px ${theme.fontFamily}`;
  context.textBaseline = 'bottom';
  context.textAlign = 'left';
  context.fillText('0', left, top - 3);
  context.textAlign = 'center';
  context.fillText('neuron of A', left + width / 2, top - 3);
  context.textAlign = 'right';
  context.fillText(String(widthA - 1), left + width, top - 3);
  context.textBaseline = 'middle';
  context.fillText('0', left - 5, top + 6);
  context.fillText(String(widthB - 1), left - 5, top + height - 6);
  context.save();
  context.translate(left - 10, top + height / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'center';
  context.fillText('neuron of B', 0, 0);
  context.restore();
}

function placeOf(
  field: Field,
  { a, b }: MatchedNeurons,
  row: number,
): { readonly x: number; readonly y: number } {
  return {
    x: field.left + ((a[row] + 0.5) / field.widthA) * field.width,
    y: field.top + ((b[row] + 0.5) / field.widthB) * field.height,
  };
}

/** The pair whose mark is nearest to a point, at most some pixels away, or null. */
export function rowAt(size: CanvasSize, neurons: MatchedNeurons, x: number, y: number): number | null {
  const field = fieldOf(size, neurons);
  let nearest: number | null = null;
  let least = 100;
  for (let row = 0; row < neurons.count; row++) {
    if (neurons.a[row] < 0 || neurons.b[row] < 0) continue;
    const place = placeOf(field, neurons, row);
    const away = (place.x - x) ** 2 + (place.y - y) ** 2;
    if (away < least) [nearest, least] = [row, away];
  }
  return nearest;
}
