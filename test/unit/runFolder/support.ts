import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { writeFileAtomic } from '../../../src/checkpoints/atomicWrite';
import type { EpochMetrics } from '../../../src/checkpoints/runFolder/runRecord';
import type { SnapshotFiles } from '../../../src/checkpoints/runFolder/snapshotFiles';
import type { TrainingSnapshot } from '../../../src/checkpoints/trainingSnapshot';
import type { TrainingHost } from '../../../src/training/trainingHost';

/** A folder for this test file, removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sparse-topology-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return folder;
}

/** Waits until a condition holds; fails with its description after the deadline. */
export async function until<T>(
  what: string,
  condition: () => Promise<T | null | false | undefined> | T | null | false | undefined,
  deadlineMs = 50_000,
): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const value = await condition();
    if (value !== null && value !== false && value !== undefined) return value;
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms in vain until ${what}`);
    await delay(10);
  }
}

export function metricsOf(epoch: number): EpochMetrics {
  return {
    epoch,
    step: epoch * 10,
    elapsedMs: 12.5,
    time: '2026-01-02T03:04:05.000Z',
    trainLoss: epoch === 0 ? null : 1 / epoch,
    trainAccuracy: epoch === 0 ? null : 0.5,
    testLoss: 2 / (epoch + 1),
    testAccuracy: epoch / 100,
    layers: [{ links: 7, grown: epoch === 0 ? 0 : 2, dropped: epoch === 0 ? 0 : 2 }],
  };
}

export function snapshotOf(epoch: number, stepInEpoch = 0): TrainingSnapshot {
  return {
    epoch,
    stepInEpoch,
    step: epoch * 10 + stepInEpoch,
    topology: { layers: [] },
    biases: [],
    velocities: [],
    biasVelocities: [],
    random: new Uint32Array(0),
    explored: [],
    epochSums: new Float64Array(0),
    momentSteps: 0,
    secondMoments: [],
    srelu: [],
    improvement: new Float64Array(0),
    methodState: {},
    normalization: { means: Float64Array.of(0), deviations: Float64Array.of(1) },
    engine: 'sparse',
    config: '{}',
  };
}

/** Keeps only the moment of a snapshot, as JSON. */
export const fakeSnapshots: SnapshotFiles = {
  write: (file, { epoch, stepInEpoch }) => writeFileAtomic(file, JSON.stringify({ epoch, stepInEpoch })),
  read: async (file) => {
    const moment = JSON.parse(await readFile(file, 'utf8')) as { epoch: number; stepInEpoch: number };
    return snapshotOf(moment.epoch, moment.stepInEpoch);
  },
};

export interface FakeLoop {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly from: TrainingSnapshot | null;
  /** Called after each step, before the host is asked. */
  readonly onStep?: (epoch: number, step: number) => void;
}

/** Asks a host what the real training loop asks, and never waits but for it. Resolves to the steps taken. */
export async function fakeTraining(host: TrainingHost, loop: FakeLoop): Promise<number> {
  let taken = 0;
  if (loop.from === null) {
    await host.epochDone(metricsOf(0));
    await host.checkpoint(snapshotOf(0));
  }
  let step = loop.from?.stepInEpoch ?? 0;
  for (let epoch = loop.from?.epoch ?? 0; epoch < loop.epochs; epoch++, step = 0) {
    while (step < loop.stepsPerEpoch) {
      step++;
      taken++;
      loop.onStep?.(epoch, step);
      const answer = host.afterStep({
        epoch: epoch + 1,
        epochs: loop.epochs,
        stepInEpoch: step,
        stepsInEpoch: loop.stepsPerEpoch,
        samples: 10 * step,
        loss: 1,
        accuracy: 0.5,
        links: 7,
      });
      const directive = typeof answer === 'string' ? answer : await answer;
      if (directive === 'continue') continue;
      await host.checkpoint(snapshotOf(epoch, step));
      if (directive === 'stop') return taken;
    }
    await host.epochDone(metricsOf(epoch + 1));
    await host.checkpoint(snapshotOf(epoch + 1));
  }
  return taken;
}
