import { availableParallelism, totalmem } from 'node:os';
import { type Params, type Progress, RemoteError, type RequestOptions, type Result } from '../protocol/rpc';
import { PoolThread } from './poolThread';
import type { WorkerMethods } from './workerProtocol';

type Method = keyof WorkerMethods & string;

export interface PoolOptions {
  /** Script of a thread. */
  readonly workerFile: string;
  readonly threads?: number;
  /** For the checkpoints that all threads together keep read. */
  readonly cacheBytes?: number;
  /** JavaScript heap of one thread; a job that needs more ends it. */
  readonly heapMegabytes?: number;
  /** Memory of the whole process past which a thread that has done its job is replaced, so that nothing large is held. */
  readonly memoryBytes?: number;
  /** How long a thread whose job was cancelled may take to notice before it is ended. */
  readonly cancelGraceMs?: number;
}

interface Job {
  readonly method: Method;
  readonly params: Params<WorkerMethods, Method>;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((value: Progress<WorkerMethods, Method>) => void) | undefined;
  readonly background: boolean;
  resolve(value: unknown): void;
  reject(error: unknown): void;
  /** Threads that ended under it. */
  deaths: number;
  /** Progress told, so that a second attempt does not tell it again. */
  told: number;
}

const DEATHS_PER_JOB = 2;

/** Kind of the failure of a job under which its thread ended twice. */
export const WORKER_DIED = 'WorkerDied';

export interface RunOptions<P> extends RequestOptions<P> {
  /** Others go first: of work in many small jobs. */
  readonly background?: boolean;
}

/** One core is left to the editor where there are more than two; more than eight threads would only multiply the memory. */
export function threadsForThisMachine(cores = availableParallelism()): number {
  return cores <= 2 ? cores : Math.min(cores - 1, 8);
}

/**
 * Worker threads and the jobs that wait for them, first come, first served, background jobs last. Threads are started when they are needed.
 * One that dies is replaced and its job tried once more; one whose job is cancelled in a long computation is ended.
 */
export class WorkerPool {
  readonly size: number;
  private readonly threads = new Set<PoolThread>();
  private readonly idle: PoolThread[] = [];
  private readonly queue: Job[] = [];
  private readonly cancelGraceMs: number;
  private readonly cacheBytesPerThread: number;
  private readonly heapMegabytes: number;
  private readonly memoryBytes: number;
  private readonly workerFile: string;
  private disposed = false;

  constructor({
    workerFile,
    threads = threadsForThisMachine(),
    cacheBytes = 256 * 2 ** 20,
    heapMegabytes = 1024,
    memoryBytes = totalmem() / 2,
    cancelGraceMs = 150,
  }: PoolOptions) {
    this.workerFile = workerFile;
    this.size = threads;
    this.cacheBytesPerThread = Math.floor(cacheBytes / threads);
    this.heapMegabytes = heapMegabytes;
    this.memoryBytes = memoryBytes;
    this.cancelGraceMs = cancelGraceMs;
  }

  /** Ends with the result, the error of the task, 'Cancelled', or 'WorkerDied' where its thread ended twice. */
  run<M extends Method>(
    method: M,
    params: Params<WorkerMethods, M>,
    { signal, onProgress, background = false }: RunOptions<Progress<WorkerMethods, M>> = {},
  ): Promise<Result<WorkerMethods, M>> {
    return new Promise((resolve, reject) => {
      if (this.disposed) {
        reject(new RemoteError('Disconnected', 'the analysis has ended'));
        return;
      }
      if (signal?.aborted === true) {
        reject(cancelled(method));
        return;
      }
      const withdraw = (): void => {
        this.withdraw(job);
      };
      const job: Job = {
        method,
        params,
        signal,
        onProgress: onProgress as Job['onProgress'],
        background,
        resolve: (value) => {
          signal?.removeEventListener('abort', withdraw);
          resolve(value as Result<WorkerMethods, M>);
        },
        reject: (error) => {
          signal?.removeEventListener('abort', withdraw);
          reject(error as Error);
        },
        deaths: 0,
        told: 0,
      };
      signal?.addEventListener('abort', withdraw, { once: true });
      const firstBackground = background ? -1 : this.queue.findIndex((waiting) => waiting.background);
      if (firstBackground === -1) this.queue.push(job);
      else this.queue.splice(firstBackground, 0, job);
      this.pump();
    });
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    for (const job of this.queue.splice(0)) {
      job.reject(new RemoteError('Disconnected', 'the analysis has ended'));
    }
    await Promise.all([...this.threads].map((thread) => thread.terminate()));
  }

  private withdraw(job: Job): void {
    const at = this.queue.indexOf(job);
    if (at === -1) return;
    this.queue.splice(at, 1);
    job.reject(cancelled(job.method));
  }

  private pump(): void {
    while (this.queue.length > 0 && !this.disposed) {
      const thread = this.freeThread();
      if (thread === null) return;
      void this.execute(thread, this.queue.shift()!);
    }
  }

  private freeThread(): PoolThread | null {
    for (let thread = this.idle.pop(); thread !== undefined; thread = this.idle.pop()) {
      if (thread.death === null) return thread;
      this.threads.delete(thread);
    }
    if (this.threads.size >= this.size) return null;
    const thread = new PoolThread(this.workerFile, this.cacheBytesPerThread, this.heapMegabytes);
    this.threads.add(thread);
    return thread;
  }

  /** Never rejects: however it ends, the job is settled or queued again and the thread free, replaced or gone. */
  private async execute(thread: PoolThread, job: Job): Promise<void> {
    try {
      let seen = 0;
      const value = await thread.client.request(job.method, job.params, {
        ...(job.signal === undefined ? {} : { signal: job.signal }),
        onProgress: (progress) => {
          if (++seen <= job.told) return;
          job.told = seen;
          job.onProgress?.(progress);
        },
      });
      job.resolve(value);
    } catch (error) {
      if (thread.death === null || job.signal?.aborted === true) job.reject(error);
      else this.afterDeath(job, thread.death);
      const resting = job.signal?.aborted !== true || (await thread.rests(this.cancelGraceMs));
      if (!resting) await thread.terminate();
    }
    // The memory of a kernel grows to the largest problem it met, and shrinks only with its thread.
    if (thread.death === null && process.memoryUsage.rss() > this.memoryBytes) await thread.terminate();
    if (thread.death === null) this.idle.push(thread);
    else this.threads.delete(thread);
    this.pump();
  }

  private afterDeath(job: Job, reason: string): void {
    job.deaths++;
    if (this.disposed) job.reject(new RemoteError('Disconnected', 'the analysis has ended'));
    else if (job.deaths < DEATHS_PER_JOB) this.queue.unshift(job);
    else
      job.reject(
        new RemoteError(WORKER_DIED, `the computation broke off ${String(job.deaths)} times: ${reason}`),
      );
  }
}

function cancelled(method: string): RemoteError {
  return new RemoteError('Cancelled', `'${method}' was cancelled`);
}
