import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { EngineKind } from '../../../src/checkpoints/trainingSnapshot';
import { plainFunctions } from '../../../src/kernels/networkFunctions';
import { chooseEngine, type EngineChoice } from '../../../src/training/engines/choice';
import { startEngine } from '../../../src/training/engines/start';
import { folderVariable, loadTensorflow } from '../../../src/training/engines/tensorflow/library';
import { expectedWork } from '../../../src/training/expectedWork';
import { createMethod, type MethodConfig } from '../../../src/training/methods/registry';
import { randomStream } from '../../../src/topology/random';
import { randomParameters } from '../../support/randomNetwork';
import { makeTensorflowFolder } from './support/tensorflowFolder';

const removals: (() => void)[] = [];
afterEach(() => {
  for (const remove of removals.splice(0)) remove();
  Reflect.deleteProperty(process.env, folderVariable);
});

/** The environment names a folder with this module as `@tensorflow/tfjs-node`; null: with none. */
function installed(text?: string | null): string {
  const { folder, remove } = makeTensorflowFolder(text ?? undefined);
  removals.push(remove);
  process.env[folderVariable] = text === null ? path.join(tmpdir(), 'sparse-topology-nothing') : folder;
  return folder;
}

const dense = { links: 2e6, cells: 2e6 };
const sparse = { links: 2e4, cells: 2e6 };

async function started(
  wanted: EngineChoice,
  work: typeof dense,
  {
    before = null,
    layers = [randomParameters(3, 2, 4, randomStream(1, 'layer'))],
  }: { before?: EngineKind | null; layers?: ReturnType<typeof randomParameters>[] } = {},
) {
  const lines: string[] = [];
  const engine = await startEngine({
    wanted,
    before,
    work,
    layers,
    batchSize: 128,
    functions: plainFunctions,
    keepsGradients: false,
    threads: 1,
    log: (level, message) => void lines.push(`${level}: ${message}`),
  });
  await engine.close();
  return { kind: engine.kind, first: lines[0], lines };
}

describe('the engine that is started', () => {
  it('is the faster one for the density, and the log says which and why', async () => {
    installed();
    const onDense = await started('auto', dense);
    expect(onDense.kind).toBe('tensorflow');
    expect(onDense.first).toMatch(
      /^info: the TensorFlow engine on 1 thread, since dense matrices are faster with 100 % of the possible links: @tensorflow\/tfjs-node 4\.\d/,
    );
    const onSparse = await started('auto', sparse);
    expect(onSparse.kind).toBe('sparse');
    expect(onSparse.first).toMatch(
      /^info: the sparse engine, since dense matrices are faster only from \d+ % of the possible links on, and it has 1 %$/,
    );
  });

  it('is the sparse one for a network too small for calls of a library to pay', async () => {
    installed();
    const { kind, first } = await started('auto', { links: 100, cells: 100 });
    expect(kind).toBe('sparse');
    expect(first).toContain('too small');
  });

  it('is the sparse one where the preferred library is missing, told in one line', async () => {
    installed(null);
    const { kind, lines } = await started('auto', dense);
    expect(kind).toBe('sparse');
    const told = lines.filter((line) => line.startsWith('warning'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(
      /^warning: the sparse engine in place of TensorFlow's, since @tensorflow\/tfjs-node is not installed.*Install TensorFlow Engine….*npm install @tensorflow\/tfjs-node/,
    );
  });

  it('is refused, with the way to install it, where the demanded library is missing', async () => {
    installed(null);
    await expect(started('tensorflow', sparse)).rejects.toThrow(
      /is not installed.*Install TensorFlow Engine….*npm install/,
    );
  });

  it('is what is demanded, whatever the density', async () => {
    installed();
    expect((await started('tensorflow', sparse)).kind).toBe('tensorflow');
    expect((await started('sparse', dense)).kind).toBe('sparse');
  });

  it('is the one that a run began with', async () => {
    installed();
    expect((await started('auto', sparse, { before: 'tensorflow' })).kind).toBe('tensorflow');
    expect((await started('auto', dense, { before: 'sparse' })).kind).toBe('sparse');
    installed(null);
    const lost = await started('auto', dense, { before: 'tensorflow' });
    expect(lost.kind).toBe('sparse');
    expect(lost.first).toMatch(/^warning: .*differ from those of TensorFlow/);
  });

  it('is refused where dense matrices do not fit the machine, before anything is made', async () => {
    installed();
    const indptr = new Uint32Array(3);
    const none = new Float32Array(0);
    const huge = {
      inputs: 2 ** 45,
      outputs: 2,
      indptr,
      indices: new Uint32Array(0),
      values: none,
      velocities: none,
      bias: none,
      biasVelocities: none,
    };
    await expect(started('tensorflow', sparse, { layers: [huge] })).rejects.toThrow(
      /GiB.*set "engine" to "sparse"/,
    );
  });
});

describe('the library', () => {
  it('is told apart from one that is there and does not load', () => {
    const folder = installed('throw new Error("no such processor\\nsecond line");');
    expect(() => loadTensorflow({ threads: null })).toThrow(
      `tfjs-node in ${folder} does not load: no such processor. Install it anew`,
    );
  });

  it('is refused where it computes wrongly', () => {
    installed('module.exports = { tidy: (f) => f(), matMul: () => ({ dataSync: () => [12] }) };');
    expect(() => loadTensorflow({ threads: null })).toThrow('1 · 3 + 2 · 4 is 12 there');
  });

  it('has what later versions of Node removed from node:util', async () => {
    installed();
    loadTensorflow({ threads: null });
    const util = (await import('node:util')).default as unknown as Record<
      string,
      (value: unknown) => boolean
    >;
    expect([null, undefined, 0, ''].map((value) => util['isNullOrUndefined'](value))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([[], {}].map((value) => util['isArray'](value))).toEqual([true, false]);
  });
});

describe('the links that a choice counts on', () => {
  const plan = [{ inputs: 100, outputs: 10, links: 100 }];
  const work = (config: MethodConfig) =>
    expectedWork(plan, createMethod(config, { stepsPerEpoch: 10, plan, state: {} }), 100);

  it('are those of the whole run, not of its start', () => {
    expect(work({ kind: 'static' }).links).toBeCloseTo(100, 6);
    // A third of the run at 1000, the others at 10 % of that.
    const pruned = work({ kind: 'imp', rounds: 1, roundEpochs: 3, rewindStep: 0 }).links;
    expect(Math.abs(pruned - (0.3 * 1000 + 0.7 * 100))).toBeLessThan(10);
  });
});

describe('the choice', () => {
  it('asks for a larger density where the network is smaller', () => {
    const leastShare = (cells: number): number =>
      Array.from({ length: 101 }, (_, percent) => percent / 100).find(
        (share) =>
          chooseEngine({ wanted: 'auto', batchSize: 128, work: { links: share * cells, cells } }).kind ===
          'tensorflow',
      ) ?? Infinity;
    const shares = [1e3, 3e5, 1e6, 1e8].map(leastShare);
    expect([...shares].sort((a, b) => b - a)).toEqual(shares);
    expect(shares[0]).toBe(Infinity);
    expect(shares[3]).toBeLessThan(0.8);
  });
});
