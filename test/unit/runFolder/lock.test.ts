import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';
import {
  heartbeatStaleMs,
  ownIdentity,
  systemProbe,
  type ProcessProbe,
} from '../../../src/checkpoints/runFolder/liveness';
import { heldLock, makeFirstRecord, takeLock, type RunLock } from '../../../src/checkpoints/runFolder/lock';
import { LockLostError, RunLockedError } from '../../../src/checkpoints/runFolder/runFolderErrors';
import { temporaryFolder } from './support';

const root = temporaryFolder();
let count = 0;
async function freshFolder(): Promise<string> {
  const folder = path.join(root, `run-${count++}`);
  await mkdir(folder);
  return folder;
}

const elsewhere = { pid: 7, processStart: 'linux x/1', host: 'another-host' };
const dead = { pid: 2 ** 22 + 12345, processStart: '', host: systemProbe.host };

async function age(folder: string, record: string, ageMs: number): Promise<void> {
  const time = new Date(Date.now() - ageMs);
  await utimes(path.join(folder, 'lock', record, 'heartbeat'), time, time);
}

test('a second taker is refused with the facts; after the release it succeeds', async () => {
  const folder = await freshFolder();
  const own = await ownIdentity();
  const lock = await takeLock(folder, own);
  const refused = await takeLock(folder, own).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(RunLockedError);
  expect((refused as RunLockedError).owner).toEqual(own);
  expect((refused as RunLockedError).message).toContain(`process ${own.pid} on ${own.host}`);
  await lock.release();
  const second = await takeLock(folder, own);
  await second.verify();
  expect((await readdir(path.join(folder, 'lock'))).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('the lock of a dead process is taken over, and it may write no more', async () => {
  const folder = await freshFolder();
  const scope = await systemProbe.scope();
  const number = await makeFirstRecord(folder, { ...dead, processStart: `${scope}/1` });
  const old = heldLock(folder, number, dead);
  await old.verify();
  const lock = await takeLock(folder, await ownIdentity());
  await lock.verify();
  await expect(old.verify()).rejects.toBeInstanceOf(LockLostError);
  await expect(old.beat()).rejects.toBeInstanceOf(LockLostError);
  await expect(old.release()).rejects.toBeInstanceOf(LockLostError);
  await lock.verify();
});

test('a process with the same id that started at another time does not hold it', async () => {
  const folder = await freshFolder();
  const own = await ownIdentity();
  await takeLock(folder, { ...own, processStart: `${own.processStart}0` });
  await (await takeLock(folder, own)).verify();
});

test("another host's lock is judged by its heartbeat", async () => {
  const folder = await freshFolder();
  const own = await ownIdentity();
  const theirs = await takeLock(folder, elsewhere);
  await age(folder, '00000001', heartbeatStaleMs - 10_000);
  await expect(takeLock(folder, own)).rejects.toBeInstanceOf(RunLockedError);
  await age(folder, '00000001', heartbeatStaleMs + 10_000);
  await theirs.beat();
  await expect(takeLock(folder, own)).rejects.toBeInstanceOf(RunLockedError);
  await age(folder, '00000001', heartbeatStaleMs + 10_000);
  await takeLock(folder, own);
  await expect(theirs.beat()).rejects.toBeInstanceOf(LockLostError);
});

test('a record without a readable owner counts by its age', async () => {
  const folder = await freshFolder();
  const own = await ownIdentity();
  await takeLock(folder, elsewhere);
  await writeFile(path.join(folder, 'lock', '00000001', 'owner.json'), '{"pid":');
  await expect(takeLock(folder, own)).rejects.toBeInstanceOf(RunLockedError);
  await age(folder, '00000001', heartbeatStaleMs + 10_000);
  await takeLock(folder, own);
});

test('a lock whose folder was deleted is lost', async () => {
  const folder = await freshFolder();
  const lock = await takeLock(folder, await ownIdentity());
  await rm(folder, { recursive: true });
  await expect(lock.verify()).rejects.toThrow('the run folder is gone');
});

test('old records are cleaned away, the newest ones stay', async () => {
  const folder = await freshFolder();
  const own = await ownIdentity();
  for (let i = 0; i < 25; i++) await (await takeLock(folder, own)).release();
  const records = (await readdir(path.join(folder, 'lock'))).sort();
  expect(records.at(-1)).toBe('00000025');
  expect(records.length).toBeLessThanOrEqual(11);
});

test.each([0, 15])(
  'a taker that judged long ago gets nothing: meanwhile %i others held it, and one holds it',
  async (others) => {
    const folder = await freshFolder();
    const own = await ownIdentity();
    const scope = await systemProbe.scope();
    await makeFirstRecord(folder, { ...dead, processStart: `${scope}/1` });
    let holder: RunLock | null = null;
    const slow: ProcessProbe = {
      ...systemProbe,
      look: async (pid) => {
        const look = await systemProbe.look(pid);
        if (holder === null) {
          for (let i = 0; i < others; i++) await (await takeLock(folder, own)).release();
          holder = await takeLock(folder, own);
        }
        return look;
      },
    };
    await expect(takeLock(folder, own, slow)).rejects.toBeInstanceOf(RunLockedError);
    await holder!.verify();
  },
);

test('of many processes that race for it exactly one holds it, also when holders are killed', async () => {
  const folder = await freshFolder();
  const script = path.join(root, 'lockContender.cjs');
  buildSync({
    entryPoints: [path.join(import.meta.dirname, 'lockContender.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
  const contenders = Array.from({ length: 6 }, async (_unused, i) => {
    // Every other one is killed while it holds the lock.
    const dieAfter = i % 2 === 0 ? 3 + i : 0;
    const child = spawn(process.execPath, [script, folder, '12', String(dieAfter)]);
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    return { i, held: out.split('\n').length - 1, err, code, signal, dieAfter };
  });
  for (const { held, err, code, signal, dieAfter } of await Promise.all(contenders)) {
    expect(err).toBe('');
    if (dieAfter === 0) expect({ held, code }).toEqual({ held: 12, code: 0 });
    else if (process.platform === 'win32') expect(held).toBe(dieAfter);
    else expect({ held, signal }).toEqual({ held: dieAfter, signal: 'SIGKILL' });
  }
});
