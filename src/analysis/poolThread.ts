import { Worker } from 'node:worker_threads';
import { type Client, connect } from '../protocol/rpc';
import { type WorkerMethods, workerMethods } from './workerProtocol';

/** One worker thread and the channel to it. */
export class PoolThread {
  readonly client: Client<WorkerMethods>;
  /** Why it ended, once it has. */
  death: string | null = null;
  private readonly worker: Worker;

  constructor(workerFile: string, cacheBytes: number, heapMegabytes: number) {
    let error: string | null = null;
    this.worker = new Worker(workerFile, {
      workerData: { cacheBytes },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    });
    const { worker } = this;
    this.client = connect(
      {
        post: (message) => {
          worker.postMessage(message);
        },
        onMessage: (listener) => worker.on('message', listener),
      },
      workerMethods,
    );
    worker.on('error', (cause: unknown) => {
      error = cause instanceof Error ? cause.message : String(cause);
    });
    worker.on('exit', (code) => {
      this.death = error ?? `its thread ended with code ${String(code)}`;
      this.client.close(this.death);
    });
  }

  /** True once it has come to rest, false if it is still computing after `graceMs` or has ended. */
  async rests(graceMs: number): Promise<boolean> {
    const timeout = new AbortController();
    const timer = setTimeout(() => {
      timeout.abort();
    }, graceMs);
    try {
      await this.client.request('ping', null, { signal: timeout.signal });
      return true;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  async terminate(): Promise<void> {
    await this.worker.terminate();
  }
}
