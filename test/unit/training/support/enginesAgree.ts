import { beforeAll, describe, expect, it } from 'vitest';
import type { TrainingSnapshot } from '../../../../src/checkpoints/trainingSnapshot';
import { resolveConfig } from '../../../../src/training/config';
import {
  folderVariable,
  loadTensorflow,
  type Tensorflow,
} from '../../../../src/training/engines/tensorflow/library';
import { train } from '../../../../src/training/loop';
import { bitsOf, recordingHost, withoutTimes, type Recording } from './recordingHost';
import { toyData } from './toyData';

/**
 * Both engines compute in float32 and add in different orders. Weights, momentum and biases of a step, all of them below 10,
 * differ by less than this after every one of the steps of a run.
 */
const tolerance = 1e-6;

const data = toyData({ train: 44, test: 13, features: 9, classes: 3 });
const base = {
  seed: 3,
  data: { kind: 'idx', folder: 'unused' },
  network: { hidden: [14, 11] },
  topology: { density: 0.4, denseOutput: false },
  optimizer: {
    learningRate: 0.05,
    momentum: 0.9,
    weightDecay: 0.001,
    batchSize: 8,
    schedule: { kind: 'cosine', warmupEpochs: 1 },
  },
  epochs: 6,
};

type Changes = Readonly<Record<string, unknown>> & {
  readonly method: Readonly<Record<string, unknown>>;
};

/** Every method, so that it changes links several times in 36 steps. */
const methods: Readonly<Record<string, Changes>> = {
  'SET by sign': { method: { kind: 'set', variant: 'sign' } },
  'SET by magnitude': { method: { kind: 'set', variant: 'magnitude' } },
  RigL: { method: { kind: 'rigl', interval: 4, endEpoch: 5.5 } },
  GraNet: { method: { kind: 'granet', interval: 4, endEpoch: 5 } },
  'gradual magnitude pruning': { method: { kind: 'gmp', interval: 3, endEpoch: 5 } },
  'iterative magnitude pruning': { method: { kind: 'imp', rounds: 3, roundEpochs: 1, rewindStep: 2 } },
  'static sparse': { method: { kind: 'static' } },
  dense: { method: { kind: 'dense' }, topology: undefined },
  'Nesterov, clipped by the norm': {
    method: { kind: 'set' },
    optimizer: { ...base.optimizer, nesterov: true, clipping: { by: 'global-norm', threshold: 0.5 } },
  },
  'momentum, clipped by value': {
    method: { kind: 'set' },
    optimizer: { ...base.optimizer, clipping: { by: 'value', threshold: 0.02 } },
  },
  'Adam, with links exchanged by gradients': {
    method: { kind: 'rigl', interval: 4, endEpoch: 5.5 },
    optimizer: { kind: 'adam', learningRate: 0.01, weightDecay: 0.001, batchSize: 8, epsilon: 0.001 },
  },
  'Adam, rewound': {
    method: { kind: 'imp', rounds: 3, roundEpochs: 1, rewindStep: 2 },
    optimizer: { kind: 'adam', learningRate: 0.01, batchSize: 8, epsilon: 0.001 },
  },
  'SReLU and dropout, by Adam': {
    method: { kind: 'rigl', interval: 4, endEpoch: 5.5 },
    network: { hidden: [14, 11], activation: 'srelu', dropout: 0.2 },
    optimizer: {
      kind: 'adam',
      learningRate: 0.01,
      batchSize: 8,
      epsilon: 0.001,
      clipping: { by: 'global-norm', threshold: 0.5 },
    },
  },
  'SReLU, rewound': {
    method: { kind: 'imp', rounds: 3, roundEpochs: 1, rewindStep: 2 },
    network: { hidden: [14, 11], activation: 'srelu' },
  },
  'tanh and the squared error': {
    method: { kind: 'set' },
    network: { hidden: [14, 11], activation: 'tanh', loss: 'mean-squared-error' },
  },
  'plain SGD without hidden layers': {
    method: { kind: 'set' },
    network: { hidden: [] },
    optimizer: { batchSize: 44, momentum: 0 },
  },
};
const cases = Object.entries(methods);

/** A run with a checkpoint after every step; it stops after step `last`. */
async function trained(
  engine: 'sparse' | 'tensorflow',
  changes: Changes,
  { from = null, last = Infinity }: { from?: TrainingSnapshot | null; last?: number } = {},
): Promise<Recording & { readonly lines: readonly string[] }> {
  const config = resolveConfig({ ...base, ...changes, engine }, '/agree.json');
  const lines: string[] = [];
  const host = {
    ...recordingHost((step) => (step >= last ? 'stop' : 'checkpoint')),
    log: (_: string, line: string) => void lines.push(line),
    lines,
  };
  await train(config, data, from, host);
  return host;
}

