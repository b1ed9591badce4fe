import type { EvolutionPoint } from '../../../src/protocol/evolution';
import type { Theme } from '../../shared/theme';

/** What the views below the time line show. */
export interface Moment {
  readonly shown: EvolutionPoint;
  /** What it is compared with; null where there is nothing earlier. */
  readonly against: EvolutionPoint | null;
  readonly layer: number;
  /** Of the network. */
  readonly layerCount: number;
}

/** One view of a moment: connections, degrees, input map … */
export interface MomentView {
  readonly root: HTMLElement;
  /** Called at each step of the time line, up to 60 times a second: what is not at hand is fetched and drawn later. */
  update(moment: Moment, theme: Theme): void;
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
