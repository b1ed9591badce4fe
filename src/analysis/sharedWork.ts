import { RemoteError, type RequestContext } from '../protocol/rpc';

interface Work<P, R> {
  readonly abort: AbortController;
  readonly told: P[];
  readonly listeners: Set<(value: P) => void>;
  result: Promise<R>;
}

/**
 * Computations under way, by key. Who asks for one that is running already joins it and is told what it told so far;
 * it is stopped once all who wait for it have left.
 */
export class SharedWork<P, R> {
  private readonly running = new Map<string, Work<P, R>>();

  join(
    key: string,
    start: (context: RequestContext<P>) => Promise<R>,
    context: RequestContext<P>,
  ): Promise<R> {
    const { signal } = context;
    if (signal.aborted) return Promise.reject(cancelled());
    const work = this.running.get(key) ?? this.begin(key, start);
    const listener = (value: P): void => {
      context.progress(value);
    };
    work.told.forEach(listener);
    work.listeners.add(listener);

    return new Promise<R>((resolve, reject) => {
      const leave = (): void => {
        work.listeners.delete(listener);
        if (work.listeners.size === 0) {
          this.forget(key, work);
          work.abort.abort();
        }
        reject(cancelled());
      };
      signal.addEventListener('abort', leave, { once: true });
      void work.result.then(resolve, reject).finally(() => {
        signal.removeEventListener('abort', leave);
      });
    });
  }

  private begin(key: string, start: (context: RequestContext<P>) => Promise<R>): Work<P, R> {
    const abort = new AbortController();
    const told: P[] = [];
    const listeners = new Set<(value: P) => void>();
    const result = start({
      signal: abort.signal,
      progress: (value) => {
        told.push(value);
        for (const listener of listeners) listener(value);
      },
    });
    const work = { abort, told, listeners, result };
    this.running.set(key, work);
    const forget = (): void => {
      this.forget(key, work);
    };
    result.then(forget, forget);
    return work;
  }

  private forget(key: string, work: Work<P, R>): void {
    if (this.running.get(key) === work) this.running.delete(key);
  }
}

function cancelled(): RemoteError {
  return new RemoteError('Cancelled', 'the computation was cancelled');
}
