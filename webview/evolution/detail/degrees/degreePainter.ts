import { formatColour } from '../../../shared/colour';
import { formatCountTick } from '../../../shared/format';
import type { Box } from '../../../shared/inputLayout';
import type { Theme } from '../../../shared/theme';
import { type DegreeAxes, degreeAxes, type DegreePlot } from './degreeAxes';
import {
  againstDash,
  degreeLegendHeight,
  type DegreeLegend,
  lawDash,
  paintDegreeLegend,
} from './degreeLegend';
import { type Bin, sumIn } from './distribution';
import { paintLine } from './paintLine';

export interface DegreePicture {
  readonly plots: readonly DegreePlot[];
  readonly legend: DegreeLegend;
  readonly logarithmic: boolean;
}

/** Room around the area of a plot. */
const margin = { left: 44, right: 8, top: 26, bottom: 24 };
const plotHeight = 190;
/** Below this width plots stand under each other. */
const leastBeside = 470;

/** Where each plot goes in a picture this wide; the legend is above them. */
export function degreePlaces(
  plots: number,
  width: number,
): { readonly boxes: readonly Box[]; readonly height: number } {
  const beside = width >= leastBeside ? plots : 1;
  const each = width / beside;
  const boxes = Array.from({ length: plots }, (_, k) => ({
    left: (k % beside) * each,
    top: degreeLegendHeight + Math.floor(k / beside) * plotHeight,
    width: each,
    height: plotHeight,
  }));
  return { boxes, height: degreeLegendHeight + Math.ceil(plots / beside) * plotHeight };
}

/** The part of a plot's box inside its axes. */
export function plotArea({ left, top, width, height }: Box): Box {
  return {
    left: left + margin.left,
    top: top + margin.top,
    width: width - margin.left - margin.right,
    height: height - margin.top - margin.bottom,
  };
}

/** `pointed`: the plot and the bin under the cursor. */
export function paintDegrees(
  context: CanvasRenderingContext2D,
  width: number,
  theme: Theme,
  { plots, legend, logarithmic }: DegreePicture,
  pointed: { readonly plot: number; readonly bin: Bin } | null = null,
): void {
  paintDegreeLegend(context, theme, legend, logarithmic);
  const { boxes } = degreePlaces(plots.length, width);
  plots.forEach((plot, k) => {
    const area = plotArea(boxes[k]);
    const axes = degreeAxes(plot, area, logarithmic);
    paintAxes(context, theme, boxes[k], area, axes, plot.title);
    if (pointed?.plot === k) paintPointed(context, theme, area, axes, pointed.bin);
    if (logarithmic) paintPoints(context, theme, area, axes, plot);
    else paintBars(context, theme, area, axes, plot);
    paintExpected(context, theme, axes, plot, logarithmic);
    if (logarithmic) paintLaw(context, theme, axes, plot);
  });
}

function paintAxes(
  context: CanvasRenderingContext2D,
  theme: Theme,
  box: Box,
  area: Box,
  axes: DegreeAxes,
  title: string,
): void {
  context.font = `600 12px ${theme.fontFamily}`;
  context.textBaseline = 'top';
  context.textAlign = 'left';
  context.fillStyle = formatColour(theme.foreground);
  context.fillText(title, box.left + 2, box.top + 2, box.width - 4);
  context.font = `11px ${theme.fontFamily}`;
  context.fillStyle = theme.dim;
  context.strokeStyle = theme.hairline;
  context.lineWidth = 1;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const tick of axes.yTicks) {
    const y = Math.round(axes.y(tick)) + 0.5;
    paintLine(context, [
      [area.left, y],
      [area.left + area.width, y],
    ]);
    context.fillText(formatCountTick(tick), area.left - 6, y);
  }
  context.textBaseline = 'top';
  context.textAlign = 'center';
  let free = Number.NEGATIVE_INFINITY;
  for (const tick of axes.xTicks) {
    const x = middleOf(axes, { from: tick, to: tick + 1 });
    const half = context.measureText(formatCountTick(tick)).width / 2;
    if (x - half < free || x + half > box.left + box.width) continue;
    context.fillText(formatCountTick(tick), x, area.top + area.height + 6);
    free = x + half + 8;
  }
}

