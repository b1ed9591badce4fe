import type { MapPoint, Trajectory } from './mapModel';

/** Where an arrow key leads from a point: left and right along its run, up and down to another run; null for other keys. */
export function walkedTo(
  trajectories: readonly Trajectory[],
  from: number | null,
  key: string,
): MapPoint | null {
  const run = Math.max(
    0,
    trajectories.findIndex(({ points }) => points.some(({ item }) => item === from)),
  );
  const at = trajectories[run].points.findIndex(({ item }) => item === from);
  const inRun = (which: number, place: number): MapPoint => {
    const { points } = trajectories[(which + trajectories.length) % trajectories.length];
    return points[Math.min(points.length - 1, Math.max(0, place))];
  };
  switch (key) {
    case 'ArrowLeft':
      return inRun(run, at - 1);
    case 'ArrowRight':
      return inRun(run, at + 1);
    case 'ArrowUp':
      return inRun(run - 1, at);
    case 'ArrowDown':
      return inRun(run + 1, at);
    default:
      return null;
  }
}

/** The point that is nearest to a place, in pixels, within `reach`; null where none is. */
export function nearestPoint(
  points: readonly MapPoint[],
  away: (point: MapPoint) => number,
  reach: number,
): MapPoint | null {
  const near = points.reduce<MapPoint | null>(
    (best, point) => (best === null || away(point) < away(best) ? point : best),
    null,
  );
  return near !== null && away(near) <= reach ? near : null;
}
