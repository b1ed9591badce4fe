/**
 * Run as a process of its own by lock.test.ts: takes the lock of a folder again and again, and while it holds it, checks
 * that nobody else does. Prints a line for each time it held; dies while holding where it is told to.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, ownIdentity, processIdentitySchema } from '../../../src/checkpoints/runFolder/liveness';
import { takeLock } from '../../../src/checkpoints/runFolder/lock';
import { RunLockedError } from '../../../src/checkpoints/runFolder/runFolderErrors';

async function contend(folder: string, times: number, dieAfter: number): Promise<void> {
  const own = await ownIdentity();
  const mark = path.join(folder, 'held-by.json');
  for (let held = 0; held < times;) {
    let lock;
    try {
      lock = await takeLock(folder, own);
    } catch (error) {
      if (!(error instanceof RunLockedError)) throw error;
      await delay(Math.random() * 3);
      continue;
    }
    // Only ever made exclusively and removed before the release: one that is there is of a dead holder, or a violation.
    const found = await readFile(mark, 'utf8').catch(() => null);
    if (found !== null) {
      const other = processIdentitySchema.safeParse(parse(found));
      if (!other.success || (await isAlive(other.data, 0))) throw new Error(`two holders: ${found}`);
      await rm(mark);
    }
    await writeFile(mark, JSON.stringify(own), { flag: 'wx' });
    await delay(Math.random() * 2);
    await lock.verify();
    held++;
    process.stdout.write('held\n');
    if (held === dieAfter) process.kill(process.pid, 'SIGKILL');
    await rm(mark);
    await lock.release();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

const [folder, times, dieAfter] = process.argv.slice(2);
contend(folder, Number(times), Number(dieAfter)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
