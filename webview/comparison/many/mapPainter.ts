import type { ComparedItem } from '../../../src/protocol/comparison';
import { formatColour } from '../../shared/colour';
import { formatTick } from '../../shared/format';
import { traceMarker } from '../../shared/runMarker';
import type { Theme } from '../../shared/theme';
import { axisRoom, gridLines, type MapFrame } from './mapFrame';
import type { MapPoint, TopologyMap, Trajectory } from './mapModel';
import { mapNames } from './mapNames';

export interface MapPicture {
  readonly map: TopologyMap;
  readonly items: readonly ComparedItem[];
  /** Items that are pointed at, here or in the heat map. */
  readonly looked: readonly number[];
  readonly selected: number | null;
  /** The only run that is not faint; null where none is. */
  readonly run: string | null;
}

const pointRadius = 3;
const endRadius = 5.5;
const faint = 0.25;

/** Draws the map, its axes and names; the ground is painted already. */
export function paintMap(
  context: CanvasRenderingContext2D,
  picture: MapPicture,
  frame: MapFrame,
  theme: Theme,
): void {
  paintGrid(context, frame, picture.map.axes, theme);
  const { trajectories } = picture.map;
  for (const trajectory of trajectories) {
    context.globalAlpha = picture.run === null || picture.run === trajectory.run ? 1 : faint;
    paintTrajectory(context, trajectory, frame, theme);
  }
  context.globalAlpha = 1;
  paintLooked(context, picture, frame, theme);
  paintNames(context, picture, frame, theme);
}

function paintGrid(
  context: CanvasRenderingContext2D,
  frame: MapFrame,
  axes: readonly [string, string],
  theme: Theme,
): void {
  const { width, height, scale, toX, toY, fromX, fromY } = frame;
  context.strokeStyle = theme.hairline;
  context.fillStyle = theme.dim;
  context.lineWidth = 1;
  context.font = `11px ${theme.fontFamily}`;
  const across = gridLines(fromX(0), fromX(width), scale);
  const up = gridLines(fromY(height), fromY(0), scale);
  const step = across.length > 1 ? across[1] - across[0] : up.length > 1 ? up[1] - up[0] : 1;
  context.beginPath();
  for (const x of across) {
    const pixel = Math.round(toX(x)) + 0.5;
    context.moveTo(pixel, 0);
    context.lineTo(pixel, height - axisRoom.below);
  }
  for (const y of up) {
    const pixel = Math.round(toY(y)) + 0.5;
    context.moveTo(axisRoom.left, pixel);
    context.lineTo(width, pixel);
  }
  context.stroke();
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  for (const x of across) {
    // Not over the names of the axes.
    if (toX(x) > 56 && toX(x) < width - 100)
      context.fillText(formatTick(x, step, 'plain'), toX(x), height - 1);
  }
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const y of up) {
    if (toY(y) > 22 && toY(y) < height - 24)
      context.fillText(formatTick(y, step, 'plain'), axisRoom.left - 4, toY(y));
  }
  context.textBaseline = 'bottom';
  context.fillText(`${axes[0]} →`, width - 2, height - 1);
  context.textAlign = 'left';
  context.textBaseline = 'top';
  context.fillText(`↑ ${axes[1]}`, 2, 1);
}

function paintTrajectory(
  context: CanvasRenderingContext2D,
  { code, points }: Trajectory,
  { toX, toY }: MapFrame,
  theme: Theme,
): void {
  const colour = theme.inks[code.ink];
  context.strokeStyle = colour;
  context.lineWidth = code.width;
  context.setLineDash([...code.dash]);
  context.beginPath();
  points.forEach(({ x, y }, k) => {
    if (k === 0) context.moveTo(toX(x), toY(y));
    else context.lineTo(toX(x), toY(y));
  });
  context.stroke();
  context.setLineDash([]);
  for (const { x, y, place } of points) {
    context.beginPath();
    traceMarker(context, code.marker, toX(x), toY(y), radiusOf(place));
    context.fillStyle = place === 'first' ? formatColour(theme.background) : colour;
    context.fill();
    context.stroke();
  }
}

function radiusOf(place: MapPoint['place']): number {
  return place === 'first' ? pointRadius + 1 : place === 'between' ? pointRadius : endRadius;
}

/** A ring about what is pointed at or selected, and a line between two. */
function paintLooked(
  context: CanvasRenderingContext2D,
  { map, looked, selected }: MapPicture,
  { toX, toY }: MapFrame,
  theme: Theme,
): void {
  const points = new Map(
    map.trajectories.flatMap(({ points: each }) => each.map((point) => [point.item, point])),
  );
  context.strokeStyle = theme.inks.foreground;
  context.lineWidth = 1.5;
  const ring = (item: number, radius: number): void => {
    const point = points.get(item);
    if (point === undefined) return;
    context.beginPath();
    context.arc(toX(point.x), toY(point.y), radius, 0, 2 * Math.PI);
    context.stroke();
  };
  if (looked.length === 2) {
    const [a, b] = looked.map((item) => points.get(item));
    if (a !== undefined && b !== undefined) {
      context.setLineDash([2, 3]);
      context.beginPath();
      context.moveTo(toX(a.x), toY(a.y));
      context.lineTo(toX(b.x), toY(b.y));
      context.stroke();
      context.setLineDash([]);
    }
  }
  for (const item of looked) ring(item, endRadius + 3.5);
  if (selected === null) return;
  ring(selected, endRadius + 2.5);
  ring(selected, endRadius + 5.5);
}

function paintNames(
  context: CanvasRenderingContext2D,
  { map, items, run }: MapPicture,
  frame: MapFrame,
  theme: Theme,
): void {
  context.font = `11px ${theme.fontFamily}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  const shown = map.trajectories.filter((trajectory) => run === null || trajectory.run === run);
  const widthOf = (text: string): number => context.measureText(text).width;
  for (const { text, x, y, of } of mapNames(shown, items, frame, ({ place }) => radiusOf(place), widthOf)) {
    context.fillStyle = of === 'run' ? theme.inks.foreground : theme.dim;
    context.fillText(text, x, y);
  }
}
