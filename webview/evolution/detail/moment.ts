import type { EvolutionPoint } from '../../../src/protocol/evolution';

/** What the views below the time line show. */
export interface Moment {
  readonly shown: EvolutionPoint;
  /** What it is compared with; null where there is nothing earlier. */
  readonly against: EvolutionPoint | null;
  readonly layer: number;
  /** Of the network. */
  readonly layerCount: number;
  /** Checkpoints that may be shown next, the nearest first: what they need is fetched ahead. */
  readonly near: readonly EvolutionPoint[];
}

/** Whether there is nothing to do. */
export function sameMoment(a: Moment | null, b: Moment): boolean {
  return (
    a !== null &&
    a.shown === b.shown &&
    a.against === b.against &&
    a.layer === b.layer &&
    a.layerCount === b.layerCount
  );
}
