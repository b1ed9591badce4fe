import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import {
  connect,
  emitter,
  type Handlers,
  listen,
  type Port,
  RemoteError,
  serve,
} from '../../../src/protocol/rpc';

const table = {
  double: { params: z.number(), progress: z.null(), result: z.number() },
  count: { params: z.number().int(), progress: z.number(), result: z.string() },
  forever: { params: z.null(), progress: z.null(), result: z.null() },
  failing: { params: z.enum(['typed', 'remote', 'text']), progress: z.null(), result: z.null() },
  lying: { params: z.null(), progress: z.null(), result: z.number() },
  badProgress: { params: z.null(), progress: z.number(), result: z.null() },
} as const;

class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

const whenAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('stopped by its signal'));
    });
  });

const handlers: Handlers<typeof table> = {
  double: (value) => value * 2,
  count: async (to, { progress }) => {
    for (let i = 1; i <= to; i++) {
      progress(i);
      await Promise.resolve();
    }
    return 'counted';
  },
  forever: (_, { signal }) => whenAborted(signal),
  failing: (how) => {
    if (how === 'typed') throw new UnreadableError('torn');
    if (how === 'remote') throw new RemoteError('FromFurtherAway', 'far');
    throw 'a text';
  },
  lying: () => 'no number' as unknown as number,
  badProgress: (_, { progress, signal }) => {
    progress('no number' as unknown as number);
    return whenAborted(signal);
  },
};

interface Channel {
  readonly client: Port;
  readonly server: Port;
  /** Everything that arrived at the server. */
  readonly received: unknown[];
  /** From now on both ends throw when they post. */
  break(): void;
}

/** Two ports that pass JSON, each message in a turn of its own, as process channels do. */
function channel(): Channel {
  const listeners = { client: [] as ((m: unknown) => void)[], server: [] as ((m: unknown) => void)[] };
  const received: unknown[] = [];
  let broken = false;
  const end = (mine: 'client' | 'server', theirs: 'client' | 'server'): Port => ({
    post(message) {
      if (broken) throw new Error('channel closed');
      const text = JSON.stringify(message);
      queueMicrotask(() => {
        if (theirs === 'server') received.push(JSON.parse(text));
        for (const listener of listeners[theirs]) listener(JSON.parse(text));
      });
    },
    onMessage(listener) {
      listeners[mine].push(listener);
    },
  });
  return {
    client: end('client', 'server'),
    server: end('server', 'client'),
    received,
    break() {
      broken = true;
    },
  };
}

function pair() {
  const wires = channel();
  const close = serve(wires.server, table, handlers);
  return { ...wires, closeServer: close, rpc: connect(wires.client, table) };
}

const remote = (kind: string): unknown => expect.objectContaining({ name: 'RemoteError', kind });

describe('every request ends', () => {
  test('with its result, many at a time', async () => {
    const { rpc } = pair();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer()), async (values) => {
        const results = await Promise.all(values.map((value) => rpc.request('double', value)));
        expect(results).toEqual(values.map((value) => value * 2));
      }),
    );
  });

  test('with progress before the result, in order', async () => {
    const { rpc } = pair();
    const seen: number[] = [];
    const result = await rpc.request('count', 5, { onProgress: (i) => seen.push(i) });
    expect(seen).toEqual([1, 2, 3, 4, 5]);
    expect(result).toBe('counted');
  });

  test('with the error of its handler, by the name of its class', async () => {
    const { rpc } = pair();
    await expect(rpc.request('failing', 'typed')).rejects.toMatchObject({
      kind: 'UnreadableError',
      message: 'torn',
    });
    await expect(rpc.request('failing', 'remote')).rejects.toMatchObject({ kind: 'FromFurtherAway' });
    await expect(rpc.request('failing', 'text')).rejects.toMatchObject({ kind: 'Error', message: 'a text' });
  });

  test('where the parameters are not what the method takes', async () => {
    const { rpc } = pair();
    await expect(rpc.request('double', 'seven' as unknown as number)).rejects.toEqual(
      remote('InvalidMessage'),
    );
    await expect(rpc.request('double', undefined as unknown as number)).rejects.toEqual(
      remote('InvalidMessage'),
    );
  });

  test('where there is no such method', async () => {
    const { client, server } = channel();
    serve(server, table, handlers);
    const other = connect(client, {
      ...table,
      toString: { params: z.null(), progress: z.null(), result: z.null() },
      treble: { params: z.null(), progress: z.null(), result: z.null() },
    });
    await expect(other.request('treble', null)).rejects.toEqual(remote('UnknownMethod'));
    await expect(other.request('toString', null)).rejects.toEqual(remote('UnknownMethod'));
  });

  test('where the answer is not what was promised', async () => {
    const { rpc } = pair();
    await expect(rpc.request('lying', null)).rejects.toEqual(remote('InvalidMessage'));
  });

  test('where progress is not what was promised, and the work is stopped', async () => {
    const { rpc, received } = pair();
    await expect(rpc.request('badProgress', null)).rejects.toEqual(remote('InvalidMessage'));
    await vi.waitFor(() => {
      expect(received).toContainEqual(expect.objectContaining({ type: 'cancel' }));
    });
  });

  test('where the listener to its progress throws', async () => {
    const { rpc } = pair();
    const onProgress = (): void => {
      throw new Error('the chart is gone');
    };
    await expect(rpc.request('count', 3, { onProgress })).rejects.toThrow('the chart is gone');
  });

  test('where the request itself is malformed but has an id', async () => {
    const { client, server } = channel();
    serve(server, table, handlers);
    const answers: unknown[] = [];
    client.onMessage((message) => answers.push(message));
    client.post({ type: 'request', id: 7 });
    await vi.waitFor(() => {
      expect(answers).toEqual([
        { type: 'error', id: 7, error: expect.objectContaining({ kind: 'InvalidMessage' }) as unknown },
      ]);
    });
  });
});

