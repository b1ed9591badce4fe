import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { RecordStore, type RecordStoreOptions } from '../../../../src/analysis/cache/recordStore';
import { temporaryFolder } from '../support';
import { entryOf } from './entries';

const root = await temporaryFolder();
const open: RecordStore[] = [];
afterEach(() => {
  for (const store of open.splice(0)) store.close();
});

const newFolder = (): Promise<string> => mkdtemp(path.join(root, 'cache-'));

function storeIn(folder: string | null, options: Partial<RecordStoreOptions> = {}): RecordStore {
  const onProblem = (message: string): void => {
    throw new Error(message);
  };
  const store = new RecordStore({ folder, limitBytes: 2 ** 20, onProblem, ...options });
  open.push(store);
  return store;
}

function keep(store: RecordStore, entries: Iterable<number>): void {
  for (const i of entries) store.set(entryOf(i).key, entryOf(i).value);
  store.flush();
}

/** Which of the entries 0 … count − 1 it has; fails where a value is another than it was. */
function kept(store: RecordStore, count: number): number[] {
  return Array.from({ length: count }, (_, i) => i).filter((i) => {
    const value = store.get(entryOf(i).key);
    if (value !== undefined) expect(value).toBe(entryOf(i).value);
    return value !== undefined;
  });
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const segmentsIn = (folder: string): string[] => readdirSync(folder).map((name) => path.join(folder, name));
const bytesIn = (folder: string): number =>
  segmentsIn(folder).reduce((sum, file) => sum + statSync(file).size, 0);

test('keeps values for later processes, and for others that run at the same time', async () => {
  const folder = path.join(await newFolder(), 'made', 'when needed');
  const [one, other] = [storeIn(folder), storeIn(folder)];
  keep(one, range(0, 10));
  expect(kept(other, 10)).toEqual([]);
  other.refresh();
  expect(kept(other, 10)).toEqual(range(0, 10));
  keep(other, range(10, 20));
  keep(one, range(20, 30));
  for (const store of [one, other]) store.refresh();
  expect(kept(one, 30)).toEqual(range(0, 30));
  expect(kept(other, 30)).toEqual(range(0, 30));
  expect(kept(storeIn(folder), 40)).toEqual(range(0, 30));
});

test('writes nothing before there is something to keep, and the same only once', async () => {
  const folder = await newFolder();
  const store = storeIn(folder);
  expect(segmentsIn(folder)).toEqual([]);
  keep(store, range(0, 10));
  const bytes = bytesIn(folder);
  keep(store, range(0, 10));
  keep(storeIn(folder), range(0, 10));
  expect(bytesIn(folder)).toBe(bytes);
});

test('without a folder keeps what it is told in memory', () => {
  const store = storeIn(null);
  keep(store, range(0, 10));
  store.refresh();
  expect(kept(store, 20)).toEqual(range(0, 10));
  store.clear();
  expect(kept(store, 20)).toEqual([]);
});

test('has no more bytes on the disk than it may: the oldest go first', async () => {
  const folder = await newFolder();
  const limitBytes = 64 * 1024;
  const store = storeIn(folder, { limitBytes });
  for (let i = 0; i < 3000; i += 10) keep(store, range(i, i + 10));
  expect(bytesIn(folder)).toBeLessThanOrEqual(limitBytes);
  expect(bytesIn(folder)).toBeGreaterThan(limitBytes * 0.9);
  const left = kept(storeIn(folder, { limitBytes }), 3000);
  expect(left).toEqual(range(3000 - left.length, 3000));
});

test('a segment that another process deletes is forgotten, and its writer goes on in a new one', async () => {
  const folder = await newFolder();
  const [writer, reader] = [storeIn(folder), storeIn(folder)];
  keep(writer, range(0, 10));
  reader.refresh();
  rmSync(segmentsIn(folder)[0]);
  keep(writer, range(10, 20));
  reader.refresh();
  expect(kept(reader, 20)).toEqual(range(10, 20));
});

test('many small segments that nobody writes any more become one', async () => {
  const folder = await newFolder();
  const limitBytes = 2 ** 22;
  for (let i = 0; i < 40; i++) {
    keep(storeIn(folder, { limitBytes }), range(10 * i, 10 * i + 10));
    for (const file of segmentsIn(folder)) utimesSync(file, new Date(0), new Date(0));
  }
  const tidied = storeIn(folder, { limitBytes });
  expect(segmentsIn(folder).length).toBeLessThan(40);
  expect(kept(tidied, 400)).toEqual(range(0, 400));
  expect(kept(storeIn(folder, { limitBytes }), 400)).toEqual(range(0, 400));
});

test('clearing empties the folder of its segments, and of nothing else', async () => {
  const folder = await newFolder();
  const store = storeIn(folder);
  keep(store, range(0, 10));
  await writeFile(path.join(folder, 'note.txt'), 'not ours');
  store.clear();
  expect(readdirSync(folder)).toEqual(['note.txt']);
  expect(kept(store, 10)).toEqual([]);
  keep(store, range(5, 8));
  expect(kept(storeIn(folder), 10)).toEqual([5, 6, 7]);
});

describe('a segment that was damaged', () => {
  test('by a flipped, lost or added byte, each in turn, never gives a wrong value', async () => {
    const folder = await newFolder();
    keep(storeIn(folder), range(0, 5));
    const [file] = segmentsIn(folder);
    const whole = readFileSync(file);
    const damages: ((bytes: Buffer, at: number) => Buffer)[] = [
      (bytes, at) => {
        bytes[at] ^= 1 << (at % 8);
        return bytes;
      },
      (bytes, at) => {
        bytes[at] = bytes[at] === 10 ? 32 : 10;
        return bytes;
      },
      (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]),
      (bytes, at) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + 1), bytes.subarray(at)]),
    ];
    for (let at = 0; at < whole.length; at++) {
      for (const damage of damages) {
        writeFileSync(file, damage(Buffer.from(whole), at));
        const store = storeIn(folder);
        // A lost line end costs two lines.
        expect(kept(store, 5).length).toBeGreaterThanOrEqual(3);
        store.close();
      }
    }
  });

  test('by being cut anywhere gives what is whole', async () => {
    const folder = await newFolder();
    keep(storeIn(folder), range(0, 6));
    const [file] = segmentsIn(folder);
    const whole = readFileSync(file);
    const lineEnds = [...whole.keys()].filter((at) => whole[at] === 10);
    for (let length = 0; length < whole.length; length++) {
      writeFileSync(file, whole.subarray(0, length));
      const store = storeIn(folder);
      expect(kept(store, 6)).toEqual(range(0, lineEnds.filter((end) => end < length).length));
      store.close();
    }
  });

  test('while it is open gives no wrong value either', async () => {
    const folder = await newFolder();
    keep(storeIn(folder), range(0, 6));
    const reader = storeIn(folder);
    const [file] = segmentsIn(folder);
    writeFileSync(file, readFileSync(file).reverse());
    expect(kept(reader, 6)).toEqual([]);
    writeFileSync(file, '');
    expect(kept(reader, 6)).toEqual([]);
  });

  test('or is a folder, or no text at all, is passed over', async () => {
    const folder = await newFolder();
    await mkdir(path.join(folder, '0000000000001-0123456789ab.segment'));
    await writeFile(path.join(folder, '0000000000002-0123456789ab.segment'), Buffer.alloc(5000, 255));
    const store = storeIn(folder);
    keep(store, range(0, 5));
    expect(kept(storeIn(folder), 5)).toEqual(range(0, 5));
  });
});

