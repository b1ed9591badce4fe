import type { ChangeCode } from '../../../shared/changeCode';
import { traceShape } from '../../../shared/changeShape';
import type { Theme } from '../../../shared/theme';

export interface ChangeEntry {
  readonly code: ChangeCode;
  /** With its count: "gained 12". */
  readonly label: string;
}

const size = 10;

export const changeLegendHeight = 20;

/** In a row from the left. */
export function paintChangeLegend(
  context: CanvasRenderingContext2D,
  theme: Theme,
  entries: readonly ChangeEntry[],
): void {
  context.font = `11px ${theme.fontFamily}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  const y = changeLegendHeight / 2;
  let x = 0;
  for (const { code, label } of entries) {
    context.fillStyle = theme.inks[code.ink];
    context.beginPath();
    traceShape(context, code.shape, x + size / 2, y, size);
    context.fill();
    context.fillStyle = theme.dim;
    context.fillText(label, x + size + 6, y);
    x += size + 6 + context.measureText(label).width + 16;
  }
}
