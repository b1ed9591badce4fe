import { BoundedMap } from './boundedMap';
import type { DistanceCache } from './cache/distanceCache';
import { fileState } from './fileState';
import type { Content, ReadState } from './workerProtocol';

/** Of states in which a file may not stay. */
const UNSETTLED_KEPT = 10_000;

export interface ContentState {
  /** Null where there is no such file. */
  readonly stamp: string | null;
  /** Null where it was not read in this state. */
  readonly content: Content | null;
}

/** Which content checkpoints have, as far as they were read before: then they need not be read again. */
export class Contents {
  private readonly unsettled = new BoundedMap<Content>(UNSETTLED_KEPT);

  constructor(private readonly cache: DistanceCache) {}

  async state(path: string): Promise<ContentState> {
    const stamp = (await fileState(path))?.stamp ?? null;
    if (stamp === null) return { stamp, content: null };
    const content = this.unsettled.get(keyOf(path, stamp)) ?? this.cache.content(path, stamp) ?? null;
    return { stamp, content };
  }

  /** Tells of a checkpoint that was read. */
  remember(path: string, { stamp, settled, ...content }: ReadState): void {
    if (stamp === null) return;
    if (settled) this.cache.keepContent(path, stamp, content);
    else this.unsettled.set(keyOf(path, stamp), content);
  }
}

function keyOf(path: string, stamp: string): string {
  return JSON.stringify([path, stamp]);
}
