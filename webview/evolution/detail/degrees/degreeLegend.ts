import { formatColour } from '../../../shared/colour';
import type { Theme } from '../../../shared/theme';
import { paintLine } from './paintLine';

export const degreeLegendHeight = 22;
/** Dashes of the lines, in their plots too. */
export const againstDash: readonly number[] = [3, 3];
export const lawDash: readonly number[] = [8, 3];

/** What the lines and bars of all plots mean. */
export interface DegreeLegend {
  readonly shown: string;
  readonly against: string | null;
  readonly law: boolean;
}

export function paintDegreeLegend(
  context: CanvasRenderingContext2D,
  theme: Theme,
  { shown, against, law }: DegreeLegend,
  logarithmic: boolean,
): void {
  context.font = `11px ${theme.fontFamily}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  const y = degreeLegendHeight / 2;
  let x = 2;
  const entry = (label: string, sample: () => void): void => {
    context.save();
    sample();
    context.restore();
    context.fillStyle = theme.dim;
    context.fillText(label, x + 24, y);
    x += 24 + context.measureText(label).width + 16;
  };
  const stroke = (colour: string, width: number, dash: readonly number[]): void => {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.setLineDash([...dash]);
    paintLine(context, [
      [x, y],
      [x + 18, y],
    ]);
  };
  const dot = (paint: 'fill' | 'stroke'): void => {
    context.beginPath();
    context.arc(x + 9, y, 3, 0, 2 * Math.PI);
    context[paint]();
  };
  entry(shown, () => {
    context.fillStyle = theme.inks.blue;
    if (logarithmic) dot('fill');
    else context.fillRect(x + 4, y - 5, 10, 10);
  });
  if (against !== null) {
    entry(against, () => {
      context.strokeStyle = formatColour(theme.foreground);
      if (logarithmic) dot('stroke');
      else stroke(formatColour(theme.foreground), 1.25, againstDash);
    });
  }
  entry('random links', () => {
    stroke(theme.inks.orange, 1.75, []);
  });
  if (law && logarithmic) {
    entry('power law', () => {
      stroke(theme.inks.purple, 2, lawDash);
    });
  }
}
