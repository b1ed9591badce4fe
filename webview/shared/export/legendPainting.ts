import type { Series } from '../chartPicture';
import type { LineCode } from '../layerCode';
import type { Theme } from '../theme';
import { measureText } from './measureText';

export interface LegendLine {
  readonly label: string;
  readonly code: LineCode;
  readonly marker?: Series['marker'];
}

const sample = 24;
const lineHeight = 18;
const between = 16;

function fontOf(theme: Theme): string {
  return `11px ${theme.fontFamily}`;
}

interface Placed extends LegendLine {
  readonly x: number;
  readonly row: number;
}

function placed(lines: readonly LegendLine[], width: number, theme: Theme): readonly Placed[] {
  let x = 0;
  let row = 0;
  return lines.map((line) => {
    const needed = sample + 6 + measureText(line.label, fontOf(theme)).width;
    if (x > 0 && x + needed > width) {
      x = 0;
      row++;
    }
    const at = { ...line, x, row };
    x += needed + between;
    return at;
  });
}

/** In pixels; 0 where there is nothing to explain. */
export function legendHeight(lines: readonly LegendLine[], width: number, theme: Theme): number {
  const last = placed(lines, width, theme).at(-1);
  return last === undefined ? 0 : (last.row + 1) * lineHeight;
}

/** Samples of lines with their names, in rows, from (0, `top`). */
export function paintLegend(
  context: CanvasRenderingContext2D,
  lines: readonly LegendLine[],
  width: number,
  top: number,
  theme: Theme,
): void {
  context.save();
  context.font = fontOf(theme);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const { x, row, label, code, marker } of placed(lines, width, theme)) {
    const y = top + (row + 0.5) * lineHeight;
    context.strokeStyle = theme.inks[code.ink];
    context.lineWidth = code.width;
    context.setLineDash([...code.dash]);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + sample, y);
    context.stroke();
    if (marker === 'up' || marker === 'down') paintTriangle(context, x + sample / 2, y, marker);
    context.fillStyle = theme.inks.foreground;
    context.fillText(label, x + sample + 6, y);
  }
  context.restore();
}

/** In the colour of the line. */
function paintTriangle(context: CanvasRenderingContext2D, x: number, y: number, marker: 'up' | 'down'): void {
  const towards = marker === 'up' ? -1 : 1;
  context.fillStyle = context.strokeStyle;
  context.beginPath();
  context.moveTo(x - 4, y - 3 * towards);
  context.lineTo(x + 4, y - 3 * towards);
  context.lineTo(x, y + 4 * towards);
  context.closePath();
  context.fill();
}
