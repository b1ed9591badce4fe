import { type ClassicalMap, mapAxes, type StressMap } from '../../../src/protocol/arrangement';
import type { ComparedItem } from '../../../src/protocol/comparison';
import type { MapChoice } from '../../../src/protocol/manyChoices';
import { formatShare, formatThree, plural } from '../../shared/format';
import type { RunCode } from '../../shared/runCode';
import { shortLabels } from '../shortLabels';
import { orderByRun } from './rowOrder';

export interface MapPoint {
  /** Index of the item. */
  readonly item: number;
  readonly x: number;
  readonly y: number;
  /** The first of a run is drawn open, the last large. */
  readonly place: 'first' | 'between' | 'last' | 'only';
}

/** The points of one run by epoch. */
export interface Trajectory {
  readonly run: string;
  readonly name: string;
  /** What distinguishes its name from those of the others. */
  readonly shortName: string;
  readonly code: RunCode;
  readonly points: readonly MapPoint[];
}

/** Checkpoints as points of a plane, which lie about as far from each other as their distances say. */
export interface TopologyMap {
  readonly trajectories: readonly Trajectory[];
  /** How it was made and how far it can be trusted, in words. */
  readonly measure: string;
  readonly axes: readonly [string, string];
}

/** Places of some items, [x, y] each. */
interface Plane {
  readonly coordinates: (place: number) => readonly [number, number];
  readonly measure: string;
  readonly axes: readonly [string, string];
}

export function classicalPlane(
  { points, eigenvalues }: ClassicalMap,
  [first, second]: readonly [number, number],
  count: number,
): Plane {
  const all = eigenvalues.reduce((sum, each) => sum + Math.abs(each), 0);
  const share = (value: number): number => (all === 0 ? 0 : Math.max(0, value) / all);
  const negative = eigenvalues.reduce((sum, each) => sum + Math.max(0, -each), 0);
  const kept = share(eigenvalues[first] ?? 0) + share(eigenvalues[second] ?? 0);
  const lost = all === 0 ? 0 : negative / all;
  const axis = (which: number): string =>
    `axis ${String(which + 1)} · ${formatShare(share(eigenvalues[which] ?? 0))}`;
  return {
    coordinates: (place) => [points[place * mapAxes + first], points[place * mapAxes + second]],
    measure: [
      `classical scaling of ${plural(count, 'checkpoint')}, ${formatShare(kept)} of the variance`,
      ...(lost < 0.005 ? [] : [`${formatShare(lost)} fits no map`]),
    ].join(' · '),
    axes: [axis(first), axis(second)],
  };
}

export function stressPlane({ points, stress }: StressMap, count: number): Plane {
  return {
    coordinates: (place) => [points[place * 2], points[place * 2 + 1]],
    measure: `least stress of ${plural(count, 'checkpoint')}, stress ${formatThree(stress)}`,
    axes: ['axis 1', 'axis 2'],
  };
}

/** Which two of the axes a choice names, from 0. */
export function axesOf(choice: MapChoice): readonly [number, number] {
  return choice === 'axes13' ? [0, 2] : choice === 'axes23' ? [1, 2] : [0, 1];
}

/** `mapped`: index of the item at each place of the plane. */
export function topologyMap(
  items: readonly ComparedItem[],
  mapped: readonly number[],
  plane: Plane,
  codes: ReadonlyMap<string, RunCode>,
): TopologyMap {
  const placeOf = new Map(mapped.map((item, place) => [item, place]));
  const byRun = new Map<string, number[]>();
  for (const item of orderByRun(items)) {
    if (!placeOf.has(item)) continue;
    const { path } = items[item].run;
    byRun.set(path, [...(byRun.get(path) ?? []), item]);
  }
  const [flipX, flipY] = orientation([...byRun.values()], (item) => plane.coordinates(placeOf.get(item)!));
  const names = [...byRun.values()].map(([first]) => items[first].run.name);
  const short = shortLabels(names);
  return {
    measure: plane.measure,
    axes: plane.axes,
    trajectories: [...byRun].map(([run, members], at) => ({
      run,
      name: names[at],
      shortName: short[at],
      code: codes.get(run)!,
      points: members.map((item, k) => {
        const [x, y] = plane.coordinates(placeOf.get(item)!);
        return { item, x: flipX * x, y: flipY * y, place: placeIn(k, members.length) };
      }),
    })),
  };
}

function placeIn(at: number, count: number): MapPoint['place'] {
  if (count === 1) return 'only';
  return at === 0 ? 'first' : at === count - 1 ? 'last' : 'between';
}

/**
 * The signs of axes mean nothing: they are taken so that runs go right and up on the whole, or, where none goes
 * anywhere, the first checkpoint lies left and below. So a map does not flip when a checkpoint is added.
 */
function orientation(
  runs: readonly (readonly number[])[],
  coordinates: (item: number) => readonly [number, number],
): readonly [number, number] {
  const sign = (axis: 0 | 1): number => {
    const way = runs.reduce(
      (sum, members) => sum + coordinates(members.at(-1)!)[axis] - coordinates(members[0])[axis],
      0,
    );
    const forward = way !== 0 ? way : -(runs.length === 0 ? 0 : coordinates(runs[0][0])[axis]);
    return forward < 0 ? -1 : 1;
  };
  return [sign(0), sign(1)];
}

export interface Extent {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

export function extentOf({ trajectories }: TopologyMap): Extent {
  const points = trajectories.flatMap(({ points: each }) => each);
  const range = (of: (point: MapPoint) => number): readonly [number, number] =>
    points.reduce<readonly [number, number]>(
      ([least, most], point) => [Math.min(least, of(point)), Math.max(most, of(point))],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    );
  const [left, right] = range(({ x }) => x);
  const [bottom, top] = range(({ y }) => y);
  return points.length === 0 ? { left: -1, right: 1, bottom: -1, top: 1 } : { left, right, bottom, top };
}
