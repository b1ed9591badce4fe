import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { BoundedMap } from '../../../src/analysis/boundedMap';
import { childEnvironment } from '../../../src/analysis/childEnvironment';
import { contentHash } from '../../../src/analysis/contentHash';
import { fileState } from '../../../src/analysis/fileState';
import { forEachLimited } from '../../../src/analysis/limited';
import { SharedWork } from '../../../src/analysis/sharedWork';
import { TopologyCache } from '../../../src/analysis/topologyCache';
import { whenComplete } from '../../../src/analysis/whenComplete';
import { INCOMPLETE } from '../../../src/analysis/workerProtocol';
import { CheckpointError } from '../../../src/checkpoints/checkpoint';
import { RemoteError } from '../../../src/protocol/rpc';
import { fanOut } from '../../../src/topology/transpose';
import { arbitraryPair, layerOf } from '../nnstd/layers';
import { randomNetwork, temporaryFolder, writeNetwork } from './support';

const folder = await temporaryFolder();

describe('bounded map', () => {
  test('keeps what was used last, within its limit, like a plain model', () => {
    const operations = fc.array(
      fc.record({
        key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        weight: fc.option(fc.integer({ min: 0, max: 6 })),
      }),
    );
    fc.assert(
      fc.property(operations, (all) => {
        const map = new BoundedMap<number>(10);
        let model: { key: string; weight: number; value: number }[] = [];
        all.forEach(({ key, weight }, step) => {
          const found = model.find((entry) => entry.key === key);
          if (weight === null) {
            expect(map.get(key)).toBe(found?.value);
            if (found !== undefined) model = [...model.filter((entry) => entry !== found), found];
          } else {
            map.set(key, step, weight);
            model = [...model.filter((entry) => entry !== found), { key, weight, value: step }];
            while (model.reduce((sum, entry) => sum + entry.weight, 0) > 10) model.shift();
          }
          expect(map.weight).toBe(model.reduce((sum, entry) => sum + entry.weight, 0));
        });
      }),
    );
  });

  test('does not drop everything for one that can never fit', () => {
    const map = new BoundedMap<string>(10);
    map.set('a', 'kept', 9);
    map.set('b', 'too heavy', 11);
    expect(map.get('a')).toBe('kept');
    expect(map.get('b')).toBeUndefined();
  });
});

test('the content hash tells topologies apart, and equal ones not', () => {
  fc.assert(
    fc.property(arbitraryPair(5), ([a, b]) => {
      const plain = (network: typeof a): string =>
        JSON.stringify(network.layers.map((l) => [l.inputs, l.outputs, [...l.indptr], [...l.indices]]));
      expect(contentHash(a) === contentHash(b)).toBe(plain(a) === plain(b));
      expect(contentHash(structuredClone(a))).toBe(contentHash(a));
    }),
  );
  const layer = layerOf(3, [[0, 1], [2]]);
  const weighted = { ...layer, values: Float32Array.of(1, 2, 3) };
  expect(contentHash({ layers: [weighted] })).toBe(contentHash({ layers: [layer] }));
  expect(contentHash({ layers: [{ ...layer, inputsPerUnit: 1 }] })).toBe(contentHash({ layers: [layer] }));
  expect(contentHash({ layers: [{ ...layer, inputsPerUnit: 3 }] })).not.toBe(
    contentHash({ layers: [layer] }),
  );
});

