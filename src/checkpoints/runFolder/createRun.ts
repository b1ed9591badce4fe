import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writeFileAtomic } from '../atomicWrite';
import { gitCommit } from './gitCommit';
import { keepAll, type KeepPolicy } from './keepPolicy';
import { runPaths } from './layout';
import { ownIdentity } from './liveness';
import { heldLock, makeFirstRecord } from './lock';
import { writeRunRecord } from './runFiles';
import { runFolderProblem } from './runFolderErrors';
import { fileLog, type RunLog } from './runLog';
import type { RunRecord } from './runRecord';
import { RunWriter } from './runWriter';
import type { SnapshotFiles } from './snapshotFiles';

export interface NewRun {
  /** Folder that the run folder is made in. */
  readonly parent: string;
  /** A name as `runFolderName` gives; taken names get -2, -3 … */
  readonly name: string;
  /** The resolved configuration as JSON. */
  readonly config: string;
  readonly epochs: number;
  /** Of Sparse Topology. */
  readonly version: string;
  readonly snapshots: SnapshotFiles;
  /** By default all checkpoints. */
  readonly keep?: KeepPolicy;
  /** Gets the lines of train.log too. */
  readonly echo?: RunLog;
  readonly heartbeatMs?: number;
}

/**
 * Makes a run folder and holds it. It is built under another name and renamed, so that it appears with its
 * configuration, its state and its lock, or not at all. Throws `RunFolderError` where it cannot be written.
 */
export async function createRun(run: NewRun): Promise<RunWriter> {
  const identity = await ownIdentity();
  const created = new Date().toISOString();
  const record: RunRecord = {
    version: 1,
    state: 'running',
    ...identity,
    created,
    heartbeat: created,
    epoch: 0,
    epochs: run.epochs,
    testAccuracy: null,
    versions: { sparseTopology: run.version, node: process.versions.node },
    gitCommit: await gitCommit(process.cwd()),
    error: null,
    endedEarly: null,
  };
  const draft = path.join(run.parent, `.${run.name}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await mkdir(draft, { recursive: true });
    const paths = runPaths(draft);
    await mkdir(paths.checkpoints);
    await mkdir(paths.control);
    await writeFileAtomic(paths.config, `${JSON.stringify(JSON.parse(run.config), null, 2)}\n`);
    await writeRunRecord(draft, record);
    const lockNumber = await makeFirstRecord(draft, identity);
    const folder = await renameToFree(draft, run.parent, run.name);
    const log = fileLog(folder, run.echo);
    log('info', `created by Sparse Topology ${run.version}, process ${identity.pid} on ${identity.host}`);
    const lock = heldLock(folder, lockNumber, identity);
    return new RunWriter({
      folder,
      lock,
      record,
      snapshots: run.snapshots,
      log,
      from: null,
      metrics: [],
      keep: run.keep ?? keepAll,
      heartbeatMs: run.heartbeatMs,
    });
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    throw runFolderProblem(run.parent, error);
  }
}

/** What a file system everywhere takes for the name of a folder: forbidden characters become hyphens. */
export function runFolderName(text: string): string {
  const name = text
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    .replace(/[<>:"/\\|?*\u0000-\u001f\u007f]+/g, '-')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 100);
  return name === '' || /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i.test(name) ? `run-${name}` : name;
}

async function renameToFree(draft: string, parent: string, name: string): Promise<string> {
  let refused = 0;
  for (let number = 1; ;) {
    const folder = path.join(parent, number === 1 ? name : `${name}-${number}`);
    if (await isThere(folder)) {
      number++;
      continue;
    }
    try {
      // Fails where another run took the name meanwhile, as its folder is not empty.
      await rename(draft, folder);
      return folder;
    } catch (error) {
      // Windows refuses for a moment while a scanner looks into the folder.
      if (!(await isThere(folder)) && ++refused > 100) throw error;
      await delay(20);
    }
  }
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