function paintBars(
  context: CanvasRenderingContext2D,
  theme: Theme,
  area: Box,
  axes: DegreeAxes,
  { shown, against }: DegreePlot,
): void {
  const foot = area.top + area.height;
  context.fillStyle = theme.inks.blue;
  for (const bin of axes.bins) {
    const count = sumIn(shown.counts, bin);
    if (count === 0) continue;
    // One neuron among thousands is still seen.
    const top = Math.min(axes.y(count), foot - 1);
    const left = axes.x(bin.from);
    context.fillRect(left + 0.5, top, Math.max(1, axes.x(bin.to) - left - 1), foot - top);
  }
  if (against === null) return;
  context.strokeStyle = formatColour(theme.foreground);
  context.lineWidth = 1.25;
  context.setLineDash([...againstDash]);
  paintLine(
    context,
    axes.bins.flatMap((bin) => {
      const y = axes.y(sumIn(against.counts, bin));
      return [
        [axes.x(bin.from), y],
        [axes.x(bin.to), y],
      ] as const;
    }),
  );
  context.setLineDash([]);
}

function paintPoints(
  context: CanvasRenderingContext2D,
  theme: Theme,
  area: Box,
  axes: DegreeAxes,
  { shown, against }: DegreePlot,
): void {
  const radius = 3;
  const each = (counts: Uint32Array, paint: (x: number, y: number) => void): void => {
    counts.forEach((count, degree) => {
      if (degree > 0 && count > 0) paint(axes.x(degree), axes.y(count));
    });
  };
  if (against !== null) {
    context.strokeStyle = formatColour(theme.foreground);
    context.lineWidth = 1;
    each(against.counts, (x, y) => {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.stroke();
    });
  }
  context.fillStyle = theme.inks.blue;
  each(shown.counts, (x, y) => {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  });
  paintLine(context, [
    [area.left, area.top + area.height + 0.5],
    [area.left + area.width, area.top + area.height + 0.5],
  ]);
}

function paintExpected(
  context: CanvasRenderingContext2D,
  theme: Theme,
  axes: DegreeAxes,
  { shown }: DegreePlot,
  logarithmic: boolean,
): void {
  const points = axes.bins.flatMap((bin) => {
    const value = sumIn(shown.expected, bin);
    return logarithmic && value < 0.7 ? [] : [[middleOf(axes, bin), axes.y(value)] as const];
  });
  context.strokeStyle = theme.inks.orange;
  context.lineWidth = 1.75;
  paintLine(context, points);
}

function paintLaw(
  context: CanvasRenderingContext2D,
  theme: Theme,
  axes: DegreeAxes,
  { law, shown }: DegreePlot,
): void {
  if (law === null) return;
  const at = (degree: number): number => law.tail * law.shareAtFrom * (degree / law.from) ** -law.exponent;
  const last = shown.counts.length - 1;
  // A power law is a straight line here, which ends where it falls below one neuron.
  const end = Math.min(last, law.from * (law.tail * law.shareAtFrom) ** (1 / law.exponent));
  context.strokeStyle = theme.inks.purple;
  context.lineWidth = 2;
  context.setLineDash([...lawDash]);
  paintLine(context, [
    [axes.x(law.from), axes.y(at(law.from))],
    [axes.x(end), axes.y(at(end))],
  ]);
  context.setLineDash([]);
}

function paintPointed(
  context: CanvasRenderingContext2D,
  theme: Theme,
  area: Box,
  axes: DegreeAxes,
  bin: Bin,
): void {
  const x = Math.round(middleOf(axes, bin)) + 0.5;
  context.strokeStyle = theme.dim;
  context.lineWidth = 1;
  paintLine(context, [
    [x, area.top],
    [x, area.top + area.height],
  ]);
}

/** Where a bin is pointed at and its expectation drawn. */
export function middleOf(axes: DegreeAxes, { from, to }: Bin): number {
  const single = axes.bins[0].from > 0;
  return single ? axes.x(from) : (axes.x(from) + axes.x(to)) / 2;
}
