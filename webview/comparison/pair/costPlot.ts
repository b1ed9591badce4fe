import type { CanvasSize } from '../../shared/paintedCanvas';
import type { Theme } from '../../shared/theme';
import { costBins } from './costHistogram';

const margin = { left: 40, right: 8, top: 16, bottom: 20 };

/** Where a bin stands. */
export function binBox(
  { width }: CanvasSize,
  bin: number,
): { readonly left: number; readonly width: number } {
  const step = (width - margin.left - margin.right) / costBins;
  return { left: margin.left + bin * step, width: step };
}

/** The bin drawn at that distance from the left, or null. */
export function binAt(width: number, x: number): number | null {
  const bin = Math.floor(((x - margin.left) / (width - margin.left - margin.right)) * costBins);
  return bin >= 0 && bin < costBins ? bin : null;
}

/** Bars with their counts over them. `marked`: the bin that is pointed at. */
export function paintHistogram(
  context: CanvasRenderingContext2D,
  size: CanvasSize,
  theme: Theme,
  bins: Uint32Array,
  marked: number | null = null,
): void {
  const most = Math.max(1, ...bins);
  const floor = size.height - margin.bottom;
  const room = floor - margin.top;
  context.font = `11px ${theme.fontFamily}`;
  context.textBaseline = 'middle';
  paintScale(context, size, theme, most);
  bins.forEach((count, bin) => {
    const box = binBox(size, bin);
    const height = (count / most) * room;
    context.fillStyle = bin === marked ? theme.inks.foreground : theme.inks.blue;
    context.fillRect(box.left + 1, floor - height, box.width - 2, height);
  });
  context.fillStyle = theme.dim;
  context.textAlign = 'center';
  for (let fifth = 0; fifth <= 5; fifth++) {
    const x = margin.left + (fifth / 5) * (size.width - margin.left - margin.right);
    context.fillText((fifth / 5).toFixed(1), Math.min(x, size.width - 10), size.height - margin.bottom / 2);
  }
}

function paintScale(
  context: CanvasRenderingContext2D,
  { width, height }: CanvasSize,
  theme: Theme,
  most: number,
): void {
  const floor = height - margin.bottom;
  context.strokeStyle = theme.hairline;
  context.fillStyle = theme.dim;
  context.textAlign = 'right';
  context.lineWidth = 1;
  for (const [share, text] of [
    [0, '0'],
    [1, most.toLocaleString('en-US')],
  ] as const) {
    const y = Math.round(floor - share * (floor - margin.top)) + 0.5;
    context.beginPath();
    context.moveTo(margin.left, y);
    context.lineTo(width - margin.right, y);
    context.stroke();
    context.fillText(text, margin.left - 6, y);
  }
}
