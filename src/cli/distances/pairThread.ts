import { Worker } from 'node:worker_threads';
import { type Client, connect } from '../../protocol/rpc';
import { type PairMethods, pairMethods } from './pairProtocol';

/** A thread that compares pairs: this very script, which serves when it finds itself in a thread (`main.ts`). */
export interface PairThread {
  readonly client: Client<PairMethods>;
  readonly isAlive: () => boolean;
  readonly end: () => Promise<void>;
}

export function startPairThread(cacheBytes: number): PairThread {
  const worker = new Worker(__filename, { workerData: { cacheBytes }, execArgv: [] });
  const client = connect(
    {
      post: (message) => {
        worker.postMessage(message);
      },
      onMessage: (listener) => worker.on('message', listener),
    },
    pairMethods,
  );
  let alive = true;
  let reason: string | null = null;
  worker.on('error', (error: unknown) => {
    reason = error instanceof Error ? error.message : String(error);
  });
  worker.on('exit', (code) => {
    alive = false;
    client.close(`the computation broke off: ${reason ?? `its thread ended with code ${code}`}`);
  });
  return {
    client,
    isAlive: () => alive,
    end: async () => {
      await worker.terminate();
    },
  };
}
