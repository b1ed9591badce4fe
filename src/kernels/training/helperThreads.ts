import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { builtFile } from '../compiledKernel';

/** What a helper thread needs to take part; see `helperThread.ts`. */
export interface HelperData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Address of the run's record. */
  readonly run: number;
  /** From 1; the thread that starts the others is 0. */
  readonly thread: number;
}

/** The threads that share the work of thread 0. They wait where they have none, and never keep the process alive. */
export class HelperThreads {
  /** Why one of them ended before its time. */
  lost: string | null = null;
  private closing = false;

  private constructor(private readonly workers: readonly Worker[]) {
    for (const worker of workers) {
      worker.unref();
      let reason: string | null = null;
      worker.on('error', (error: unknown) => {
        reason = error instanceof Error ? error.message : String(error);
      });
      worker.on('exit', (code) => {
        if (!this.closing) this.lost ??= reason ?? `it ended with code ${String(code)}`;
      });
    }
  }

  /** Resolves once all of them take part; rejects where one cannot be started, and leaves none. */
  static async start(
    count: number,
    shared: Omit<HelperData, 'thread'>,
    file = builtFile('trainingThread.js'),
  ): Promise<HelperThreads> {
    if (count > 0 && file === undefined) throw new Error('trainingThread.js is missing');
    const workers = Array.from({ length: count }, (_, k) => {
      const workerData: HelperData = { ...shared, thread: k + 1 };
      return new Worker(file!, { workerData, execArgv: [] });
    });
    try {
      await Promise.all(workers.map(ready));
    } catch (error) {
      await Promise.all(workers.map((worker) => worker.terminate()));
      throw error;
    }
    return new HelperThreads(workers);
  }

  async close(): Promise<void> {
    this.closing = true;
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

async function ready(worker: Worker): Promise<void> {
  const over = new AbortController();
  try {
    await Promise.race([
      once(worker, 'message', { signal: over.signal }),
      once(worker, 'exit', { signal: over.signal }).then(([code]) => {
        throw new Error(`a thread ended with code ${String(code)}`);
      }),
    ]);
  } finally {
    over.abort();
  }
}
