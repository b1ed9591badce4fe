import { type ChangeCode, gainedCode, keptCode, lostCode } from '../../../shared/changeCode';
import { traceShape } from '../../../shared/changeShape';
import { formatColour } from '../../../shared/colour';
import type { ExportedPicture } from '../../../shared/exported';
import { noValue } from '../../../shared/format';
import type { Theme } from '../../../shared/theme';
import type { InputChange, InputRow } from './listedInputs';

const rowHeight = 20;
const barHeight = 10;
const codes: Readonly<Record<InputChange, ChangeCode>> = {
  kept: keptCode,
  gained: gainedCode,
  lost: lostCode,
};

/** A list of inputs for an export: a row an input with its name, its bar from zero, and its value. */
export function barsPicture(
  rows: readonly InputRow[],
  format: (value: number) => string,
  width: number,
): ExportedPicture {
  return {
    width,
    height: rows.length * rowHeight,
    paint: (context, theme) => {
      paintBars(context, width, theme, rows, format);
    },
  };
}

function paintBars(
  context: CanvasRenderingContext2D,
  width: number,
  theme: Theme,
  rows: readonly InputRow[],
  format: (value: number) => string,
): void {
  context.font = `12px ${theme.fontFamily}`;
  context.textBaseline = 'middle';
  const textOf = (value: number | null): string => (value === null ? noValue : format(value));
  const widest = (texts: readonly string[]): number =>
    texts.reduce((most, each) => Math.max(most, context.measureText(each).width), 0);
  const names = Math.min(width * 0.4, widest(rows.map(({ name }) => name))) + 8;
  const numbers = widest(rows.map(({ value }) => textOf(value))) + 8;
  const values = rows.map(({ value }) => value ?? 0);
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const room = width - names - 16 - numbers;
  const isSigned = values.some((value) => value < 0);
  const zero = names + 16 + (isSigned ? room / 2 : 0);
  rows.forEach(({ name, value, change }, k) => {
    const middle = (k + 0.5) * rowHeight;
    context.fillStyle = formatColour(theme.foreground);
    context.textAlign = 'left';
    context.fillText(name, 0, middle, names - 8);
    context.textAlign = 'right';
    context.fillText(textOf(value), width, middle);
    const code = change === null ? null : codes[change];
    context.fillStyle = theme.inks[code?.ink ?? 'blue'];
    const length = most === 0 ? 0 : (values[k] / most) * (isSigned ? room / 2 : room);
    context.fillRect(Math.min(zero, zero + length), middle - barHeight / 2, Math.abs(length), barHeight);
    if (code === null) return;
    context.beginPath();
    traceShape(context, code.shape, names + 7, middle, 8);
    context.fill();
  });
  if (!isSigned) return;
  context.fillStyle = theme.dim;
  context.fillRect(zero, 0, 1, rows.length * rowHeight);
}
