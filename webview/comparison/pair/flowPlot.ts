import type { CanvasSize } from '../../shared/paintedCanvas';
import type { Theme } from '../../shared/theme';
import { type FanInFlow, flowNames } from './fanInFlow';

const block = 10;
const gap = 6;
const labels = 110;
const top = 26;

interface Block {
  readonly name: string;
  readonly count: number;
  readonly start: number;
  readonly height: number;
}

/** Classes of A at the left, of B at the right, a ribbon as thick as the number of neurons that went from one to the other. */
export function paintFlow(
  context: CanvasRenderingContext2D,
  size: CanvasSize,
  theme: Theme,
  flow: FanInFlow,
): void {
  const names = flowNames(flow);
  const fromA = flow.counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const toB = names.map((_, to) => flow.counts.reduce((sum, row) => sum + row[to], 0));
  const total = Math.max(
    1,
    fromA.reduce((sum, count) => sum + count, 0),
  );
  const shown = Math.max(fromA.filter((count) => count > 0).length, toB.filter((count) => count > 0).length);
  const scale = Math.max(0, size.height - top - 4 - gap * (shown - 1)) / total;
  const left = blocksOf(names, fromA, scale);
  const right = blocksOf(names, toB, scale);
  const [x0, x1] = [labels + block, size.width - labels - block];
  paintRibbons(context, theme, flow, { left, right, x0, x1, scale });
  paintBlocks(context, theme, left, { x: labels, textX: labels - 6, align: 'right' });
  paintBlocks(context, theme, right, { x: x1, textX: x1 + block + 6, align: 'left' });
  context.fillStyle = theme.dim;
  context.textBaseline = 'bottom';
  context.textAlign = 'right';
  context.fillText('in A', labels + block, top - 6);
  context.textAlign = 'left';
  context.fillText('in B', x1, top - 6);
}

function blocksOf(names: readonly string[], counts: readonly number[], scale: number): readonly Block[] {
  let start = top;
  return names.map((name, k) => {
    const height = counts[k] * scale;
    const found = { name, count: counts[k], start, height };
    if (counts[k] > 0) start += height + gap;
    return found;
  });
}

function paintRibbons(
  context: CanvasRenderingContext2D,
  theme: Theme,
  { counts }: FanInFlow,
  place: {
    readonly left: readonly Block[];
    readonly right: readonly Block[];
    readonly x0: number;
    readonly x1: number;
    readonly scale: number;
  },
): void {
  const { left, right, x0, x1, scale } = place;
  const leaving = left.map(({ start }) => start);
  const arriving = right.map(({ start }) => start);
  const middle = (x0 + x1) / 2;
  context.save();
  counts.forEach((row, from) => {
    row.forEach((count, to) => {
      if (count === 0) return;
      const thick = count * scale;
      const [y0, y1] = [leaving[from], arriving[to]];
      leaving[from] += thick;
      arriving[to] += thick;
      // To the same class: quiet. To another: what is looked for.
      context.fillStyle = from === to ? theme.inks.blue : theme.inks.yellow;
      context.globalAlpha = from === to ? 0.35 : 0.6;
      context.beginPath();
      context.moveTo(x0, y0);
      context.bezierCurveTo(middle, y0, middle, y1, x1, y1);
      context.lineTo(x1, y1 + thick);
      context.bezierCurveTo(middle, y1 + thick, middle, y0 + thick, x0, y0 + thick);
      context.fill();
    });
  });
  context.restore();
}

function paintBlocks(
  context: CanvasRenderingContext2D,
  theme: Theme,
  blocks: readonly Block[],
  { x, textX, align }: { readonly x: number; readonly textX: number; readonly align: CanvasTextAlign },
): void {
  context.font = `11px ${theme.fontFamily}`;
  context.textBaseline = 'middle';
  context.textAlign = align;
  let free = top - 8;
  for (const { name, count, start, height } of blocks) {
    if (count === 0) continue;
    context.fillStyle = theme.inks.foreground;
    context.fillRect(x, start, block, Math.max(1, height));
    context.fillStyle = theme.dim;
    // Names of thin blocks stand below each other.
    free = Math.max(free + 13, start + height / 2);
    context.fillText(`${name}: ${count.toLocaleString('en-US')}`, textX, free);
  }
}