describe('state of a file', () => {
  const stampOf = async (file: string): Promise<string | null> => (await fileState(file))?.stamp ?? null;

  test('changes with its size, its time and its identity, and is null without it', async () => {
    const file = path.join(folder, 'stamped');
    expect(await stampOf(file)).toBeNull();
    await writeFile(file, 'one');
    const stamps = [await stampOf(file), await stampOf(file)];
    expect(stamps[1]).toBe(stamps[0]);
    await writeFile(file, 'three');
    stamps.push(await stampOf(file));
    await utimes(file, new Date(0), new Date(0));
    stamps.push(await stampOf(file));
    await writeFile(`${file}.new`, 'three');
    await utimes(`${file}.new`, new Date(0), new Date(0));
    await rename(`${file}.new`, file);
    stamps.push(await stampOf(file));
    expect(new Set(stamps).size).toBe(4);
  });

  test('is settled once its last change is a while ago', async () => {
    const checkpoint = path.join(folder, 'settling');
    const file = path.join(checkpoint, 'weight_l0.npz');
    await mkdir(checkpoint);
    await writeFile(file, 'x');
    expect([(await fileState(file))?.settled, (await fileState(checkpoint))?.settled]).toEqual([
      false,
      false,
    ]);
    vi.useFakeTimers({ now: Date.now() + 10_000, toFake: ['Date'] });
    expect([(await fileState(file))?.settled, (await fileState(checkpoint))?.settled]).toEqual([true, true]);
    // A time set back does not hide a change.
    vi.useRealTimers();
    await utimes(file, new Date(0), new Date(0));
    expect((await fileState(file))?.settled).toBe(false);
  });

  test('of a folder follows its entries', async () => {
    const checkpoint = path.join(folder, 'stampedFolder');
    await mkdir(checkpoint);
    const empty = await stampOf(checkpoint);
    await writeFile(path.join(checkpoint, 'weight_l0.npz'), 'x');
    const one = await stampOf(checkpoint);
    await writeFile(path.join(checkpoint, 'weight_l0.npz'), 'xy');
    const other = await stampOf(checkpoint);
    expect(new Set([empty, one, other, null]).size).toBe(4);
  });
});

describe('topology cache', () => {
  test('reads again what changed, and only that', async () => {
    const cache = new TopologyCache(2 ** 20);
    const checkpoint = path.join(folder, 'epoch_010');
    await writeNetwork(checkpoint, randomNetwork([20, 10, 5], 3, 1));
    const first = await cache.read(checkpoint);
    expect(await cache.read(checkpoint)).toBe(first);
    expect(first.checkpoint.topology.layers.every((layer) => layer.values === undefined)).toBe(true);
    // All weights are 1 here: their sums are kept, not they.
    const degrees = first.checkpoint.topology.layers.map(fanOut);
    expect(first.strengths.map((each) => Array.from(each!))).toEqual(degrees.map((each) => [...each]));

    await writeNetwork(checkpoint, randomNetwork([20, 10, 5], 3, 2));
    const second = await cache.read(checkpoint);
    expect(second.state.hash).not.toBe(first.state.hash);
    expect(second.state.stamp).not.toBe(first.state.stamp);

    await rm(checkpoint, { recursive: true });
    await expect(cache.read(checkpoint)).rejects.toThrow(CheckpointError);
  });

  test('keeps no more bytes than it may', async () => {
    const cache = new TopologyCache(100);
    const checkpoint = await writeNetwork(path.join(folder, 'epoch_020'), randomNetwork([50, 40], 5, 1));
    const first = await cache.read(checkpoint);
    const second = await cache.read(checkpoint);
    expect(second).not.toBe(first);
    expect(second.state.hash).toBe(first.state.hash);
    expect(second.state.stamp).toBe(first.state.stamp);
  });
});

describe('half-written checkpoints', () => {
  const never = new AbortController().signal;
  const incomplete = new RemoteError(INCOMPLETE, 'expected 100 bytes, found 50');

  test('are tried again until they are whole', async () => {
    const attempt = vi
      .fn<() => Promise<string>>()
      .mockRejectedValueOnce(incomplete)
      .mockRejectedValueOnce(incomplete);
    attempt.mockResolvedValue('whole');
    expect(await whenComplete(attempt, never, [1, 1, 1])).toBe('whole');
    expect(attempt).toHaveBeenCalledTimes(3);
  });

  test('fail with what is wrong with them in the end', async () => {
    const attempt = vi.fn<() => Promise<string>>().mockRejectedValue(incomplete);
    await expect(whenComplete(attempt, never, [1, 1])).rejects.toMatchObject({
      kind: 'CheckpointError',
      message: incomplete.message,
    });
    expect(attempt).toHaveBeenCalledTimes(3);
  });

  test('are not waited for where something else is wrong, or nobody waits any more', async () => {
    const broken = vi
      .fn<() => Promise<string>>()
      .mockRejectedValue(new RemoteError('CheckpointError', 'torn'));
    await expect(whenComplete(broken, never)).rejects.toThrow('torn');
    expect(broken).toHaveBeenCalledOnce();

    const abort = new AbortController();
    const attempt = vi.fn<() => Promise<string>>().mockImplementation(() => {
      abort.abort();
      return Promise.reject(incomplete);
    });
    await expect(whenComplete(attempt, abort.signal, [60_000])).rejects.toThrow();
    expect(attempt).toHaveBeenCalledOnce();
  });
});

