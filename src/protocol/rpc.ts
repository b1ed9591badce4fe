import * as z from 'zod';

/**
 * Requests over a message channel that always end: with a result, or with an error. Used between extension host and
 * analysis process, and between webview and extension host. Every message is validated on arrival, on both sides.
 */

/** What one method takes, tells on the way, and gives. */
export interface MethodSpec {
  readonly params: z.ZodType;
  readonly progress: z.ZodType;
  readonly result: z.ZodType;
}
export type MethodTable = Readonly<Record<string, MethodSpec>>;
/** Notifications: one-way messages by name. */
export type EventTable = Readonly<Record<string, z.ZodType>>;

export type Params<T extends MethodTable, M extends keyof T> = z.infer<T[M]['params']>;
export type Progress<T extends MethodTable, M extends keyof T> = z.infer<T[M]['progress']>;
export type Result<T extends MethodTable, M extends keyof T> = z.infer<T[M]['result']>;

/** One end of a channel that carries structured-cloneable values. */
export interface Port {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** An error as it crosses a process border: `kind` is the name of its class. */
export const wireErrorSchema = z.object({ kind: z.string(), message: z.string() });
export type WireError = z.infer<typeof wireErrorSchema>;

/** Channels that speak JSON drop `undefined`; its own schema judges the value. */
const anything = z.unknown().optional();

const frameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('request'), id: z.number(), method: z.string(), params: anything }),
  z.object({ type: z.literal('cancel'), id: z.number() }),
  z.object({ type: z.literal('progress'), id: z.number(), value: anything }),
  z.object({ type: z.literal('result'), id: z.number(), value: anything }),
  z.object({ type: z.literal('error'), id: z.number(), error: wireErrorSchema }),
  z.object({ type: z.literal('event'), name: z.string(), value: anything }),
]);

/** What a frame that is no frame still has to have for its sender to get an answer. */
const addressedSchema = z.object({ type: z.literal('request'), id: z.number() });

/** A request that failed on the other side, or whose channel closed. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';

  constructor(
    /** Name of the error class on the other side: 'CheckpointError', 'IncomparableError', 'Cancelled', 'Disconnected' … */
    readonly kind: string,
    message: string,
  ) {
    super(message);
  }
}

export function toWireError(error: unknown): WireError {
  return error instanceof Error
    ? { kind: error instanceof RemoteError ? error.kind : error.name, message: error.message }
    : { kind: 'Error', message: String(error) };
}

export interface RequestContext<P> {
  readonly signal: AbortSignal;
  progress(value: P): void;
}

export type Handlers<T extends MethodTable> = {
  readonly [M in keyof T]: (
    params: Params<T, M>,
    context: RequestContext<Progress<T, M>>,
  ) => Promise<Result<T, M>> | Result<T, M>;
};

/**
 * Answers the requests that arrive on `port`. Returns a function that aborts all that are under way and refuses later
 * ones.
 */
export function serve<T extends MethodTable>(port: Port, table: T, handlers: Handlers<T>): () => void {
  const running = new Map<number, AbortController>();
  let closed = false;

  /** A channel that broke has nobody left to tell. */
  function fail(id: number, error: WireError): void {
    try {
      port.post({ type: 'error', id, error });
    } catch {
      return;
    }
  }

  async function answer(id: number, method: string, rawParams: unknown): Promise<void> {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      if (closed) throw new RemoteError('Disconnected', `'${method}' came after the end`);
      if (!Object.hasOwn(table, method)) throw new RemoteError('UnknownMethod', `no method '${method}'`);
      const params = parse(table[method].params, rawParams, `parameters of '${method}'`) as Params<
        T,
        keyof T
      >;
      const value = await handlers[method](params, {
        signal: abort.signal,
        progress: (progress) => {
          if (!abort.signal.aborted) port.post({ type: 'progress', id, value: progress });
        },
      });
      if (abort.signal.aborted) throw new RemoteError('Cancelled', `'${method}' was cancelled`);
      port.post({ type: 'result', id, value });
    } catch (error) {
      fail(
        id,
        abort.signal.aborted
          ? { kind: 'Cancelled', message: `'${method}' was cancelled` }
          : toWireError(error),
      );
    } finally {
      if (running.get(id) === abort) running.delete(id);
    }
  }

  port.onMessage((message) => {
    const frame = frameSchema.safeParse(message);
    if (!frame.success) {
      const addressed = addressedSchema.safeParse(message);
      if (addressed.success) {
        fail(addressed.data.id, { kind: 'InvalidMessage', message: z.prettifyError(frame.error) });
      }
      return;
    }
    if (frame.data.type === 'request') void answer(frame.data.id, frame.data.method, frame.data.params);
    else if (frame.data.type === 'cancel') running.get(frame.data.id)?.abort();
  });
  return () => {
    closed = true;
    for (const abort of running.values()) abort.abort();
  };
}