describe('a disk that refuses', () => {
  /** Has room for so many bytes, and takes at most 50 at a time. */
  const diskWith =
    (room: number) =>
    (descriptor: number, bytes: Uint8Array, start: number): number => {
      if (room === 0)
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      const count = writeSync(descriptor, bytes, start, Math.min(room, 50, bytes.length - start));
      room -= count;
      return count;
    };

  test('because it is full is told once; memory keeps on, and what was whole stays', async () => {
    const folder = await newFolder();
    const problems: string[] = [];
    const store = storeIn(folder, {
      write: diskWith(1234),
      onProblem: (message) => problems.push(message),
    });
    for (const i of range(0, 40)) keep(store, [i]);
    expect(problems).toEqual([expect.stringMatching(/ENOSPC/)]);
    expect(kept(store, 40)).toEqual(range(0, 40));
    const later = kept(storeIn(folder), 40);
    expect(later.length).toBeGreaterThan(5);
    expect(later).toEqual(range(0, later.length));
  });

  test('a real one too', async (context) => {
    const disk = await newFolder();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status === 0;
    context.skip(!mounted, 'needs the right to mount a small file system');
    try {
      const problems: string[] = [];
      const store = storeIn(disk, { onProblem: (message) => problems.push(message) });
      for (let i = 0; i < 2000; i += 50) keep(store, range(i, i + 50));
      expect(problems).toEqual([expect.stringMatching(/ENOSPC/)]);
      expect(kept(store, 2000)).toEqual(range(0, 2000));
      const later = storeIn(disk);
      expect(kept(later, 2000).length).toBeGreaterThan(100);
      for (const each of [store, later]) each.close();
    } finally {
      spawnSync('umount', [disk]);
    }
  });

  test('because the folder cannot be made is told once, at the first value', async () => {
    const file = path.join(await newFolder(), 'file');
    await writeFile(file, '');
    const problems: string[] = [];
    const store = storeIn(path.join(file, 'cache'), { onProblem: (message) => problems.push(message) });
    expect(problems).toEqual([]);
    keep(store, range(0, 5));
    keep(store, range(5, 10));
    expect(problems.length).toBe(1);
    expect(kept(store, 10)).toEqual(range(0, 10));
  });
});
