import { gainedCode, lostCode } from '../../../shared/changeCode';
import { traceShape } from '../../../shared/changeShape';
import { formatColour } from '../../../shared/colour';
import { heatScale } from '../../../shared/heatScale';
import { inputBox, type InputLayout } from '../../../shared/inputLayout';
import { markSize } from '../../../shared/inputMarks';
import { paintMarks, paintValues } from '../../../shared/inputPicture';
import type { Theme } from '../../../shared/theme';
import type { InputValues } from './inputValues';

/** From this size on a cell has room for the cross of an input that is not used. */
const leastCross = 5;

export const scaleHeight = 40;
const barHeight = 10;
/** More colours than an eye tells apart. */
const scaleSteps = 100;

/** The colour of each input by its value, or a mark as large as its change. */
export function paintMap(
  context: CanvasRenderingContext2D,
  layout: InputLayout,
  theme: Theme,
  shown: InputValues,
): void {
  const { values, most, kind } = shown;
  if (kind === 'change') {
    for (const [code, sign] of [
      [gainedCode, 1],
      [lostCode, -1],
    ] as const) {
      const inputs = indices(values.length).filter((input) => sign * values[input] > 0);
      const sizes = inputs.map((input) => markSize(Math.abs(values[input]) / most));
      paintMarks(context, layout, theme, { code, inputs, sizes });
    }
    return;
  }
  const scale = scaleOf(theme);
  paintValues(
    context,
    layout,
    (input) => (shown.used(input) ? values[input] : null),
    (value) => (value === null ? theme.background : scale.colour(most === 0 ? 0 : value / most)),
  );
  if (layout.cell >= leastCross) crossUnused(context, layout, theme, shown);
}

/** The colours of a map with their numbers, or the sizes of its marks. */
export function paintScale(
  context: CanvasRenderingContext2D,
  width: number,
  theme: Theme,
  { kind, most, format }: InputValues,
): void {
  context.font = `11px ${theme.fontFamily}`;
  context.textBaseline = 'top';
  const label = (text: string, x: number, align: CanvasTextAlign): void => {
    context.fillStyle = theme.dim;
    context.textAlign = align;
    context.fillText(text, x, barHeight + 6);
  };
  if (kind === 'change') {
    paintMarkScale(context, width, theme, most);
    label(format(-most), 0, 'left');
    label('0', width / 2, 'center');
    label(format(most), width, 'right');
    return;
  }
  const scale = scaleOf(theme);
  for (let step = 0; step < scaleSteps; step++) {
    const [left, right] = [step, step + 1].map((edge) => Math.round((edge / scaleSteps) * width));
    context.fillStyle = formatColour(scale.colour(step / (scaleSteps - 1)));
    context.fillRect(left, 0, right - left, barHeight);
  }
  context.strokeStyle = theme.hairline;
  context.lineWidth = 1;
  context.strokeRect(0.5, 0.5, width - 1, barHeight - 1);
  label('0', 0, 'left');
  if (kind === 'weights' || most >= 2) label(format(most / 2), width / 2, 'center');
  label(format(most), width, 'right');
}

function paintMarkScale(context: CanvasRenderingContext2D, width: number, theme: Theme, most: number): void {
  const places = 9;
  for (let k = 0; k < places; k++) {
    const value = (2 * k) / (places - 1) - 1;
    if (value === 0 || most === 0) continue;
    const { ink, shape } = value > 0 ? gainedCode : lostCode;
    const x = barHeight / 2 + (k / (places - 1)) * (width - barHeight);
    context.fillStyle = theme.inks[ink];
    context.beginPath();
    traceShape(context, shape, x, barHeight / 2, barHeight * markSize(Math.abs(value)));
    context.fill();
  }
}

function crossUnused(
  context: CanvasRenderingContext2D,
  layout: InputLayout,
  theme: Theme,
  { used, values }: InputValues,
): void {
  context.strokeStyle = theme.dim;
  context.lineWidth = 1;
  context.beginPath();
  for (let input = 0; input < values.length; input++) {
    if (used(input)) continue;
    const { left, top, width } = inputBox(layout, input);
    const [from, to] = [width * 0.3, width * 0.7];
    context.moveTo(left + from, top + from);
    context.lineTo(left + to, top + to);
    context.moveTo(left + to, top + from);
    context.lineTo(left + from, top + to);
  }
  context.stroke();
}

function scaleOf({ background, blue, foreground }: Theme) {
  return heatScale(background, blue, foreground);
}

function indices(length: number): number[] {
  return Array.from({ length }, (_, k) => k);
}
