import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { isTemporaryName, writeFileAtomic } from '../atomicWrite';
import type { TrainingSnapshot } from '../trainingSnapshot';
import { listRequests, removeRequest } from './control';
import { gitCommit } from './gitCommit';
import { keepAll, type KeepPolicy } from './keepPolicy';
import { compareMoments, parseCheckpointFileName, runPaths, type Moment } from './layout';
import { ownIdentity, type ProcessIdentity } from './liveness';
import { takeLock } from './lock';
import { formatMetrics, keptMetrics, readMetrics } from './metricsLog';
import { readRunConfig, readRunRecord, writeRunRecord } from './runFiles';
import { errorCode, RunFolderError, runFolderProblem } from './runFolderErrors';
import { fileLog, type RunLog } from './runLog';
import type { EpochMetrics, RunRecord } from './runRecord';
import { RunWriter } from './runWriter';
import type { SnapshotFiles } from './snapshotFiles';

export interface ResumedRun {
  readonly folder: string;
  /** More than it had lets a finished run go on. */
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
 * Takes up a run again whose process ended, at its newest whole checkpoint, and makes the folder what it was then: metrics
 * beyond that checkpoint, old requests and unfinished files are removed. Throws `RunLockedError` where a process holds it,
 * `RunFolderError` where it is no run folder, is finished, or no checkpoint can be read.
 */
export async function resumeRun(run: ResumedRun): Promise<RunWriter> {
  const { folder } = run;
  const config = await readRunConfig(folder);
  if (config.status !== 'read') {
    const why = config.status === 'missing' ? 'it has no config.json' : config.problem;
    throw new RunFolderError(folder, `it is no run folder: ${why}`);
  }
  try {
    const identity = await ownIdentity();
    const lock = await takeLock(folder, identity);
    try {
      return await takeUp(run, identity, lock);
    } catch (error) {
      await lock.release().catch(() => undefined);
      throw error;
    }
  } catch (error) {
    throw runFolderProblem(folder, error);
  }
}

async function takeUp(
  run: ResumedRun,
  identity: ProcessIdentity,
  lock: Awaited<ReturnType<typeof takeLock>>,
): Promise<RunWriter> {
  const { folder, snapshots } = run;
  const paths = runPaths(folder);
  const log = fileLog(folder, run.echo);
  const old = await readRunRecord(folder);
  if (old.status === 'read' && old.value.state === 'finished' && old.value.epoch >= run.epochs) {
    throw new RunFolderError(folder, 'the run is finished: there is nothing to resume');
  }
  log('info', `resumed by Sparse Topology ${run.version}, process ${identity.pid} on ${identity.host}`);
  if (old.status === 'invalid') log('warning', `written anew: ${old.problem}`);

  await mkdir(paths.checkpoints, { recursive: true });
  await mkdir(paths.control, { recursive: true });
  for (const request of (await listRequests(folder)).requests) {
    log('info', `dropped an old request: ${request.request}`);
    await removeRequest(request.file);
  }
  await removeTemporary(folder);
  await removeTemporary(paths.checkpoints);
  const from = await newestWhole(folder, snapshots, log);
  const metrics = await cutMetrics(paths.metrics, from, log);

  const now = new Date().toISOString();
  const record: RunRecord = {
    version: 1,
    state: 'running',
    ...identity,
    created: old.status === 'read' ? old.value.created : now,
    heartbeat: now,
    epoch: from?.epoch ?? 0,
    epochs: run.epochs,
    testAccuracy: metrics.at(-1)?.testAccuracy ?? null,
    versions: { sparseTopology: run.version, node: process.versions.node },
    gitCommit: await gitCommit(process.cwd()),
    error: null,
    endedEarly: null,
  };
  await lock.verify();
  await writeRunRecord(folder, record);
  const { heartbeatMs, keep = keepAll } = run;
  return new RunWriter({ folder, lock, record, snapshots, log, from, metrics, keep, heartbeatMs });
}

/** Checkpoint files of a run, the newest first. */
export async function runCheckpoints(folder: string): Promise<(Moment & { readonly file: string })[]> {
  const { checkpoints } = runPaths(folder);
  let names: string[];
  try {
    names = await readdir(checkpoints);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
  return names
    .flatMap((name) => {
      const moment = parseCheckpointFileName(name);
      return moment === null ? [] : [{ ...moment, file: path.join(checkpoints, name) }];
    })
    .sort((a, b) => compareMoments(b, a));
}

async function newestWhole(
  folder: string,
  snapshots: SnapshotFiles,
  log: RunLog,
): Promise<TrainingSnapshot | null> {
  const found = await runCheckpoints(folder);
  for (const { file, epoch, stepInEpoch } of found) {
    try {
      const snapshot = await snapshots.read(file);
      if (compareMoments(snapshot, { epoch, stepInEpoch }) !== 0) {
        throw new RunFolderError(
          file,
          `its name says epoch ${epoch}, step ${stepInEpoch}, ` +
            `its contents say epoch ${snapshot.epoch}, step ${snapshot.stepInEpoch}`,
        );
      }
      log('info', `continuing from ${path.basename(file)}`);
      return snapshot;
    } catch (error) {
      log('warning', `skipped a checkpoint: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (found.length > 0) {
    throw new RunFolderError(folder, `none of its ${found.length} checkpoints can be read; see train.log`);
  }
  log('info', 'there is no checkpoint yet: starting from the beginning');
  return null;
}

async function cutMetrics(file: string, from: Moment | null, log: RunLog): Promise<readonly EpochMetrics[]> {
  const read = await readMetrics(file);
  for (const problem of read.problems) log('warning', `metrics.jsonl, ${problem}; dropped`);
  const kept = keptMetrics(read.lines, from?.epoch ?? null);
  // Anew also where nothing is beyond the checkpoint: a torn last line is not among those read.
  await writeFileAtomic(file, kept.map(formatMetrics).join(''));
  return kept;
}

async function removeTemporary(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (isTemporaryName(name)) await rm(path.join(folder, name), { force: true });
  }
}
