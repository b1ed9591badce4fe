import { BoundedMap } from './boundedMap';
import type { DistanceCache } from './cache/distanceCache';
import { fileState } from './fileState';
import type { ReadState } from './workerProtocol';

/** Of states in which a file may not stay. */
const UNSETTLED_KEPT = 10_000;

export interface ContentState {
  /** Null where there is no such file. */
  readonly stamp: string | null;
  /** `contentHash` of its topology; null where it was not read in this state. */
  readonly hash: string | null;
}

/** Which content checkpoints have, as far as they were read before: then they need not be read again. */
export class Contents {
  private readonly unsettled = new BoundedMap<string>(UNSETTLED_KEPT);

  constructor(private readonly cache: DistanceCache) {}

  async state(path: string): Promise<ContentState> {
    const stamp = (await fileState(path))?.stamp ?? null;
    if (stamp === null) return { stamp, hash: null };
    return { stamp, hash: this.unsettled.get(keyOf(path, stamp)) ?? this.cache.content(path, stamp) ?? null };
  }

  /** Tells of a checkpoint that was read. */
  remember(path: string, { stamp, settled, hash }: ReadState): void {
    if (stamp === null) return;
    if (settled) this.cache.keepContent(path, stamp, hash);
    else this.unsettled.set(keyOf(path, stamp), hash);
  }
}

function keyOf(path: string, stamp: string): string {
  return JSON.stringify([path, stamp]);
}