describe('cancelling', () => {
  test('ends the request here and its handler there', async () => {
    const stopped = vi.fn();
    const wires = channel();
    serve(wires.server, table, {
      ...handlers,
      forever: async (_, { signal }) => {
        try {
          return await whenAborted(signal);
        } finally {
          stopped(signal.aborted);
        }
      },
    });
    const abort = new AbortController();
    const request = connect(wires.client, table).request('forever', null, { signal: abort.signal });
    abort.abort();
    await expect(request).rejects.toEqual(remote('Cancelled'));
    await vi.waitFor(() => {
      expect(stopped).toHaveBeenCalledExactlyOnceWith(true);
    });
  });

  test('before the request sends nothing', async () => {
    const { rpc, received } = pair();
    await expect(rpc.request('double', 1, { signal: AbortSignal.abort() })).rejects.toEqual(
      remote('Cancelled'),
    );
    expect(await rpc.request('double', 2)).toBe(4);
    expect(received.length).toBe(1);
  });

  test('after the result does nothing', async () => {
    const { rpc, received } = pair();
    const abort = new AbortController();
    expect(await rpc.request('double', 3, { signal: abort.signal })).toBe(6);
    abort.abort();
    expect(await rpc.request('double', 4)).toBe(8);
    expect(received.filter((frame) => (frame as { type: string }).type === 'cancel')).toEqual([]);
  });
});

describe('the end of the channel', () => {
  test('fails what is open and what comes later', async () => {
    const { rpc } = pair();
    const open = rpc.request('forever', null);
    rpc.close('the process died');
    await expect(open).rejects.toMatchObject({ kind: 'Disconnected', message: 'the process died' });
    await expect(rpc.request('double', 1)).rejects.toEqual(remote('Disconnected'));
  });

  test('fails a request that cannot be sent', async () => {
    const { rpc, ...wires } = pair();
    wires.break();
    await expect(rpc.request('double', 1)).rejects.toEqual(remote('Disconnected'));
  });

  test('lets an open request be cancelled', async () => {
    const { rpc, ...wires } = pair();
    const abort = new AbortController();
    const open = rpc.request('forever', null, { signal: abort.signal });
    wires.break();
    abort.abort();
    await expect(open).rejects.toEqual(remote('Cancelled'));
  });

  test('does not bring down the side that answers', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const { rpc, closeServer, ...wires } = pair();
    void rpc.request('forever', null).catch(() => undefined);
    await vi.waitFor(() => {
      expect(wires.received.length).toBe(1);
    });
    wires.break();
    closeServer();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  test('of the serving side cancels what runs and refuses the rest', async () => {
    const { rpc, closeServer, received } = pair();
    const open = rpc.request('forever', null);
    await vi.waitFor(() => {
      expect(received.length).toBe(1);
    });
    closeServer();
    await expect(open).rejects.toEqual(remote('Cancelled'));
    await expect(rpc.request('double', 1)).rejects.toEqual(remote('Disconnected'));
  });
});

test('answers to a page that was reloaded do not reach the new one', async () => {
  const wires = channel();
  let finish: (value: number) => void = () => undefined;
  const slow = { slow: { params: z.null(), progress: z.null(), result: z.number() } } as const;
  let calls = 0;
  serve(wires.server, slow, {
    slow: () => (calls++ === 0 ? new Promise<number>((resolve) => (finish = resolve)) : 2),
  });
  void connect(wires.client, slow).request('slow', null);
  await vi.waitFor(() => {
    expect(calls).toBe(1);
  });
  const reloaded = connect(wires.client, slow);
  finish(1);
  expect(await reloaded.request('slow', null)).toBe(2);
});

test('whatever arrives, neither end throws, and open requests are unharmed', async () => {
  const { rpc, client, server } = pair();
  const frames = fc.oneof(
    fc.anything(),
    fc.record(
      {
        type: fc.constantFrom('request', 'cancel', 'progress', 'result', 'error', 'event', 'other'),
        id: fc.oneof(fc.integer(), fc.string()),
        method: fc.constantFrom('double', 'treble', '__proto__'),
        params: fc.jsonValue(),
        value: fc.jsonValue(),
      },
      { requiredKeys: [] },
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(frames), async (messages) => {
      const answer = rpc.request('double', 21);
      for (const message of messages.filter((each) => JSON.stringify(each) !== undefined)) {
        client.post(message);
        server.post(message);
      }
      expect(await answer).toBe(42);
    }),
  );
});

describe('events', () => {
  const events = { tick: z.number(), name: z.string() };

  test('arrive by name; what does not fit is reported', async () => {
    const { client, server } = channel();
    const ticks: number[] = [];
    const names: string[] = [];
    const invalid: string[] = [];
    listen(
      client,
      events,
      { tick: (value) => ticks.push(value), name: (value) => names.push(value) },
      (reason) => invalid.push(reason),
    );
    const emit = emitter<typeof events>(server);
    emit('tick', 1);
    emit('name', 'w0');
    emit('tick', 'no number' as unknown as number);
    server.post({ type: 'event', name: 'toString', value: 1 });
    server.post({ type: 'result', id: 1, value: 1 });
    await vi.waitFor(() => {
      expect(invalid.length).toBe(2);
    });
    expect(ticks).toEqual([1]);
    expect(names).toEqual(['w0']);
    expect(invalid[0]).toContain("event 'tick'");
    expect(invalid[1]).toContain("unknown event 'toString'");
  });
});
