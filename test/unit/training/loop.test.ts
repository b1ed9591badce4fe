import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { SparseLayer } from '../../../src/topology/topology';
import { resolveConfig, type ResolvedConfig } from '../../../src/training/config';
import { ConfigError } from '../../../src/training/configError';
import { loadDataset } from '../../../src/training/data/dataset';
import { train } from '../../../src/training/loop';
import { DivergedError, ResumeError } from '../../../src/training/trainingErrors';
import { placesOf } from '../support/linkSets';
import { bitsOf, recordingHost, withoutTimes, type Recording } from './support/recordingHost';
import { toyData } from './support/toyData';

const data = toyData();
const stepsPerEpoch = 3;

function config(changes: object = {}): ResolvedConfig {
  return resolveConfig(
    {
      network: { hidden: [7, 5] },
      topology: { density: 0.4 },
      optimizer: { batchSize: 16, learningRate: 0.05 },
      epochs: 4,
      ...changes,
    },
    path.resolve('/test/config.json'),
  );
}

/** Of what nothing refers to any more. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

async function run(resolved: ResolvedConfig, host = recordingHost()): Promise<Recording> {
  expect(await train(resolved, data, null, host)).toBe('finished');
  return host;
}

const methods = [
  { kind: 'set', variant: 'sign' },
  { kind: 'set', variant: 'magnitude' },
  { kind: 'rigl', interval: 2, endEpoch: 3.5 },
  { kind: 'granet', interval: 2, endEpoch: 3 },
  { kind: 'gmp', interval: 2, endEpoch: 3 },
  { kind: 'imp', rounds: 2, roundEpochs: 1, rewindStep: 2 },
  { kind: 'static' },
  { kind: 'dense' },
];
const keepTheirLinks = methods.filter(({ kind }) => !['granet', 'gmp', 'imp'].includes(kind));

describe('epochs and checkpoints', () => {
  it('tells the metrics of each epoch before its checkpoint, from epoch 0', async () => {
    const order: string[] = [];
    const host = recordingHost();
    await run(config({ checkpointEvery: 3 }), {
      ...host,
      afterStep: () => 'continue',
      epochDone: (metrics) => {
        order.push(`metrics ${metrics.epoch}`);
        return Promise.resolve();
      },
      checkpoint: (snapshot) => {
        order.push(`checkpoint ${snapshot.epoch}`);
        return Promise.resolve();
      },
    });
    expect(order).toEqual([
      'metrics 0',
      'checkpoint 0',
      'metrics 1',
      'metrics 2',
      'metrics 3',
      'checkpoint 3',
      'metrics 4',
      'checkpoint 4',
    ]);
  });

  it('begins with the untrained network and exchanges links from the second epoch on', async () => {
    const { metrics, snapshots } = await run(config());
    expect(metrics[0]).toMatchObject({ epoch: 0, step: 0, trainLoss: null, trainAccuracy: null });
    expect(metrics[0].testLoss).toBeGreaterThan(0);
    expect(metrics.map(({ step }) => step)).toEqual([0, 3, 6, 9, 12]);
    expect(metrics.map(({ layers }) => layers[0].grown)).toEqual([0, 0, ...layerChanges(metrics.slice(2))]);
    expect(bitsOf(snapshots[0].topology.layers[0].indices)).toBe(
      bitsOf(snapshots[1].topology.layers[0].indices),
    );
    expect(bitsOf(snapshots[0].velocities)).toMatch(/^\["Float32Array 0*"/);
    // The dense output layer keeps every link.
    expect(metrics.every(({ layers }) => layers[2].grown === 0 && layers[2].links === 15)).toBe(true);
  });

  function layerChanges(metrics: Recording['metrics']): number[] {
    return metrics.map(({ layers }) => {
      expect(layers[0].grown).toBeGreaterThan(0);
      expect(layers[0].grown).toBe(layers[0].dropped);
      return layers[0].grown;
    });
  }

  it.each(keepTheirLinks)(
    'keeps the exact number of links, sorted, and counts every link ever active: %j',
    async (method) => {
      const { snapshots } = await run(
        config({ method, ...(method.kind === 'dense' ? { topology: undefined } : {}), epochs: 6 }),
        recordingHost(() => 'checkpoint'),
      );
      const counts = snapshots[0].topology.layers.map(({ indices }) => indices.length);
      if (method.kind !== 'dense') expect(counts).toEqual([16, 15, 15]);
      const seen = counts.map(() => new Set<string>());
      for (const { topology, explored, velocities } of snapshots) {
        topology.layers.forEach((layer, k) => {
          expect(layer.indices.length).toBe(counts[k]);
          expect(velocities[k].length).toBe(counts[k]);
          const cells = cellsOf(layer);
          expect(cells).toEqual([...new Set(cells)].sort(byCell));
          cells.forEach((cell) => seen[k].add(cell));
          // A checkpoint a step, so they show every topology there was.
          expect(placesOf(explored[k]).map(({ neuron, input }) => `${neuron} ${input}`)).toEqual(
            [...seen[k]].sort(byCell),
          );
        });
      }
    },
  );

  function cellsOf(layer: SparseLayer): string[] {
    return Array.from({ length: layer.outputs }, (_, j) =>
      Array.from(layer.indices.subarray(layer.indptr[j], layer.indptr[j + 1]), (i) => `${j} ${i}`),
    ).flat();
  }

  function byCell(a: string, b: string): number {
    const [ja, ia] = a.split(' ').map(Number);
    const [jb, ib] = b.split(' ').map(Number);
    return ja - jb || ia - ib;
  }
});

describe('exactness', () => {
  it.each(methods)('two runs are equal to the bit: %j', async (method) => {
    const resolved = config({ method, ...(method.kind === 'dense' ? { topology: undefined } : {}) });
    const [first, second] = [await run(resolved), await run(resolved)];
    expect(bitsOf(second.snapshots)).toBe(bitsOf(first.snapshots));
    expect(withoutTimes(second.metrics)).toEqual(withoutTimes(first.metrics));
  });

  it('another seed gives another run', async () => {
    const [first, second] = [await run(config()), await run(config({ seed: 2 }))];
    expect(bitsOf(second.snapshots[0].topology)).not.toBe(bitsOf(first.snapshots[0].topology));
  });

  const adam = { kind: 'adam', clipping: { by: 'global-norm', threshold: 0.5 } };
  const nesterov = { nesterov: true, weightDecay: 0.01 };
  it.each([
    ...methods.slice(0, -2).map((method) => ({ method })),
    { method: methods[0], optimizer: { ...nesterov, batchSize: 16 } },
    ...[methods[1], methods[2], methods[5]].map((method) => ({
      method,
      optimizer: { ...adam, batchSize: 16 },
    })),
    ...[methods[0], methods[2], methods[5]].map((method) => ({
      method,
      network: { hidden: [7, 5], activation: 'srelu', dropout: 0.3, loss: 'mean-squared-error' },
      optimizer: { ...adam, batchSize: 16 },
    })),
    {
      method: methods[5],
      network: { hidden: [7, 5], activation: 'srelu' },
      optimizer: { batchSize: 16, learningRate: 0.05 },
    },
  ])('stopped at any step and resumed, a run ends as if never interrupted: %j', async (changes) => {
    const resolved = config({ ...changes, checkpointEvery: 2 });
    const whole = await run(resolved);
    const steps = resolved.epochs * stepsPerEpoch;
    for (let stop = 1; stop <= steps; stop++) {
      const first = recordingHost((step) => (step === stop ? 'stop' : 'continue'));
      const end = await train(resolved, data, null, first);
      expect(end).toBe(stop === steps ? 'finished' : 'stopped');
      const last = first.snapshots[first.snapshots.length - 1];
      expect(last.step).toBe(stop);
      const second = recordingHost();
      expect(await train(resolved, data, last, second)).toBe('finished');

      expect(withoutTimes([...first.metrics, ...second.metrics])).toEqual(withoutTimes(whole.metrics));
      const final = [...first.snapshots, ...second.snapshots].at(-1);
      expect(bitsOf(final)).toBe(bitsOf(whole.snapshots.at(-1)));
    }
  });

  it('does not keep the snapshot that it goes on from', async () => {
    const { snapshots } = await run(config({ epochs: 1 }));
    const host = recordingHost();
    const kept: boolean[] = [];
    let snapshot: WeakRef<object> | null = null;
    // Whatever this function has on its stack is gone once it returns.
    const start = (): Promise<string> => {
      const from = structuredClone(snapshots[1]);
      snapshot = new WeakRef(from.topology);
      return train(config({ epochs: 3 }), data, from, {
        ...host,
        afterStep: () => 'continue',
        epochDone: async () => {
          await setTimeout(0);
          collectGarbage();
          kept.push(snapshot?.deref() !== undefined);
        },
      });
    };
    expect(await start()).toBe('finished');
    expect(kept).toEqual([false, false]);
  });

  it('resumes from every checkpoint of an epoch, and from one asked for in mid-epoch', async () => {
    const resolved = config();
    const whole = await run(
      resolved,
      recordingHost((step) => (step % 2 === 0 ? 'checkpoint' : 'continue')),
    );
    // Steps 2, 4, 8 and 10 lie within an epoch; 6 and 12 end one.
    expect(whole.snapshots.map(({ step }) => step)).toEqual([0, 2, 3, 4, 6, 8, 9, 10, 12]);
    for (const snapshot of whole.snapshots) {
      const before = bitsOf(snapshot);
      const rest = recordingHost();
      await train(resolved, data, snapshot, rest);
      const final = rest.snapshots.at(-1) ?? snapshot;
      expect(bitsOf(final)).toBe(bitsOf(whole.snapshots.at(-1)));
      expect(bitsOf(snapshot)).toBe(before);
    }
  });

  it('keeps nothing of a past epoch in a checkpoint between epochs', async () => {
    const { snapshots } = await run(config());
    for (const { epochSums, stepInEpoch } of snapshots) {
      expect(stepInEpoch).toBe(0);
      expect([...epochSums]).toEqual(new Array(9).fill(0));
    }
  });

  it('takes the samples in another order each epoch, every one once', async () => {
    // The learning rate moves no weight, so a step's loss tells which samples were in it.
    const resolved = config({
      method: { kind: 'static' },
      optimizer: { batchSize: 16, learningRate: 1e-30 },
      epochs: 2,
    });
    const { snapshots, metrics } = await run(
      resolved,
      recordingHost(() => 'checkpoint'),
    );
    const firstBatches = snapshots.filter(({ stepInEpoch }) => stepInEpoch === 1);
    expect(firstBatches).toHaveLength(2);
    expect(firstBatches[0].epochSums[0]).not.toBeCloseTo(firstBatches[1].epochSums[0], 6);
    expect(metrics[1].trainLoss).toBeCloseTo(metrics[2].trainLoss!, 9);
  });

  it('goes on from a finished run when there are more epochs to do', async () => {
    const short = await run(config({ epochs: 2 }));
    const longer = recordingHost();
    await train(config({ epochs: 4 }), data, short.snapshots.at(-1)!, longer);
    const whole = await run(config({ epochs: 4 }));
    expect(bitsOf(longer.snapshots.at(-1))).toBe(bitsOf(whole.snapshots.at(-1)));
  });
});

describe('the host', () => {
  it('holds the loop while its promise is open', async () => {
    let release = (): void => undefined;
    const held = new Promise<'continue'>((resolve) => {
      release = () => {
        resolve('continue');
      };
    });
    const host = recordingHost((step) => (step === 2 ? held : 'continue'));
    const running = train(config(), data, null, host);
    while (host.steps < 2) await setTimeout(1);
    const stepsWhenHeld = host.steps;
    await setTimeout(20);
    expect(host.steps).toBe(stepsWhenHeld);
    release();
    expect(await running).toBe('finished');
  });

  it('lets timers fire between steps', async () => {
    let firedAtStep = 0;
    const host = recordingHost(() => {
      const until = performance.now() + 10;
      while (performance.now() < until);
      return 'continue';
    });
    const running = train(config(), data, null, host);
    void setTimeout(1).then(() => (firedAtStep = host.steps));
    await running;
    expect(firedAtStep).toBeGreaterThan(0);
    expect(firedAtStep).toBeLessThan(12);
  });

  it('hands its errors on', async () => {
    const host = recordingHost(() => {
      throw new Error('the disk is full');
    });
    await expect(train(config(), data, null, host)).rejects.toThrow('the disk is full');
  });
});

describe('what cannot go on', () => {
  it('a loss that is not finite: where and why', async () => {
    const error = await train(
      config({ optimizer: { batchSize: 16, learningRate: 1e30 } }),
      data,
      null,
      recordingHost(),
    ).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DivergedError);
    expect(error).toMatchObject({ epoch: 1, learningRate: 1e30 });
    expect((error as DivergedError).step).toBeGreaterThan(1);
    expect((error as DivergedError).layer).not.toBeNull();
    expect((error as Error).message).toContain('learning rate');
  });

  it.each([
    [{ seed: 2 }, 'seed'],
    [{ network: { hidden: [7, 6] } }, 'network'],
    [{ optimizer: { batchSize: 16, learningRate: 0.1 } }, 'optimizer'],
    [{ method: { kind: 'static' } }, 'method'],
  ])('a snapshot of another configuration: %j', async (changes, key) => {
    const { snapshots } = await run(config({ epochs: 1 }));
    const error = await train(config(changes), data, snapshots[0], recordingHost()).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(ResumeError);
    expect((error as ResumeError).expected).toContain(key);
  });

  it('a snapshot of other data, or one that is damaged', async () => {
    const { snapshots } = await run(config({ epochs: 1 }));
    const snapshot = snapshots[1];
    const resume = (from: typeof snapshot, dataset = data) => train(config(), dataset, from, recordingHost());
    await expect(resume(snapshot, toyData({ train: 60 }))).rejects.toThrow(ResumeError);
    await expect(resume(snapshot, toyData({ features: 7 }))).rejects.toThrow(/7 × 7/);
    await expect(resume({ ...snapshot, config: '{' })).rejects.toThrow(ResumeError);
    await expect(resume({ ...snapshot, epochSums: new Float64Array(2) })).rejects.toThrow(/9 sums/);
    await expect(resume({ ...snapshot, velocities: [] })).rejects.toThrow(/momentum/);
    const adam = config({ optimizer: { kind: 'adam', batchSize: 16 } });
    const withMoments = (await run(adam)).snapshots[1];
    await expect(train(adam, data, { ...withMoments, secondMoments: [] }, recordingHost())).rejects.toThrow(
      /second moments/,
    );
    await expect(resume({ ...snapshot, random: Uint32Array.of(1, 2, 3, 4) })).rejects.toThrow(/random/);
  });

  it('a topology that does not fit the data', async () => {
    const resolved = resolveConfig(
      { data: { kind: 'idx', folder: 'x' }, network: { hidden: [50] } },
      path.resolve('/test/config.json'),
    );
    await expect(train(resolved, data, null, recordingHost())).rejects.toThrow(ConfigError);
  });
});

describe('learning', () => {
  it.each([
    { kind: 'set', variant: 'sign' },
    { kind: 'set', variant: 'magnitude' },
  ])('a small network learns the embedded sample: %j', async (method) => {
    const resolved = resolveConfig(
      {
        network: { hidden: [64] },
        topology: { epsilon: 10 },
        method,
        optimizer: { learningRate: 0.02 },
        epochs: 3,
        checkpointEvery: 3,
      },
      path.resolve('/test/config.json'),
    );
    const host = recordingHost();
    await train(resolved, await loadDataset(resolved.data), null, host);
    expect(host.metrics[0].testAccuracy).toBeLessThan(0.4);
    expect(host.metrics.at(-1)!.testAccuracy).toBeGreaterThan(0.7);
  });
});
