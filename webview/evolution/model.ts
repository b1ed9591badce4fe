import type { CurvePoint, EvolutionPoint, EvolutionSnapshot } from '../../src/protocol/evolution';

/** The events of the protocol applied to the snapshot: plain data in, plain data out. */

export function withCurve(snapshot: EvolutionSnapshot, curve: readonly CurvePoint[]): EvolutionSnapshot {
  const byEpoch = new Map(snapshot.curve.map((point) => [point.epoch, point]));
  for (const point of curve) byEpoch.set(point.epoch, point);
  return { ...snapshot, curve: [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch) };
}

export function withPoints(
  snapshot: EvolutionSnapshot,
  points: readonly EvolutionPoint[],
): EvolutionSnapshot {
  const byPath = new Map(snapshot.points.map((point) => [point.path, point]));
  for (const point of points) byPath.set(point.path, point);
  return { ...snapshot, points: [...byPath.values()].sort(inOrder) };
}

export function withoutPoints(snapshot: EvolutionSnapshot, removed: readonly string[]): EvolutionSnapshot {
  const gone = new Set(removed);
  return { ...snapshot, points: snapshot.points.filter((point) => !gone.has(point.path)) };
}

function inOrder(a: EvolutionPoint, b: EvolutionPoint): number {
  return a.epoch - b.epoch || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

/** The newest point whose analysis is there. */
export function newestDone(points: readonly EvolutionPoint[]): EvolutionPoint | null {
  return points.findLast((point) => point.step !== null) ?? null;
}

export function failedPoints(points: readonly EvolutionPoint[]): readonly EvolutionPoint[] {
  return points.filter((point) => point.status === 'failed');
}

/** Deepest network of the series: how many layers there are to draw. */
export function layerCount(points: readonly EvolutionPoint[]): number {
  return points.reduce((most, point) => Math.max(most, point.step?.layers.length ?? 0), 0);
}

/** Layers in which nothing can change: full at every checkpoint that is known. */
export function alwaysFull(points: readonly EvolutionPoint[], layer: number): boolean {
  return points.every((point) => point.step?.facts.layers[layer]?.full ?? true);
}

export interface Comparable {
  readonly newest: EvolutionPoint;
  readonly initial: EvolutionPoint;
  readonly previous: EvolutionPoint;
}

/** What the newest readable checkpoint can be compared with; null before there are two. */
export function comparable(points: readonly EvolutionPoint[]): Comparable | null {
  const done = points.filter((point) => point.step !== null);
  if (done.length < 2) return null;
  return { newest: done.at(-1)!, initial: done[0], previous: done.at(-2)! };
}
