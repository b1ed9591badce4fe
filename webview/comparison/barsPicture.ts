import { wrapText } from '../shared/export/measureText';
import { paperTheme } from '../shared/export/lightTheme';
import type { ExportedPicture } from '../shared/exported';
import type { Ink } from '../shared/layerCode';
import type { Theme } from '../shared/theme';

/** A row of a picture of bars from 0 to 1. */
export interface PictureBar {
  readonly name: string;
  /** From the left, beside each other. */
  readonly parts: readonly { readonly share: number; readonly ink: Ink }[];
  /** Lines across the bar. */
  readonly marks: readonly { readonly at: number; readonly dash: readonly number[] }[];
  /** The numbers behind it. */
  readonly text: string;
}

const rowHeight = 24;
const barHeight = 10;
const barLeft = 130;
const barWidth = 280;
const footHeight = 20;
const font = `11px ${paperTheme.fontFamily}`;
const sample = 10;

/** What a colour of the bars stands for. */
export interface BarKey {
  readonly words: string;
  readonly ink: Ink;
}

/** `textWidth`: room for the numbers, in pixels; `foot`: what the bars and their marks are. */
export function barsPicture(
  bars: readonly PictureBar[],
  textWidth: number,
  foot: string,
  keys: readonly BarKey[] = [],
): ExportedPicture {
  const width = barLeft + barWidth + 12 + textWidth;
  const lines = wrapText(foot, font, width);
  const footTop = bars.length * rowHeight + (keys.length === 0 ? 0 : rowHeight);
  return {
    width,
    height: footTop + lines.length * footHeight,
    paint(context, theme) {
      context.font = font;
      context.textBaseline = 'middle';
      context.textAlign = 'left';
      bars.forEach((bar, row) => {
        paintBar(context, theme, bar, (row + 0.5) * rowHeight);
      });
      paintKeys(context, theme, keys, (bars.length + 0.5) * rowHeight);
      context.fillStyle = theme.dim;
      lines.forEach((line, k) => {
        context.fillText(line, 0, footTop + (k + 0.5) * footHeight);
      });
    },
  };
}

/** Beside each other, below the bars. */
function paintKeys(
  context: CanvasRenderingContext2D,
  theme: Theme,
  keys: readonly BarKey[],
  middle: number,
): void {
  let left = barLeft;
  for (const { words, ink } of keys) {
    context.fillStyle = theme.inks[ink];
    context.fillRect(left, middle - sample / 2, sample, sample);
    context.fillStyle = theme.inks.foreground;
    context.fillText(words, left + sample + 6, middle);
    left += sample + 6 + context.measureText(words).width + 16;
  }
}

function paintBar(
  context: CanvasRenderingContext2D,
  theme: Theme,
  { name, parts, marks, text }: PictureBar,
  middle: number,
): void {
  const top = middle - barHeight / 2;
  context.fillStyle = theme.inks.foreground;
  context.fillText(name, 0, middle);
  context.fillText(text, barLeft + barWidth + 12, middle);
  context.fillStyle = theme.hairline;
  context.fillRect(barLeft, top, barWidth, barHeight);
  let left = barLeft;
  for (const { share, ink } of parts) {
    context.fillStyle = theme.inks[ink];
    context.fillRect(left, top, share * barWidth, barHeight);
    left += share * barWidth;
  }
  context.strokeStyle = theme.inks.foreground;
  context.lineWidth = 2;
  for (const { at, dash } of marks) {
    context.setLineDash([...dash]);
    context.beginPath();
    context.moveTo(barLeft + at * barWidth, top - 4);
    context.lineTo(barLeft + at * barWidth, top + barHeight + 4);
    context.stroke();
  }
  context.setLineDash([]);
}
