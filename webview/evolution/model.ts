import type {
  EvolutionEvents,
  EvolutionHeader,
  EvolutionPoint,
  EvolutionSnapshot,
  SeriesEvents,
} from '../../src/protocol/evolution';
import type { PanelEvent } from '../shared/events';

export type EvolutionEvent = PanelEvent<EvolutionEvents>;

/** What changes a snapshot. */
export type SeriesEvent = {
  readonly [N in keyof Told]: { readonly name: N; readonly value: Told[N] };
}[keyof Told];
type Told = Omit<SeriesEvents, 'rewritten'>;

/** The snapshot after `events`, in the order they came. */
export function withEvents(snapshot: EvolutionSnapshot, events: readonly SeriesEvent[]): EvolutionSnapshot {
  let { header, measure, chance, explored } = snapshot;
  const curve = new Map(snapshot.curve.map((point) => [point.epoch, point]));
  const points = new Map(snapshot.points.map((point) => [point.path, point]));
  for (const event of events) {
    switch (event.name) {
      case 'header':
        header = event.value;
        break;
      case 'measure':
        measure = event.value;
        break;
      case 'curve':
        for (const point of event.value) curve.set(point.epoch, point);
        break;
      case 'points':
        for (const point of event.value) points.set(point.path, point);
        break;
      case 'chance':
        chance = event.value;
        break;
      case 'explored':
        explored = event.value;
        break;
      case 'removed':
        for (const path of event.value) points.delete(path);
        break;
    }
  }
  return {
    header,
    measure,
    chance,
    explored,
    curve: [...curve.values()].sort((a, b) => a.epoch - b.epoch),
    points: [...points.values()].sort(inOrder),
  };
}

function inOrder(a: EvolutionPoint, b: EvolutionPoint): number {
  return a.epoch - b.epoch || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

/** Whether its run may still write something; nobody knows that of a folder. */
export function isLive({ state }: EvolutionHeader): boolean {
  return state === 'running' || state === 'paused';
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