function topologyOf({ topology, explored }: TrainingSnapshot) {
  return {
    active: topology.layers.map(({ indptr, indices }) => ({ indptr, indices })),
    explored: bitsOf(explored),
  };
}

function numbersOf(snapshot: TrainingSnapshot): number[] {
  const { topology, biases, velocities, biasVelocities, secondMoments, srelu, methodState } = snapshot;
  const values = topology.layers.map((layer) => layer.values!);
  const seconds = secondMoments.flatMap(({ links, bias }) => [links, bias]);
  const ofSrelu = srelu.map((layer) => [layer.values, layer.velocities, layer.secondMoments ?? []]).flat();
  return [values, biases, velocities, biasVelocities, seconds, ofSrelu, Object.values(methodState)]
    .flat()
    .flatMap((all) => [...all]);
}

/**
 * Tests that hold TensorFlow, of the package in this folder, to the sparse engine and to itself. Without a folder they are
 * there, to be skipped.
 */
export function describeAgreement(folder: string | null, backend: string): void {
  let tf: Tensorflow;

  beforeAll(() => {
    process.env[folderVariable] = folder!;
    ({ tf } = loadTensorflow({ threads: null }));
  });

  describe(`the TensorFlow engine on the backend ${backend}`, () => {
    it.each(cases)('goes step by step with the sparse engine: %s', async (_, changes) => {
      const expected = await trained('sparse', changes);
      const found = await trained('tensorflow', changes);
      expect(found.lines.join()).toMatch(/^the TensorFlow engine, as the configuration demands/);
      expect(tf.getBackend()).toBe(backend);
      expect(found.snapshots.length).toBe(expected.snapshots.length);
      for (const [k, snapshot] of found.snapshots.entries()) {
        const twin = expected.snapshots[k];
        expect(snapshot.step).toBe(twin.step);
        expect(topologyOf(snapshot)).toEqual(topologyOf(twin));
        const numbers = numbersOf(twin);
        const apart = numbersOf(snapshot).map((number, at) => Math.abs(number - numbers[at]));
        expect(apart.length).toBe(numbers.length);
        expect(Math.max(...apart)).toBeLessThan(tolerance);
        expect(Math.max(...numbers.map(Math.abs))).toBeLessThan(10);
      }
      const moved = expected.metrics.flatMap(({ layers }) => layers.map(({ dropped }) => dropped));
      expect(Math.max(...moved) > 0).toBe(!['static', 'dense'].includes(String(changes.method['kind'])));
      for (const [k, epoch] of withoutTimes(found.metrics).entries()) {
        const twin = withoutTimes(expected.metrics)[k];
        expect(Math.abs(epoch.testLoss - twin.testLoss)).toBeLessThan(tolerance);
        expect({ ...epoch, trainLoss: 0, testLoss: 0 }).toEqual({ ...twin, trainLoss: 0, testLoss: 0 });
      }
    });

    it.each(cases)('computes the same bits again, and after a stop: %s', async (_, changes) => {
      const whole = await trained('tensorflow', changes);
      expect(bitsOf((await trained('tensorflow', changes)).snapshots)).toBe(bitsOf(whole.snapshots));
      for (const last of [1, 8, 15, 30].filter((step) => step < whole.steps)) {
        const first = await trained('tensorflow', changes, { last });
        const second = await trained('tensorflow', changes, { from: first.snapshots.at(-1)! });
        expect(bitsOf(second.snapshots.at(-1))).toBe(bitsOf(whole.snapshots.at(-1)));
        expect(withoutTimes([...first.metrics, ...second.metrics])).toEqual(withoutTimes(whole.metrics));
      }
    });

    it('holds as many tensors after each step, and none in the end', async () => {
      const before = tf.memory().numTensors;
      const counts: number[] = [];
      const host = recordingHost(() => {
        counts.push(tf.memory().numTensors);
        return 'checkpoint';
      });
      const config = resolveConfig(
        { ...base, method: { kind: 'rigl', interval: 4, endEpoch: 5.5 }, engine: 'tensorflow' },
        '/agree.json',
      );
      await train(config, data, null, host);
      expect(counts.length).toBe(36);
      expect(counts[0]).toBeGreaterThan(before);
      expect(new Set(counts).size).toBe(1);
      expect(tf.memory().numTensors).toBe(before);
    });
  });
}
