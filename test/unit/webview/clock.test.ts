import { describe, expect, it } from 'vitest';
import { type Clock, type EvolutionPoint, firstClock } from '../../../src/protocol/evolution';
import {
  againstIndex,
  comparedWith,
  comparisonsOf,
  following,
  isFollowing,
  momentAt,
  showing,
  shownIndex,
  stopsOf,
} from '../../../webview/evolution/timeline/clock';
import { nearestIndex } from '../../../webview/shared/nearestIndex';
import { readRecorded } from './recorded';

const { points } = readRecorded().evolution;
const stops = stopsOf(points);
const newest = stops.length - 1;

/** Epochs of what is shown and of what it is compared with. */
function epochs(clock: Clock, among: readonly EvolutionPoint[] = stops): (number | undefined)[] {
  const moment = momentAt(clock, among, 0);
  return [moment?.shown.epoch, moment?.against?.epoch];
}

describe('the clock of the panel', () => {
  it('stops at what has been read', () => {
    const torn = points.map((point, k) =>
      k === 3 ? { ...point, status: 'failed' as const, step: null } : point,
    );
    expect(stopsOf(torn).map(({ epoch }) => epoch)).toEqual([0, 10, 20, 40, 50, 100, 150, 190]);
  });

  it('follows the newest checkpoint until another is shown', () => {
    expect(epochs(firstClock, stops.slice(0, 5))).toEqual([40, 0]);
    expect(epochs(firstClock)).toEqual([190, 0]);
    const moved = showing(firstClock, stops.slice(0, 5), 2);
    expect(isFollowing(moved)).toBe(false);
    expect([epochs(moved, stops.slice(0, 5)), epochs(moved)]).toEqual([
      [20, 0],
      [20, 0],
    ]);
  });

  it('follows again from the newest on, or when it is told to', () => {
    const moved = showing(firstClock, stops, 2);
    expect(showing(moved, stops, newest)).toEqual(firstClock);
    expect(following(moved, stops, true)).toEqual(firstClock);
    const held = following(firstClock, stops.slice(0, 5), false);
    expect(epochs(held)).toEqual([40, 0]);
  });

  it('compares with the initial, the previous or a chosen checkpoint', () => {
    const previous: Clock = { shown: null, against: 'previous' };
    expect(epochs(previous)).toEqual([190, 150]);
    expect(epochs(showing(previous, stops, 3))).toEqual([30, 20]);
    const chosen = comparedWith(firstClock, stops, 5);
    expect(epochs(chosen)).toEqual([190, 50]);
    expect(epochs(showing(chosen, stops, 1))).toEqual([10, 50]);
    expect(comparedWith(chosen, stops, 0)).toEqual(firstClock);
  });

  it('compares nothing with itself', () => {
    expect(epochs(showing(firstClock, stops, 0))).toEqual([0, undefined]);
    expect(epochs({ shown: null, against: 'previous' }, stops.slice(0, 1))).toEqual([0, undefined]);
    expect(epochs(showing(comparedWith(firstClock, stops, 4), stops, 4))).toEqual([40, undefined]);
  });

  it('shows the nearest while what was chosen is not there', () => {
    const kept: Clock = { shown: { path: '/gone', epoch: 104 }, against: { path: '/gone too', epoch: 12 } };
    expect(epochs(kept)).toEqual([100, 10]);
    expect(epochs(kept, stops.slice(0, 2))).toEqual([10, undefined]);
  });

  it('shows nothing before there is a stop', () => {
    expect(momentAt(firstClock, [], 0)).toBeNull();
    expect([shownIndex(firstClock, []), againstIndex(firstClock, [])]).toEqual([-1, -1]);
    expect(shownIndex({ shown: { path: '/gone', epoch: 3 }, against: 'previous' }, [])).toBe(-1);
    expect(following(firstClock, [], false)).toEqual(firstClock);
  });

  it('never leaves the layers of the network that is shown', () => {
    expect(momentAt(firstClock, stops, 2)).toMatchObject({ layer: 2, layerCount: 4 });
    expect(momentAt(firstClock, stops, 9)).toMatchObject({ layer: 3, layerCount: 4 });
  });

  it('names each checkpoint to compare with once', () => {
    const found = (clock: Clock): (number | undefined)[] => {
      const { initial, previous, chosen } = comparisonsOf(momentAt(clock, stops, 0)!, stops);
      return [initial?.epoch, previous?.epoch, chosen?.epoch];
    };
    expect(found(firstClock)).toEqual([0, 150, undefined]);
    expect(found({ shown: null, against: 'previous' })).toEqual([0, 150, undefined]);
    expect(found(comparedWith(firstClock, stops, 4))).toEqual([0, 150, 40]);
    expect(found(showing(comparedWith(firstClock, stops, 4), stops, 0))).toEqual([undefined, undefined, 40]);
  });

  it('finds the nearest of ascending numbers, as looking at each does', () => {
    const ascending = [0, 1, 1, 4, 9.5, 20];
    for (let value = -1; value <= 22; value += 0.25) {
      const distances = ascending.map((one) => Math.abs(one - value));
      expect(distances[nearestIndex(ascending, value)]).toBe(Math.min(...distances));
    }
    expect(nearestIndex([], 3)).toBe(-1);
  });
});
