import { headHeight } from '../heatLayout';
import { bracketRoom, type HeatFrame } from '../heatNames';

const bracket = 2;

/** The names of an exported map, in the ink of the context; its cells begin at `top`. */
export function paintHeatNames(
  context: CanvasRenderingContext2D,
  { layout, columns, rows }: HeatFrame,
  top: number,
): void {
  const { cellWidth, cellHeight, rowLabelWidth } = layout;
  for (const label of rows) {
    const [from, to] = [top + label.from * cellHeight, top + label.to * cellHeight];
    if (label.kind === 'run') {
      context.textAlign = 'left';
      context.fillText(label.text, 0, from + Math.min(8, (to - from) / 2), rowLabelWidth - bracketRoom);
      context.fillRect(rowLabelWidth - 8, from, bracket, Math.max(0.5, to - from - 1));
    } else {
      const right = rowLabelWidth - (label.kind === 'moment' ? bracketRoom : 8);
      context.textAlign = 'right';
      context.fillText(label.text, right, from + Math.max(8, cellHeight / 2), right);
    }
  }
  for (const { kind, text, from, to } of columns) {
    const [left, width] = [rowLabelWidth + from * cellWidth, (to - from) * cellWidth];
    context.textAlign = kind === 'run' ? 'left' : 'center';
    context.fillText(text, kind === 'run' ? left : left + width / 2, top - headHeight / 2);
    if (kind === 'run') context.fillRect(left, top - 3, Math.max(0.5, width - 1), bracket);
  }
}
