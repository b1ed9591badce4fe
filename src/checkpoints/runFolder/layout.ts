import path from 'node:path';

/** Where the parts of a run folder are. */
export interface RunPaths {
  readonly config: string;
  readonly record: string;
  readonly inputs: string;
  readonly metrics: string;
  readonly checkpoints: string;
  readonly log: string;
  readonly control: string;
  readonly lock: string;
  readonly annotation: string;
}

export function runPaths(folder: string): RunPaths {
  return {
    config: path.join(folder, 'config.json'),
    record: path.join(folder, 'run.json'),
    inputs: path.join(folder, 'inputs.json'),
    metrics: path.join(folder, 'metrics.jsonl'),
    checkpoints: path.join(folder, 'checkpoints'),
    log: path.join(folder, 'train.log'),
    control: path.join(folder, 'control'),
    lock: path.join(folder, 'lock'),
    annotation: path.join(folder, 'annotation.json'),
  };
}

/** A moment of training: epochs done, and optimiser steps done in the one under way. */
export interface Moment {
  readonly epoch: number;
  readonly stepInEpoch: number;
}

/** `epoch-0003.safetensors`, or `epoch-0003-step-000120.safetensors` in mid-epoch: both sort by time. */
export function checkpointFileName({ epoch, stepInEpoch }: Moment): string {
  const step = stepInEpoch === 0 ? '' : `-step-${String(stepInEpoch).padStart(6, '0')}`;
  return `epoch-${String(epoch).padStart(4, '0')}${step}.safetensors`;
}

const checkpointName = /^epoch-(\d{4,15})(?:-step-(\d{6,15}))?\.safetensors$/;

/** The moment a checkpoint file of a run is of; null for any other name. */
export function parseCheckpointFileName(name: string): Moment | null {
  const match = checkpointName.exec(name);
  return match === null ? null : { epoch: Number(match[1]), stepInEpoch: Number(match[2] ?? 0) };
}

/** Negative where `a` was earlier. */
export function compareMoments(a: Moment, b: Moment): number {
  return a.epoch - b.epoch || a.stepInEpoch - b.stepInEpoch;
}
