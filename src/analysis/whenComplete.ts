import { setTimeout } from 'node:timers/promises';
import { RemoteError } from '../protocol/rpc';
import { INCOMPLETE } from './workerProtocol';

/** Waits before the second attempt, the third …: a writer that is at work is mostly done within a second. */
const DELAYS_MS = [100, 250, 500] as const;

/** Result of `attempt`, tried again a few times where a checkpoint may only be half written. */
export async function whenComplete<T>(
  attempt: () => Promise<T>,
  signal: AbortSignal | undefined,
  delaysMs: readonly number[] = DELAYS_MS,
): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RemoteError && error.kind === INCOMPLETE)) throw error;
      if (tries >= delaysMs.length) throw new RemoteError('CheckpointError', error.message);
    }
    await setTimeout(delaysMs[tries], undefined, signal === undefined ? {} : { signal });
  }
}
