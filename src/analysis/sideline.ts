import type { Params, Progress, Result } from '../protocol/rpc';
import type { RunOptions, WorkerPool } from './pool';
import type { WorkerMethods } from './workerProtocol';

type Method = keyof WorkerMethods & string;

/**
 * Threads of a pool for long jobs that only add to what is shown: all but one, so that whoever asks for a distance does
 * not wait for samples of chance, and after everybody else where there is but one thread.
 */
export class Sideline implements Pick<WorkerPool, 'run' | 'size'> {
  readonly size: number;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly pool: Pick<WorkerPool, 'run' | 'size'>) {
    this.size = Math.max(1, pool.size - 1);
  }

  async run<M extends Method>(
    method: M,
    params: Params<WorkerMethods, M>,
    options: RunOptions<Progress<WorkerMethods, M>> = {},
  ): Promise<Result<WorkerMethods, M>> {
    const { signal } = options;
    while (this.running >= this.size && signal?.aborted !== true) await this.turn(signal);
    this.running++;
    try {
      return await this.pool.run(method, params, { ...options, background: true });
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }

  /** Until a job has ended, or `signal` is aborted. */
  private turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.waiting.splice(this.waiting.indexOf(wake), 1);
        resolve();
      };
      this.waiting.push(wake);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}
