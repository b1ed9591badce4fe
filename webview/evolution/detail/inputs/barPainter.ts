import { type ChangeCode, gainedCode, keptCode, lostCode } from '../../../shared/changeCode';
import { traceShape } from '../../../shared/changeShape';
import { formatColour } from '../../../shared/colour';
import type { ExportedPicture } from '../../../shared/exported';
import { noValue } from '../../../shared/format';
import type { Theme } from '../../../shared/theme';
import { barScaleOf, barValue, type InputChange, type InputRow } from './listedInputs';

const rowHeight = 20;
const barHeight = 10;
const codes: Readonly<Record<InputChange, ChangeCode>> = {
  kept: keptCode,
  gained: gainedCode,
  lost: lostCode,
};

/** A list of inputs for an export: a row an input with its name, its bar from zero (hollow where that was before), and its value. */
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
  const { most, isSigned } = barScaleOf(rows);
  const room = width - names - 16 - numbers;
  const zero = names + 16 + (isSigned ? room / 2 : 0);
  rows.forEach((row, k) => {
    const { name, value, change } = row;
    const middle = (k + 0.5) * rowHeight;
    context.fillStyle = formatColour(theme.foreground);
    context.textAlign = 'left';
    context.fillText(name, 0, middle, names - 8);
    context.textAlign = 'right';
    context.fillText(textOf(value), width, middle);
    const code = change === null ? null : codes[change];
    const ink = theme.inks[code?.ink ?? 'blue'];
    context.fillStyle = ink;
    const length = most === 0 ? 0 : (barValue(row) / most) * (isSigned ? room / 2 : room);
    const [left, top] = [Math.min(zero, zero + length), middle - barHeight / 2];
    if (value === null) {
      context.strokeStyle = ink;
      context.lineWidth = 1;
      context.strokeRect(left + 0.5, top + 0.5, Math.max(0, Math.abs(length) - 1), barHeight - 1);
    } else context.fillRect(left, top, Math.abs(length), barHeight);
    if (code === null) return;
    context.beginPath();
    traceShape(context, code.shape, names + 7, middle, 8);
    context.fill();
  });
  if (!isSigned) return;
  context.fillStyle = theme.dim;
  context.fillRect(zero, 0, 1, rows.length * rowHeight);
}
