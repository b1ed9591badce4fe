import type { DegreeSide, LayerProfile } from '../../../../src/protocol/layerProfile';
import { formatCount, plural } from '../../../shared/format';
import { type Distribution, hubsFrom, topOf } from './distribution';
import type { Hub } from './hubList';

const listed = 5;

/** The neurons (or inputs) with the most links, and how that changed; none where nothing is linked. */
export function hubsOf(
  profile: LayerProfile,
  against: LayerProfile | null,
  side: DegreeSide,
  name: (index: number) => string,
): readonly Hub[] {
  const degrees = degreesOf(profile, side);
  const before = against === null ? null : degreesOf(against, side);
  return topOf(degrees, listed)
    .filter((index) => degrees[index] > 0)
    .map((index) => ({
      index,
      name: name(index),
      degree: degrees[index],
      change: before !== null && index < before.length ? degrees[index] - before[index] : null,
    }));
}

export function degreesOf(profile: LayerProfile, side: DegreeSide): Uint32Array {
  return side === 'in' ? profile.inDegrees : profile.outDegrees;
}

/** How many are hubs: of a degree that random links would hardly give to any. */
export function hubWords(distribution: Distribution): string {
  const from = hubsFrom(distribution);
  const hubs = distribution.counts.slice(from).reduce((sum, count) => sum + count, 0);
  return hubs === 0
    ? `no hub: random links too would reach ${formatCount(distribution.counts.length - 1)}`
    : `${plural(hubs, 'hub')}: ${formatCount(from)} or more, which random links would not give`;
}
