import { CheckpointError } from '../checkpoints/checkpoint';
import { RemoteError } from '../protocol/rpc';
import { INCOMPLETE } from './workerProtocol';

/** Reads a checkpoint in a worker thread. What time may heal fails as `INCOMPLETE`. */
export async function readForTask<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CheckpointError && error.maybeIncomplete) {
      throw new RemoteError(INCOMPLETE, error.message);
    }
    throw error;
  }
}
