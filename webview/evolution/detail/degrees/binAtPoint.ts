import type { Box } from '../../../shared/inputLayout';
import { type DegreeAxes, degreeAxes } from './degreeAxes';
import { type DegreePicture, degreePlaces, middleOf, plotArea } from './degreePainter';
import type { Bin } from './distribution';

/** A bin of one of the plots. */
export interface BinPlace {
  readonly plot: number;
  readonly bin: Bin;
}

/** The bin nearest to a point of a picture this wide; null beside its plots. */
export function binAtPoint(picture: DegreePicture, width: number, x: number, y: number): BinPlace | null {
  for (const [plot, { area, axes }] of laidOut(picture, width).entries()) {
    const { left, top } = area;
    if (x < left || x > left + area.width || y < top || y > top + area.height) continue;
    const away = axes.bins.map((bin) => Math.abs(middleOf(axes, bin) - x));
    return { plot, bin: axes.bins[away.indexOf(Math.min(...away))] };
  }
  return null;
}

/** `step` bins further, `turn` plots further; the first bin where there was none. */
export function binBeside(
  picture: DegreePicture,
  width: number,
  place: BinPlace | null,
  { step, turn }: { readonly step: number; readonly turn: number },
): BinPlace | null {
  const plots = laidOut(picture, width);
  if (plots.length === 0) return null;
  const plot = ((place?.plot ?? 0) + turn) % plots.length;
  const { bins } = plots[plot].axes;
  const from = place?.bin.from ?? bins[0].from - step;
  const at = bins.findIndex((bin) => from < bin.to);
  const next = (at < 0 ? bins.length - 1 : at) + (place === null ? 0 : step);
  return { plot, bin: bins[Math.min(bins.length - 1, Math.max(0, next))] };
}

function laidOut(
  { plots, logarithmic }: DegreePicture,
  width: number,
): readonly { readonly area: Box; readonly axes: DegreeAxes }[] {
  const { boxes } = degreePlaces(plots.length, width);
  return plots.map((plot, k) => {
    const area = plotArea(boxes[k]);
    return { area, axes: degreeAxes(plot, area, logarithmic) };
  });
}
