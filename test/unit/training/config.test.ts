import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonicalConfig, configSummary, resolveConfig } from '../../../src/training/config';
import { ConfigError } from '../../../src/training/configError';

const file = path.resolve('/somewhere/config.json');

function problemsOf(json: unknown): readonly { key: string; possible: string; found: string }[] {
  try {
    resolveConfig(json, file);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('resolveConfig', () => {
  it('fills in every default', () => {
    expect(resolveConfig({}, file)).toEqual({
      name: null,
      seed: 1,
      data: {
        kind: 'fashion-mnist-sample',
        normalization: 'global',
        validationFraction: 0,
        splitSeed: 1,
        augmentation: { flip: false, shift: 0 },
      },
      network: {
        hidden: [784, 784, 784],
        activation: 'relu',
        negativeSlope: null,
        dropout: 0,
        loss: 'cross-entropy',
      },
      topology: {
        distribution: 'erdos-renyi',
        epsilon: 20,
        denseOutput: true,
        seed: null,
        rewired: null,
      },
      method: { kind: 'set', variant: 'sign', dropFraction: 0.3 },
      optimizer: {
        kind: 'sgd',
        learningRate: 0.01,
        momentum: 0.9,
        nesterov: false,
        weightDecay: 0,
        clipping: null,
        batchSize: 128,
        schedule: { kind: 'constant', warmupEpochs: 0 },
      },
      epochs: 200,
      checkpointEvery: 1,
      keep: { every: 1, last: 1, best: true },
      earlyStopping: null,
      engine: 'auto',
      threads: null,
    });
  });

  it.each([
    {},
    { name: 'a', topology: { density: 0.05 } },
    { method: { kind: 'dense' } },
    { topology: { from: 'a.safetensors', weights: 'initial', rewired: { fraction: 0.01 } } },
    { topology: { density: 0.1, seed: 3, rewired: { fraction: 0.01, generations: 4 } } },
    { method: { kind: 'rigl' } },
    { network: { activation: 'leaky-relu' } },
    { network: { activation: 'srelu', dropout: 0.3, loss: 'mean-squared-error' } },
    { optimizer: { kind: 'adam', clipping: { by: 'value', threshold: 1 } } },
    { optimizer: { nesterov: true, schedule: { kind: 'cosine' } } },
    { method: { kind: 'imp' } },
    { earlyStopping: { patience: 3 } },
    { earlyStopping: { patience: 3 }, data: { kind: 'idx', folder: 'x', validationFraction: 0.1 } },
    { method: { kind: 'static' }, topology: { distribution: 'uniform', density: 0.1, denseOutput: false } },
    { data: { kind: 'idx', folder: 'mnist' }, network: { hidden: [] } },
  ])('resolves its own result to the same: %j', (json) => {
    const config = resolveConfig(json, file);
    const again = resolveConfig(JSON.parse(canonicalConfig(config)), path.resolve('/elsewhere/config.json'));
    expect(again).toEqual(config);
    expect(canonicalConfig(again)).toBe(canonicalConfig(config));
  });

  it('takes relative paths of the data from where the configuration lies', () => {
    const beside = (name: string): string => path.join(path.dirname(file), name);
    expect(resolveConfig({ data: { kind: 'idx', folder: 'mnist' } }, file).data).toMatchObject({
      folder: beside('mnist'),
    });
    const data = { kind: 'cifar10', train: ['a.bin', '/b.bin'], test: ['t.bin'] };
    expect(resolveConfig({ data }, file).data).toMatchObject({
      train: [beside('a.bin'), path.resolve('/b.bin')],
      test: [beside('t.bin')],
    });
  });

  it('lists every problem with its key, what is possible and what was found', () => {
    const problems = problemsOf({
      epoch: 3,
      seed: -1.5,
      network: { hiden: [1], hidden: [0, 10] },
      method: { kind: 'rigel' },
      optimizer: { momentum: 1, batchSize: '128' },
      topology: { epsilon: 400 },
    });
    const byKey = Object.fromEntries(problems.map((problem) => [problem.key, problem]));
    expect(Object.keys(byKey).sort()).toEqual([
      'epoch',
      'method.kind',
      'network.hidden.0',
      'network.hiden',
      'optimizer.batchSize',
      'optimizer.momentum',
      'seed',
    ]);
    expect(byKey['epoch'].possible).toContain('"epochs"');
    expect(byKey['network.hiden'].possible).toContain('"hidden"');
    expect(byKey['seed']).toEqual({
      key: 'seed',
      possible: 'a whole number from 0 to 4294967295',
      found: '-1.5',
    });
    expect(byKey['method.kind'].possible).toContain('"static"');
    expect(byKey['method.kind'].found).toBe('"rigel"');
    expect(byKey['optimizer.batchSize'].found).toBe('"128"');
  });

  it.each([[null], [[]], ['text'], [3]])('wants an object, not %j', (json) => {
    expect(problemsOf(json)).toHaveLength(1);
  });

  it.each([
    [{ topology: { epsilon: 20, density: 0.1 } }, 'topology', 'either'],
    [{ topology: { distribution: 'uniform' } }, 'topology.density', 'above 0'],
    [{ topology: { distribution: 'uniform', epsilon: 3 } }, 'topology', '"density"'],
    [{ topology: { distribution: 'erk', epsilon: 3 } }, 'topology', '"density" with distribution "erk"'],
    [{ method: { kind: 'dense' }, topology: { epsilon: 20 } }, 'topology', 'none with a method'],
    [{ method: { kind: 'gmp' }, topology: { from: 'x' } }, 'topology', 'starts with every link'],
    [{ method: { kind: 'imp' }, topology: { rewired: { fraction: 0.1 } } }, 'topology', 'every link'],
    [{ topology: { from: 'x', density: 0.1 } }, 'topology', 'only "weights", "seed" and "rewired"'],
    [{ topology: { weights: 'kept' } }, 'topology', '"weights" only beside "from"'],
    [{ topology: { epsilon: 393 } }, 'topology.epsilon', 'at most 392'],
    [{ topology: { epsilon: 20, denseOutput: false } }, 'topology.epsilon', 'denseOutput'],
    [{ network: { hidden: [100, 1000] }, topology: { density: 1 } }, 'topology.density', 'at most 0.'],
    [{ network: { hidden: [16_000_000, 16_000_000] }, method: { kind: 'dense' } }, 'network.hidden', 'links'],
    [
      { data: { kind: 'idx', folder: 'x' }, network: { hidden: [8, 8] }, topology: { epsilon: 5 } },
      'topology.epsilon',
      'at most 4',
    ],
    [{ data: { kind: 'idx' } }, 'data.folder', 'either "folder" or "trainImages"'],
    [{ data: { kind: 'idx', folder: 'x', testLabels: 'y' } }, 'data.folder', 'either'],
    [{ data: { kind: 'cifar10', train: [], test: ['x'] } }, 'data.train', 'a list of paths'],
    [{ data: { kind: 'cifar10', train: ['x'] } }, 'data.folder', '"train" and "test"'],
    [{ data: { kind: 'csv', folder: 'x', train: 'y' } }, 'data.train', 'either'],
    [{ data: { kind: 'csv', train: 'x', separator: ', ' } }, 'data.separator', 'single character'],
    [{ data: { kind: 'numpy', file: 'x.npz', trainInputs: 'y.npy' } }, 'data.file', 'one of'],
    [{ data: { kind: 'numpy', trainInputs: 'x.npy' } }, 'data.file', 'one of'],
    [{ data: { kind: 'csv', train: 'x', validationFraction: 1 } }, 'data.validationFraction', 'below 1'],
    [{ data: { kind: 'csv', train: 'x', normalization: 'z' } }, 'data.normalization', '"feature"'],
    [{ data: 'idx' }, 'data', 'kind'],
    [{ network: { activation: 'elu' } }, 'network.activation', '"leaky-relu"'],
    [{ network: { negativeSlope: 0.1 } }, 'network.negativeSlope', 'null with activation "relu"'],
    [{ network: { activation: 'leaky-relu', negativeSlope: 0 } }, 'network.negativeSlope', 'above 0'],
    [{ network: { dropout: 1 } }, 'network.dropout', 'below 1'],
    [{ network: { loss: 'mse' } }, 'network.loss', '"mean-squared-error"'],
    [{ optimizer: { kind: 'sdg' } }, 'optimizer.kind', '"adam"'],
    [{ optimizer: { kind: 'adam', momentum: 0.9 } }, 'optimizer.momentum', 'beta1'],
    [{ optimizer: { kind: 'adam', beta2: 1 } }, 'optimizer.beta2', 'below 1'],
    [{ optimizer: { nesterov: true, momentum: 0 } }, 'optimizer.nesterov', 'momentum above 0'],
    [{ optimizer: { clipping: { by: 'norm', threshold: 1 } } }, 'optimizer.clipping.by', '"global-norm"'],
    [{ optimizer: { clipping: { by: 'value' } } }, 'optimizer.clipping.threshold', 'above 0'],
    [{ optimizer: { schedule: { kind: 'linear' } } }, 'optimizer.schedule.kind', '"cosine"'],
    [{ optimizer: { schedule: { kind: 'step' } } }, 'optimizer.schedule.everyEpochs', 'above 0'],
    [{ method: { kind: 'set', dropFraction: 1 } }, 'method.dropFraction', 'below 1'],
    [{ earlyStopping: {} }, 'earlyStopping.patience', 'from 1'],
    [{ earlyStopping: { patience: 1, on: 'trainLoss' } }, 'earlyStopping.on', '"testLoss"'],
    [{ earlyStopping: { patience: 1, on: 'validationLoss' } }, 'earlyStopping.on', 'sets no samples aside'],
  ])('refuses %j', (json, key, possible) => {
    const problems = problemsOf(json);
    expect(problems.map((problem) => problem.key)).toContain(key);
    expect(problems.find((problem) => problem.key === key)?.possible).toContain(possible);
  });

  it('accepts the largest epsilon that it names', () => {
    const [problem] = problemsOf({ network: { hidden: [100, 333] }, topology: { epsilon: 80 } });
    const largest = Number(/at most ([\d.]+)/.exec(problem.possible)?.[1]);
    expect(problemsOf({ network: { hidden: [100, 333] }, topology: { epsilon: largest } })).toEqual([]);
    expect(
      problemsOf({ network: { hidden: [100, 333] }, topology: { epsilon: largest + 0.01 } }),
    ).toHaveLength(1);
  });
});

describe('docs/training.md', () => {
  it('shows the defaults as they are', async () => {
    const page = await readFile(path.resolve(__dirname, '../../../docs/training.md'), 'utf8');
    const example: unknown = JSON.parse(/```json\n(.*?)```/s.exec(page)![1]);
    expect(example).toEqual(resolveConfig({ name: 'set-fashion' }, file));
  });
});

describe('configSummary', () => {
  it.each([
    [{}, '784·784·784·784·10 · SET ζ 0.3 · ER ε 20'],
    [{ method: { kind: 'dense' }, network: { hidden: [5] } }, '784·5·10 · dense'],
    [
      {
        network: { hidden: [5] },
        method: { kind: 'static' },
        topology: { from: 'a/epoch-0010.safetensors' },
      },
      '784·5·10 · static sparse · links of epoch-0010.safetensors',
    ],
    [
      { network: { hidden: [5] }, method: { kind: 'rigl' }, topology: { distribution: 'erk', density: 0.1 } },
      '784·5·10 · RigL α 0.3, ΔT 100 · ERK density 0.1',
    ],
    [
      { method: { kind: 'set', variant: 'magnitude' }, topology: { distribution: 'uniform', density: 0.1 } },
      '784·784·784·784·10 · SET by magnitude ζ 0.3 · uniform density 0.1',
    ],
    [
      {
        data: { kind: 'idx', folder: 'x' },
        network: { hidden: [9] },
        method: { kind: 'static' },
        topology: { density: 0.5 },
      },
      'in·9·out · static sparse · ER density 0.5',
    ],
  ])('%j', (json, summary) => {
    expect(configSummary(resolveConfig(json, file))).toBe(summary);
  });
});