/** Handlers that hand every request of `table` on, with its cancellation and its progress. */
export function forwarding<T extends MethodTable>(table: T, request: Client<T>['request']): Handlers<T> {
  const handlers = Object.keys(table).map((method) => [
    method,
    (params: Params<T, string>, { signal, progress }: RequestContext<Progress<T, string>>) =>
      request(method, params, { signal, onProgress: progress }),
  ]);
  return Object.fromEntries(handlers) as Handlers<T>;
}

export interface RequestOptions<P> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (value: P) => void;
}

export interface Client<T extends MethodTable> {
  request<M extends keyof T & string>(
    method: M,
    params: Params<T, M>,
    options?: RequestOptions<Progress<T, M>>,
  ): Promise<Result<T, M>>;
  /** Fails every open request, and every later one. */
  close(reason: string): void;
}

interface Pending {
  readonly method: string;
  readonly onProgress: ((value: never) => void) | undefined;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export function connect<T extends MethodTable>(port: Port, table: T): Client<T> {
  const pending = new Map<number, Pending>();
  // A page that was reloaded speaks over the same channel as the one before, whose answers must not look like its own.
  let nextId = Math.floor(Math.random() * 2 ** 40) * 2 ** 10;
  let closed: string | null = null;

  port.onMessage((message) => {
    const frame = frameSchema.safeParse(message);
    if (!frame.success || !('id' in frame.data)) return;
    const request = pending.get(frame.data.id);
    if (request === undefined) return;
    try {
      if (frame.data.type === 'progress') {
        const value = parse(
          table[request.method].progress,
          frame.data.value,
          `progress of '${request.method}'`,
        );
        request.onProgress?.(value as never);
      } else if (frame.data.type === 'result') {
        request.resolve(
          parse(table[request.method].result, frame.data.value, `result of '${request.method}'`),
        );
      } else if (frame.data.type === 'error') {
        request.reject(new RemoteError(frame.data.error.kind, frame.data.error.message));
      }
    } catch (error) {
      request.reject(error instanceof Error ? error : new Error(String(error)));
      if (frame.data.type === 'progress') sendCancel(frame.data.id);
    }
  });

  /** Only spares the other side work: the request has already ended here. */
  function sendCancel(id: number): void {
    try {
      port.post({ type: 'cancel', id });
    } catch {
      return;
    }
  }

  return {
    request(method, params, options = {}) {
      return new Promise((resolve, reject) => {
        if (closed !== null) {
          reject(new RemoteError('Disconnected', closed));
          return;
        }
        if (options.signal?.aborted === true) {
          reject(new RemoteError('Cancelled', `'${method}' was cancelled`));
          return;
        }
        const id = nextId++;
        const cancel = (): void => {
          settle(() => {
            reject(new RemoteError('Cancelled', `'${method}' was cancelled`));
          });
          sendCancel(id);
        };
        const settle = (how: () => void): void => {
          pending.delete(id);
          options.signal?.removeEventListener('abort', cancel);
          how();
        };
        options.signal?.addEventListener('abort', cancel, { once: true });
        pending.set(id, {
          method,
          onProgress: options.onProgress as ((value: never) => void) | undefined,
          resolve: (value) => {
            settle(() => {
              resolve(value as never);
            });
          },
          reject: (error) => {
            settle(() => {
              reject(error);
            });
          },
        });
        try {
          port.post({ type: 'request', id, method, params });
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          pending
            .get(id)
            ?.reject(new RemoteError('Disconnected', `'${method}' could not be sent: ${reason}`));
        }
      });
    },
    close(reason) {
      closed = reason;
      for (const request of [...pending.values()]) request.reject(new RemoteError('Disconnected', reason));
    },
  };
}

/** Sends one-way messages. */
export function emitter<E extends EventTable>(
  port: Port,
): <N extends keyof E & string>(name: N, value: z.infer<E[N]>) => void {
  return (name, value) => {
    port.post({ type: 'event', name, value });
  };
}

/** Receives one-way messages; one that does not fit its schema goes to `onInvalid`. */
export function listen<E extends EventTable>(
  port: Port,
  events: E,
  handlers: { readonly [N in keyof E]: (value: z.infer<E[N]>) => void },
  onInvalid: (reason: string) => void,
): void {
  port.onMessage((message) => {
    const frame = frameSchema.safeParse(message);
    if (!frame.success || frame.data.type !== 'event') return;
    const { name, value } = frame.data;
    if (!Object.hasOwn(events, name)) {
      onInvalid(`unknown event '${name}'`);
      return;
    }
    const parsed = events[name].safeParse(value);
    if (parsed.success) handlers[name](parsed.data as never);
    else onInvalid(`event '${name}': ${z.prettifyError(parsed.error)}`);
  });
}

function parse(schema: z.ZodType, value: unknown, what: string): unknown {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new RemoteError('InvalidMessage', `${what}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
