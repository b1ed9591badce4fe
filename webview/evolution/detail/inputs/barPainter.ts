import { gainedCode, lostCode } from '../../../shared/changeCode';
import { traceShape } from '../../../shared/changeShape';
import { formatColour } from '../../../shared/colour';
import type { Theme } from '../../../shared/theme';
import type { InputValues } from './inputValues';
import type { RankedBar } from './rankedBars';

const rowHeight = 20;

export function barsHeight(bars: readonly RankedBar[]): number {
  return bars.length * rowHeight;
}

/** A row a bar: its name, its length, its value. */
export function paintBars(
  context: CanvasRenderingContext2D,
  width: number,
  theme: Theme,
  bars: readonly RankedBar[],
  { kind, most, format }: InputValues,
): void {
  context.font = `12px ${theme.fontFamily}`;
  context.textBaseline = 'middle';
  const widest = Math.max(0, ...bars.map(({ name }) => context.measureText(name).width));
  const names = Math.min(width * 0.4, widest) + 8;
  const numbers = Math.max(0, ...bars.map(({ value }) => context.measureText(format(value)).width)) + 8;
  bars.forEach(({ name, value }, k) => {
    const middle = (k + 0.5) * rowHeight;
    context.fillStyle = formatColour(theme.foreground);
    context.textAlign = 'left';
    context.fillText(name, 0, middle, names - 8);
    context.textAlign = 'right';
    context.fillText(format(value), width, middle);
    const length = most === 0 ? 0 : (Math.abs(value) / most) * (width - names - numbers - 16);
    const code = kind !== 'change' ? null : value > 0 ? gainedCode : lostCode;
    context.fillStyle = theme.inks[code?.ink ?? 'blue'];
    context.fillRect(names + 16, middle - 5, value === 0 ? 0 : Math.max(1, length), 10);
    if (code === null || value === 0) return;
    context.beginPath();
    traceShape(context, code.shape, names + 7, middle, 8);
    context.fill();
  });
}
