import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../scripts/kernels.mjs';
import { compiledKernel } from '../../../src/kernels/compiledKernel';
import { ThreadLostError, type TrainerOptions } from '../../../src/kernels/training/trainer';
import { randomStream } from '../../../src/topology/random';
import { fittingThreads, physicalCores } from '../../../src/training/engines/threads';
import { WasmEngine } from '../../../src/training/engines/wasm';
import { randomBatch, randomParameters } from '../../support/randomNetwork';
import { bitsOf } from './support/recordingHost';

await buildKernels();
const module = compiledKernel('training.wasm')!;
const folder = mkdtempSync(path.join(tmpdir(), 'sparse-topology-threads-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const random = randomStream(1, 'threads');
const layers = [randomParameters(9, 8, 30, random), randomParameters(8, 3, 24, random)];
const batch = randomBatch(32, 9, 3, random);
const step = { learningRate: 0.1, momentum: 0.9, weightDecay: 0 };

function start(options: Partial<TrainerOptions>): Promise<WasmEngine> {
  return WasmEngine.start({ module, layers, batchSize: 32, threads: 2, ...options });
}

function script(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

const ready = `require('node:worker_threads').parentPort.postMessage('ready');`;

describe('threads', () => {
  it('one that cannot start is told of, with its reason', async () => {
    const threadFile = script('broken.js', `throw new Error('no such luck');`);
    await expect(start({ threadFile, threads: 3 })).rejects.toThrow('no such luck');
  });

  it('one that keeps the others waiting ends training', async () => {
    // It is there, but takes no part.
    const threadFile = script('idle.js', `${ready} setInterval(() => {}, 1000);`);
    const engine = await start({ threadFile, patienceSeconds: 1 });
    expect(() => engine.trainSteps(1, () => ({ batch, step }))).toThrow(ThreadLostError);
    await engine.close();
  });

  it('one that has died ends training at the next call', async () => {
    const threadFile = script(
      'dying.js',
      `${ready} setTimeout(() => { throw new Error('out of luck'); }, 20);`,
    );
    const engine = await start({ threadFile });
    await expect.poll(() => tryStep(engine)).toContain('out of luck');
    await engine.close();
  });

  function tryStep(engine: WasmEngine): string {
    try {
      // No step, so that nothing waits while the thread still lives.
      engine.trainSteps(0, () => ({ batch, step }));
      return '';
    } catch (error) {
      return String(error);
    }
  }

  it('a loss that is not finite is the last, and its step is not taken', async () => {
    const engine = await start({});
    const broken = { ...batch, inputs: batch.inputs.slice().fill(NaN, 3, 4) };
    const [good] = engine.trainSteps(1, () => ({ batch, step }));
    const before = bitsOf(engine.layers());
    const sums = engine.trainSteps(5, () => ({ batch: broken, step }));
    expect(Number.isFinite(good.loss)).toBe(true);
    expect(sums.map(({ loss }) => loss)).toEqual([NaN]);
    expect(engine.firstNonFiniteLayer()).toBe(0);
    expect(bitsOf(engine.layers())).toBe(before);
    await engine.close();
  });

  it('are as many as there are cores, fewer for a small network, and at least one', () => {
    expect(physicalCores()).toBeGreaterThanOrEqual(1);
    expect(fittingThreads(1e9, 128)).toBe(physicalCores());
    expect(fittingThreads(1000, 128)).toBe(1);
  });
});
