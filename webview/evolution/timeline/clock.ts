import type { Clock, EvolutionPoint, Place } from '../../../src/protocol/evolution';
import { nearestIndex } from '../../shared/nearestIndex';
import type { Moment } from '../detail/moment';

/** The one clock of the panel: which checkpoint is shown, and which it is compared with. */

/** Checkpoints that can be shown: whose analysis is there. */
export function stopsOf(points: readonly EvolutionPoint[]): readonly EvolutionPoint[] {
  return points.filter(({ step }) => step !== null);
}

/** Whether the newest checkpoint is shown as soon as there is one. */
export function isFollowing({ shown }: Clock): boolean {
  return shown === null;
}

/** Index of the stop that is shown; -1 where there is none. */
export function shownIndex({ shown }: Clock, stops: readonly EvolutionPoint[]): number {
  return shown === null ? stops.length - 1 : indexOfPlace(shown, stops);
}

/** Index of the stop that it is compared with: the shown one itself where nothing is earlier; -1 where there is none. */
export function againstIndex(clock: Clock, stops: readonly EvolutionPoint[]): number {
  const { against } = clock;
  if (stops.length === 0) return -1;
  if (against === 'initial') return 0;
  if (against === 'previous') return Math.max(0, shownIndex(clock, stops) - 1);
  return indexOfPlace(against, stops);
}

/** Another checkpoint is shown. The last one is followed from then on. */
export function showing(clock: Clock, stops: readonly EvolutionPoint[], index: number): Clock {
  const last = stops.length - 1;
  return { ...clock, shown: index >= last ? null : placeOf(stops[Math.max(0, index)]) };
}

/** What is shown stays, whatever comes, or the newest is shown from now on. */
export function following(clock: Clock, stops: readonly EvolutionPoint[], follow: boolean): Clock {
  const at = shownIndex(clock, stops);
  if (follow || at < 0) return { ...clock, shown: null };
  return { ...clock, shown: placeOf(stops[at]) };
}

/** What is shown is compared with another checkpoint. The first is the initial one, whichever that will be. */
export function comparedWith(clock: Clock, stops: readonly EvolutionPoint[], index: number): Clock {
  const at = Math.min(index, stops.length - 1);
  return { ...clock, against: at <= 0 ? 'initial' : placeOf(stops[at]) };
}

/** What the views below the time line show of `layer`; null before there is anything. */
export function momentAt(clock: Clock, stops: readonly EvolutionPoint[], layer: number): Moment | null {
  const at = shownIndex(clock, stops);
  const shown = stops.at(at);
  const layerCount = shown?.step?.facts.layers.length ?? 0;
  if (at < 0 || shown === undefined || layerCount === 0) return null;
  const other = againstIndex(clock, stops);
  return {
    shown,
    against: other === at ? null : stops[other],
    layer: Math.min(layer, layerCount - 1),
    layerCount,
    near: nearTo(at, stops, Math.min(layer, layerCount - 1)),
  };
}

/** Where the time line goes mostly: on. 1, −1, 2, 3, −2, 4 … */
const nearSteps = Array.from({ length: 16 }, (_, k) => [2 * k + 1, -k - 1, 2 * k + 2]).flat();
const leastNear = 6;
/** Of the layer, in all that are near: so that large ones are not read for nothing. */
const mostNearLinks = 1_000_000;

function nearTo(at: number, stops: readonly EvolutionPoint[], layer: number): readonly EvolutionPoint[] {
  let links = 0;
  return nearSteps
    .map((step) => stops[at + step])
    .filter((stop) => stop !== undefined)
    .filter(({ step }, k) => {
      links += step?.facts.layers.at(layer)?.links ?? 0;
      return k < leastNear || links <= mostNearLinks;
    });
}

/** What the checkpoint that is shown can be compared with; null where it is that itself. */
export interface Comparisons {
  readonly shown: EvolutionPoint;
  readonly initial: EvolutionPoint | null;
  readonly previous: EvolutionPoint | null;
  /** Where it is neither of these. */
  readonly chosen: EvolutionPoint | null;
}

export function comparisonsOf({ shown, against }: Moment, stops: readonly EvolutionPoint[]): Comparisons {
  const at = stops.indexOf(shown);
  const initial = at > 0 ? stops[0] : null;
  const previous = at > 0 ? stops[at - 1] : null;
  const chosen = against === initial || against === previous ? null : against;
  return { shown, initial, previous, chosen };
}

function placeOf({ path, epoch }: EvolutionPoint): Place {
  return { path, epoch };
}

/** The place itself, or while it is not there what is nearest to it. */
function indexOfPlace(place: Place, stops: readonly EvolutionPoint[]): number {
  const at = stops.findIndex(({ path }) => path === place.path);
  return at >= 0
    ? at
    : nearestIndex(
        stops.map(({ epoch }) => epoch),
        place.epoch,
      );
}
