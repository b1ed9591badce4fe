import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  isAlive,
  processIdentitySchema,
  systemProbe,
  type ProcessIdentity,
  type ProcessProbe,
} from './liveness';
import { errorCode, LockLostError, RunFolderError, RunLockedError } from './runFolderErrors';

/**
 * One writer a run folder. `lock/` holds numbered records, each a folder that names its owner; the highest number is the
 * holder, and it is free once it carries the file `released` or its owner is dead.
 *
 * A record is made under a temporary name and put in place by a rename, which fails where that number exists: it is
 * whole or absent, and of all that saw the same free record one succeeds. Numbers only rise, because the highest record
 * stays when it is released: so a taker that judged long ago finds its number taken or, where that was cleaned away, a
 * higher one above it, and steps back. With a single lock file it would take away what another just got.
 */
export interface RunLock {
  readonly owner: ProcessIdentity;
  /** Throws `LockLostError` where another process took over, or the folder is gone. */
  verify(): Promise<void>;
  /** Says that the holder lives, for takers on other hosts. Throws `LockLostError` as `verify`. */
  beat(): Promise<void>;
  release(): Promise<void>;
}

/** Records kept below the holder's, so that no listing made while others come and go misses all higher ones. */
const keptRecords = 10;
const maxAttempts = 200;

/** Takes the lock of the run folder. Throws `RunLockedError` where a living process holds it. */
export async function takeLock(
  folder: string,
  owner: ProcessIdentity,
  probe: ProcessProbe = systemProbe,
): Promise<RunLock> {
  const lockFolder = path.join(folder, 'lock');
  await mkdir(lockFolder, { recursive: true });
  let draft: string | null = null;
  try {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      draft ??= await draftRecord(lockFolder, owner);
      const top = highest(await recordNumbers(lockFolder));
      if (top > 0 && !(await isFree(path.join(lockFolder, recordName(top)), draft, folder, probe))) continue;

      const number = top + 1;
      const record = path.join(lockFolder, recordName(number));
      const renamed = await rename(draft, record).then(
        () => true,
        async (error: unknown) => {
          if (await isThere(record)) return false;
          // Windows refuses for a moment while a scanner looks into the folder.
          if (attempt > 50) throw error;
          await delay(20);
          return false;
        },
      );
      if (!renamed) continue;
      draft = null;
      const numbers = await recordNumbers(lockFolder);
      if (highest(numbers) > number) {
        await removeRecord(record);
        continue;
      }
      await clean(lockFolder, numbers, number);
      return heldLock(folder, number, owner);
    }
    throw new RunFolderError(folder, `its lock changed hands ${maxAttempts} times while waiting for it`);
  } finally {
    if (draft !== null) await rm(draft, { recursive: true, force: true });
  }
}

/** The lock as held by record `number`; `folder` may have been renamed since. */
export function heldLock(folder: string, number: number, owner: ProcessIdentity): RunLock {
  const lockFolder = path.join(folder, 'lock');
  const record = path.join(lockFolder, recordName(number));

  async function verify(): Promise<void> {
    let top: number;
    try {
      top = highest(await recordNumbers(lockFolder));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') throw new LockLostError(folder, 'the run folder is gone');
      throw error;
    }
    if (top > number) throw new LockLostError(folder, 'another process took over the run');
    if (top < number) throw new LockLostError(folder, 'its lock was removed');
  }

  return {
    owner,
    verify,
    async beat() {
      await verify();
      // Written rather than touched: so the time is that of the file server, which takers compare with.
      await writeFile(path.join(record, 'heartbeat'), '.');
    },
    async release() {
      await verify();
      await writeFile(path.join(record, 'released'), '');
    },
  };
}

/** The first record of a folder that no other process knows yet. */
export async function makeFirstRecord(folder: string, owner: ProcessIdentity): Promise<number> {
  const lockFolder = path.join(folder, 'lock');
  await mkdir(lockFolder);
  await rename(await draftRecord(lockFolder, owner), path.join(lockFolder, recordName(1)));
  return 1;
}

async function draftRecord(lockFolder: string, owner: ProcessIdentity): Promise<string> {
  const draft = path.join(lockFolder, `.take-${owner.pid}-${randomBytes(6).toString('hex')}`);
  await mkdir(draft);
  const file = await open(path.join(draft, 'owner.json'), 'w');
  try {
    await file.writeFile(JSON.stringify(owner));
    await file.sync();
  } finally {
    await file.close();
  }
  await writeFile(path.join(draft, 'heartbeat'), '.');
  return draft;
}

/** True for a record that is released or stale, false where it vanished meanwhile. Throws `RunLockedError` for a held one. */
async function isFree(record: string, draft: string, folder: string, probe: ProcessProbe): Promise<boolean> {
  if (await isThere(path.join(record, 'released'))) return true;
  const owner = await readOwner(record);
  // Both times are the file server's, so clocks of hosts do not matter.
  const beat = await stat(path.join(record, 'heartbeat')).catch(() => stat(record).catch(() => null));
  if (beat === null) return false;
  const ageMs = (await stat(path.join(draft, 'heartbeat'))).mtimeMs - beat.mtimeMs;
  const alive =
    owner === null
      ? await isAlive({ pid: 1, processStart: '', host: '' }, ageMs, probe)
      : await isAlive(owner, ageMs, probe);
  if (!alive) return true;
  // Released just now, or its owner ended in good order while it was judged.
  if (await isThere(path.join(record, 'released'))) return true;
  if (!(await isThere(record))) return false;
  throw new RunLockedError(folder, owner);
}

async function readOwner(record: string): Promise<ProcessIdentity | null> {
  try {
    const text = await readFile(path.join(record, 'owner.json'), 'utf8');
    return processIdentitySchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function recordName(number: number): string {
  return String(number).padStart(8, '0');
}

async function recordNumbers(lockFolder: string): Promise<number[]> {
  return (await readdir(lockFolder)).filter((name) => /^\d{8,15}$/.test(name)).map(Number);
}

function highest(numbers: readonly number[]): number {
  return numbers.reduce((top, number) => Math.max(top, number), 0);
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** Out of the series at once, then away. */
async function removeRecord(record: string): Promise<void> {
  const away = path.join(path.dirname(record), `.old-${randomBytes(6).toString('hex')}`);
  try {
    await rename(record, away);
    await rm(away, { recursive: true, force: true });
  } catch {
    await rm(record, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function clean(lockFolder: string, numbers: readonly number[], own: number): Promise<void> {
  for (const number of numbers) {
    if (number <= own - keptRecords) await removeRecord(path.join(lockFolder, recordName(number)));
  }
}
