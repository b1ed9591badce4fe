import path from 'node:path';
import { noAnnotation, readRunAnnotation, type RunAnnotation } from './annotation';
import { isAlive, systemProbe, type ProcessProbe } from './liveness';
import { readRunConfig, readRunRecord } from './runFiles';
import type { RunRecord, RunState } from './runRecord';

/** A run as a reader shows it. */
export interface RunFacts {
  /** The run folder. */
  readonly path: string;
  readonly name: string;
  /** Null where `run.json` cannot be read: `problems` says why. */
  readonly state: RunState | null;
  /** Epochs done, and how many there will be. */
  readonly epoch: number | null;
  readonly epochs: number | null;
  /** On the test set after the last epoch, 0 to 1. */
  readonly testAccuracy: number | null;
  /** Why it failed. */
  readonly error: string | null;
  /** As the writer last said it; its state may be out of date where the process is gone. */
  readonly record: RunRecord | null;
  /** `config.json`, its keys unchecked. */
  readonly config: Readonly<Record<string, unknown>> | null;
  /** What people say of it. */
  readonly annotation: RunAnnotation;
  /** What is wrong with the folder's files, a sentence each. */
  readonly problems: readonly string[];
}

/** Reads the state of a run. Throws nothing, whatever the files hold. */
export async function readRun(
  folder: string,
  options: { readonly probe?: ProcessProbe; readonly nowMs?: number } = {},
): Promise<RunFacts> {
  const [record, config, annotation] = await Promise.all([
    readRunRecord(folder),
    readRunConfig(folder),
    readRunAnnotation(folder),
  ]);
  const problems: string[] = [];
  if (record.status === 'missing') problems.push('run.json is missing');
  if (record.status === 'invalid') problems.push(record.problem);
  if (config.status === 'missing') problems.push('config.json is missing');
  if (config.status === 'invalid') problems.push(config.problem);
  if (annotation.status === 'invalid') problems.push(annotation.problem);
  const known = record.status === 'read' ? record.value : null;
  return {
    path: folder,
    name: path.basename(folder),
    state: known === null ? null : await runState(known, options.probe, options.nowMs),
    epoch: known?.epoch ?? null,
    epochs: known?.epochs ?? null,
    testAccuracy: known?.testAccuracy ?? null,
    error: known?.error ?? null,
    record: known,
    config: config.status === 'read' ? config.value : null,
    annotation: annotation.status === 'read' ? annotation.value : noAnnotation,
    problems,
  };
}

/** The state to show: what the record says, but 'interrupted' where its process should be there and is not. */
export async function runState(
  record: RunRecord,
  probe: ProcessProbe = systemProbe,
  nowMs: number = Date.now(),
): Promise<RunState> {
  if (record.state !== 'running' && record.state !== 'paused') return record.state;
  const heartbeatMs = Date.parse(record.heartbeat);
  const ageMs = Number.isNaN(heartbeatMs) ? Infinity : nowMs - heartbeatMs;
  return (await isAlive(record, ageMs, probe)) ? record.state : 'interrupted';
}
