import type { ComparedItem } from '../../../src/protocol/comparison';
import { shortLabels } from '../shortLabels';
import { axisRoom, type MapFrame } from './mapFrame';
import type { MapPoint, Trajectory } from './mapModel';
import { type Box, Occupied } from './occupied';

/** A name on the map, its left edge and its middle in pixels. */
export interface MapName {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly of: 'run' | 'moment';
}

const height = 12;
const gap = 5;

/**
 * Names of runs beside their last points, then what tells the other points of a run apart, as many as stand clear of
 * each other, of all points and, for the latter, of all lines.
 */
export function mapNames(
  shown: readonly Trajectory[],
  items: readonly ComparedItem[],
  frame: MapFrame,
  radiusOf: (point: MapPoint) => number,
  widthOf: (text: string) => number,
): readonly MapName[] {
  const { toX, toY } = frame;
  const points = new Occupied(frame.width, frame.height);
  const all = new Occupied(frame.width, frame.height);
  for (const { points: own } of shown) {
    own.forEach((point, k) => {
      const box = boxAbout(point, frame, radiusOf(point));
      points.takeBox(box);
      all.takeBox(box);
      const next = own.at(k + 1);
      if (next !== undefined) all.takeLine(toX(point.x), toY(point.y), toX(next.x), toY(next.y));
    });
  }
  for (const box of boxesOfAxes(frame)) {
    points.takeBox(box);
    all.takeBox(box);
  }
  const names: MapName[] = [];
  const write = (text: string, point: MapPoint, of: MapName['of'], clear: readonly Occupied[]): void => {
    const width = widthOf(text);
    const places = placesAbout(point, frame, radiusOf(point), width);
    for (const free of clear) {
      const box = places.find((each) => free.isFree(each));
      if (box === undefined) continue;
      points.takeBox(box);
      all.takeBox(box);
      names.push({ text, x: box.left, y: box.top + height / 2, of });
      return;
    }
  };
  // The name of a run may stand on a line, where nothing else is left.
  for (const { shortName, points: own } of shown) write(shortName, own.at(-1)!, 'run', [all, points]);
  const moments = shortMoments(shown, items);
  for (const { points: own } of shown) {
    for (const point of own.slice(0, -1))
      write(moments.get(items[point.item].moment)!, point, 'moment', [all]);
  }
  return names;
}

/** "190" for "epoch 190", where all are epochs. */
export function shortMoments(
  shown: readonly Trajectory[],
  items: readonly ComparedItem[],
): ReadonlyMap<string, string> {
  const moments = [...new Set(shown.flatMap(({ points }) => points.map(({ item }) => items[item].moment)))];
  const short = shortLabels(moments);
  return new Map(moments.map((moment, k) => [moment, short[k]]));
}

function boxesOfAxes({ width, height: down }: MapFrame): readonly Box[] {
  const { left, below, name } = axisRoom;
  return [
    { left: 0, right: left, top: 0, bottom: down },
    { left: 0, right: width, top: down - below, bottom: down },
    { left: 0, right: name.width, top: 0, bottom: name.height },
  ];
}

function boxAbout({ x, y }: MapPoint, { toX, toY }: MapFrame, radius: number): Box {
  return { left: toX(x) - radius, right: toX(x) + radius, top: toY(y) - radius, bottom: toY(y) + radius };
}

/** Right of the point, above, below and left of it. */
function placesAbout(point: MapPoint, frame: MapFrame, radius: number, width: number): readonly Box[] {
  const [x, y] = [frame.toX(point.x), frame.toY(point.y)];
  const box = (left: number, top: number): Box => ({ left, right: left + width, top, bottom: top + height });
  return [
    box(x + radius + gap, y - height / 2),
    box(x - width / 2, y - radius - gap - height),
    box(x - width / 2, y + radius + gap),
    box(x - radius - gap - width, y - height / 2),
  ];
}
