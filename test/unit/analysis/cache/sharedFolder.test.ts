import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { RecordStore } from '../../../../src/analysis/cache/recordStore';
import { randomStream } from '../../../../src/topology/random';
import { bundle, temporaryFolder } from '../support';
import { entryOf } from './entries';

/** Processes of their own that write into one folder. */
const root = await temporaryFolder();
const script = path.join(root, 'writingProcess.js');
const run = promisify(execFile);

beforeAll(() => bundle({ writingProcess: 'test/unit/analysis/cache/writingProcess.ts' }, root));

const newFolder = (): Promise<string> => mkdtemp(path.join(root, 'cache-'));
const options = (folder: string, limitBytes: number): string[] => [script, folder, String(limitBytes)];

/** Which entries are there, by a process that comes later; fails where a value is another than it was. */
function keptIn(folder: string, limitBytes: number, count: number): number[] {
  const onProblem = (message: string): void => {
    throw new Error(message);
  };
  const store = new RecordStore({ folder, limitBytes, onProblem });
  const kept: number[] = [];
  for (let i = 0; i < count; i++) {
    const { key, value } = entryOf(i);
    const found = store.get(key);
    if (found === undefined) continue;
    expect(found).toBe(value);
    kept.push(i);
  }
  store.close();
  return kept;
}

test('three that write at once lose nothing', async () => {
  const folder = await newFolder();
  const limit = 2 ** 22;
  await Promise.all(
    ['0', '1', '2'].map((first) => run(process.execPath, [...options(folder, limit), first, '3', '1000'])),
  );
  expect(keptIn(folder, limit, 3100).length).toBe(3000);
});

test('three that evict each other leave nothing wrong', async () => {
  const folder = await newFolder();
  const limit = 2 ** 16;
  await Promise.all(
    ['0', '1', '2'].map((first) => run(process.execPath, [...options(folder, limit), first, '3', '1000'])),
  );
  const { length } = keptIn(folder, limit, 3000);
  expect(length).toBeGreaterThan(300);
  expect(length).toBeLessThan(1500);
});

test('writers killed at any moment leave nothing wrong, and what they flushed', async () => {
  const folder = await newFolder();
  const limit = 2 ** 22;
  const random = randomStream(1, 'kill');
  let flushed = 0;
  for (let round = 0; round < 8; round++) {
    const child = spawn(process.execPath, [...options(folder, limit), String(round), '8', '1000000'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    flushed += await killedAfter(child, 1 + random.below(200));
  }
  expect(keptIn(folder, limit, 100_000).length).toBeGreaterThanOrEqual(flushed);
});

/** Kills it once it has flushed so often; how often it had when it ended. */
function killedAfter(child: ChildProcess, flushes: number): Promise<number> {
  return new Promise((resolve) => {
    let seen = 0;
    child.stdout!.on('data', (dots: Buffer) => {
      seen += dots.length;
      if (seen >= flushes) child.kill('SIGKILL');
    });
    child.on('close', () => {
      resolve(seen);
    });
  });
}
