import { formatCountTick } from '../format';
import type { Theme } from '../theme';
import { columnX, rowY } from './linkLayout';
import type { LinkPainting, ShownCodes } from './linkPainter';

/** A bar of so many links, or more, fills its margin: one link alone is no tower. */
const leastSum = 4;

/** Sums of the links that are seen: by input above the plot, by neuron beside it, stacked from it by status. */
export function paintMargins(context: CanvasRenderingContext2D, painting: LinkPainting, theme: Theme): void {
  const { scene, window, layout, codes } = painting;
  const { tile, margins } = scene;
  const { above, beside } = layout;
  const mostAbove = largestSum(margins.columns, codes);
  const mostBeside = largestSum(margins.rows, codes);
  context.save();
  context.beginPath();
  context.rect(above.left, above.top, above.width, above.height);
  context.rect(beside.left, beside.top, beside.width, beside.height);
  context.clip();
  stack(context, margins.columns, painting, theme, (bin, before, links) => {
    const from = tile.columns[0] + bin * tile.columnStep;
    const end = Math.min(tile.columns[1], tile.columns[0] + (bin + 1) * tile.columnStep);
    const foot = above.top + above.height;
    const scale = above.height / mostAbove;
    const [left, right] = [columnX(layout, window, from), columnX(layout, window, end)];
    traceBar(context, left, foot - (before + links) * scale, right, foot - before * scale);
  });
  stack(context, margins.rows, painting, theme, (bin, before, links) => {
    const from = tile.rows[0] + bin * tile.rowStep;
    const end = Math.min(tile.rows[1], tile.rows[0] + (bin + 1) * tile.rowStep);
    const scale = beside.width / mostBeside;
    const [top, bottom] = [rowY(layout, window, from), rowY(layout, window, end)];
    traceBar(context, beside.left + before * scale, top, beside.left + (before + links) * scale, bottom);
  });
  context.restore();

  context.font = `10px ${theme.fontFamily}`;
  context.fillStyle = theme.dim;
  context.textBaseline = 'top';
  context.textAlign = 'right';
  context.fillText(sumLabel(mostAbove, tile.columnStep), above.left - 4, above.top);
  context.textBaseline = 'alphabetic';
  context.fillText(sumLabel(mostBeside, tile.rowStep), beside.left + beside.width, beside.top - 3);
}

/** The longest bar there is room for: links of an input or a neuron, the mean where a bar stands for several. */
function sumLabel(links: number, step: number): string {
  const each = links / step;
  return each < 10 && !Number.isInteger(each) ? each.toFixed(1) : formatCountTick(Math.round(each));
}

/** `trace` adds a bar to the path of `context`: all of one ink are filled at once. */
function stack(
  context: CanvasRenderingContext2D,
  sums: Uint32Array,
  { codes }: LinkPainting,
  theme: Theme,
  trace: (bin: number, before: number, links: number) => void,
): void {
  const bins = sums.length / codes.length;
  const before = new Uint32Array(bins);
  codes.forEach((code, status) => {
    if (code === null) return;
    context.beginPath();
    for (let bin = 0; bin < bins; bin++) {
      const links = sums[status * bins + bin];
      if (links > 0) trace(bin, before[bin], links);
      before[bin] += links;
    }
    context.fillStyle = theme.inks[code.ink];
    context.fill();
  });
}

/** In whole pixels: a path of many edges between them takes five times as long to fill. */
function traceBar(
  context: CanvasRenderingContext2D,
  left: number,
  top: number,
  right: number,
  bottom: number,
): void {
  const [x, y] = [Math.round(left), Math.round(top)];
  context.rect(x, y, Math.round(right) - x, Math.round(bottom) - y);
}

/** At least `leastSum`. */
function largestSum(sums: Uint32Array, codes: ShownCodes): number {
  const bins = sums.length / codes.length;
  let most = leastSum;
  for (let bin = 0; bin < bins; bin++) {
    let sum = 0;
    codes.forEach((code, status) => {
      if (code !== null) sum += sums[status * bins + bin];
    });
    most = Math.max(most, sum);
  }
  return most;
}