describe('shared work', () => {
  function computation() {
    const shared = new SharedWork<number, string>();
    const finish: ((value: string) => void)[] = [];
    const signals: AbortSignal[] = [];
    let tell: (value: number) => void = () => undefined;
    const join = (signal = new AbortController().signal) => {
      const told: number[] = [];
      const result = shared.join(
        'key',
        ({ signal: inner, progress }) => {
          signals.push(inner);
          tell = progress;
          return new Promise((resolve) => finish.push(resolve));
        },
        { signal, progress: (value) => told.push(value) },
      );
      return { told, result };
    };
    return {
      join,
      finish,
      signals,
      tell: (value: number) => {
        tell(value);
      },
    };
  }

  test('is done once for all who ask, and tells each everything', async () => {
    const { join, finish, signals, tell } = computation();
    const first = join();
    tell(1);
    const second = join();
    tell(2);
    finish[0]('done');
    expect(await Promise.all([first.result, second.result])).toEqual(['done', 'done']);
    expect([first.told, second.told]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(signals.length).toBe(1);
    void join();
    expect(signals.length).toBe(2);
  });

  test('goes on until the last who waits has left', async () => {
    const { join, signals } = computation();
    const leavers = [new AbortController(), new AbortController()];
    const [first, second] = leavers.map((leaver) => join(leaver.signal));
    leavers[0].abort();
    await expect(first.result).rejects.toMatchObject({ kind: 'Cancelled' });
    expect(signals[0].aborted).toBe(false);
    leavers[1].abort();
    await expect(second.result).rejects.toMatchObject({ kind: 'Cancelled' });
    expect(signals[0].aborted).toBe(true);
    void join();
    expect(signals.length).toBe(2);
  });
});

describe('a few at a time', () => {
  test('all are done in order, never more than the limit at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 1, max: 5 }), async (n, limit) => {
        const begun: number[] = [];
        let running = 0;
        let most = 0;
        await forEachLimited([...Array(n).keys()], limit, async (item) => {
          begun.push(item);
          most = Math.max(most, ++running);
          await new Promise((resolve) => setImmediate(resolve));
          running--;
        });
        expect(begun).toEqual([...Array(n).keys()]);
        expect(most).toBe(Math.min(n, limit));
      }),
      { numRuns: 30 },
    );
  });

  test('a failure stops what has not begun', async () => {
    const begun: number[] = [];
    const all = forEachLimited([0, 1, 2, 3, 4], 2, async (item) => {
      begun.push(item);
      await Promise.resolve();
      if (item === 1) throw new Error('no');
    });
    await expect(all).rejects.toThrow('no');
    expect(begun.length).toBeLessThan(5);
  });
});

test('the environment of the process holds nothing of the editor', () => {
  expect(
    childEnvironment({
      PATH: '/bin',
      NODE_OPTIONS: '--inspect',
      VSCODE_PID: '1',
      ELECTRON_RUN_AS_NODE: '1',
      NODE_CHANNEL_FD: '3',
      NODE_EXTRA_CA_CERTS: '/certs',
    }),
  ).toEqual({ PATH: '/bin', NODE_EXTRA_CA_CERTS: '/certs' });
});
