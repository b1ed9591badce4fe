import { describe, expect, it, vi } from 'vitest';
import { buildKernels } from '../../../scripts/kernels.mjs';
import { compiledKernel } from '../../../src/kernels/compiledKernel';
import type { LayerParameters, OptimizerStep } from '../../../src/kernels/kernels';
import { plainFunctions } from '../../../src/kernels/networkFunctions';
import { plainKernels } from '../../../src/kernels/plain';
import { randomStream } from '../../../src/topology/random';
import { BatchMaker } from '../../../src/training/data/batches';
import type { TrainingEngine } from '../../../src/training/engines/engine';
import { PlainEngine } from '../../../src/training/engines/plain';
import { WasmEngine } from '../../../src/training/engines/wasm';
import { randomBatch, randomParameters } from '../../support/randomNetwork';
import { bitsOf } from './support/recordingHost';
import { datasetOf, toyData } from './support/toyData';

await buildKernels();
const module = compiledKernel('training.wasm')!;

const step = { learningRate: 0.02, momentum: 0.9, weightDecay: 1e-4 };
const adam = { learningRate: 0.01, weightDecay: 1e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
/** The k-th step of other optimisers than the fused one. */
const optimizers: Readonly<Record<string, (k: number) => OptimizerStep>> = {
  nesterov: () => ({ ...step, nesterov: true }),
  'clipped by value': () => ({ ...step, clipping: { by: 'value', threshold: 0.01 } }),
  'clipped by norm': () => ({ ...step, clipping: { by: 'global-norm', threshold: 0.1 } }),
  'in the limit of its norm': () => ({ ...step, clipping: { by: 'global-norm', threshold: 1e6 } }),
  adam: (k) => ({ ...adam, count: k + 1 }),
  'adam, clipped by norm': (k) => ({
    ...adam,
    count: k + 1,
    clipping: { by: 'global-norm', threshold: 0.1 },
  }),
};

function network(widths: readonly number[], fill: number, seed: number) {
  const random = randomStream(seed, 'engines');
  return widths
    .slice(1)
    .map((outputs, k) =>
      randomParameters(widths[k], outputs, Math.round(fill * widths[k] * outputs), random),
    );
}

/** Five steps and a look, with batches of this size and a smaller last one. */
function train(
  engine: TrainingEngine,
  widths: readonly number[],
  size: number,
  stepAt: (k: number) => OptimizerStep = () => step,
): string {
  const random = randomStream(size, 'batches');
  const batches = [size, size, size, size, Math.max(1, size - 3)].map((length) =>
    randomBatch(length, widths[0], widths[widths.length - 1], random),
  );
  const sums = engine.trainSteps(batches.length, (k) => ({ batch: batches[k], step: stepAt(k) }));
  const seen = engine.evaluate(2, (k) => batches[3 + k]);
  return bitsOf({ sums, seen, layers: engine.layers() });
}

const sizes = [1, 2, 3, 4, 5, 8, 16, 31, 64, 127, 128, 129, 207];
const cases: {
  widths: readonly number[];
  fill: number;
  sizes: readonly number[];
  threads: readonly number[];
}[] = [
  { widths: [33, 40, 17, 3], fill: 0.2, sizes, threads: [1, 2, 4] },
  { widths: [5, 6, 5, 2], fill: 1, sizes: [1, 31, 129], threads: [1, 3] },
  { widths: [5, 6, 5, 2], fill: 0, sizes: [1, 31, 129], threads: [1, 3] },
  { widths: [3, 2], fill: 0.5, sizes: [1, 31, 129], threads: [1, 3] },
];

describe('the WebAssembly engine gives the bits of the plain one', () => {
  for (const { widths, fill, sizes, threads } of cases) {
    const name = `widths ${widths.join('-')}, fill ${fill}, on ${threads.join(', ')} threads`;
    it.each(sizes)(`${name}, batch %d`, async (size) => {
      const layers = network(widths, fill, 1);
      const copies = structuredClone(layers);
      const expected = train(new PlainEngine(layers, size, plainKernels), widths, size);
      for (const count of threads) {
        const engine = await WasmEngine.start({ module, layers: copies, batchSize: size, threads: count });
        try {
          expect(train(engine, widths, size)).toBe(expected);
        } finally {
          await engine.close();
        }
      }
    });
  }

  for (const [name, stepAt] of Object.entries(optimizers)) {
    it.each([1, 3, 16, 33, 128])(`${name}, batch %d`, async (size) => {
      const widths = [33, 40, 17, 3];
      const layers = network(widths, 0.2, 1).map(withSecondMoments);
      const copies = structuredClone(layers);
      const expected = train(new PlainEngine(layers, size, plainKernels), widths, size, stepAt);
      for (const threads of [1, 2, 4]) {
        const options = { module, layers: copies, batchSize: size, threads, keepsGradients: true };
        const engine = await WasmEngine.start(options);
        try {
          expect(train(engine, widths, size, stepAt)).toBe(expected);
        } finally {
          await engine.close();
        }
      }
    });
  }

  it.each(['bytes', 'floats'])('samples as they are stored, in %s', async (kind) => {
    const widths = [33, 17, 3];
    const bytes = toyData({ train: 300, features: widths[0] }).train;
    const thirds = Float32Array.from(bytes.values, (value) => value / 3);
    const train = kind === 'bytes' ? bytes : { ...bytes, values: thirds };
    const data = datasetOf(train, train, { normalization: 'feature' });
    const order = Uint32Array.from({ length: train.count }, (_, k) => (k * 7) % train.count);
    for (const size of [1, 3, 30, 129]) {
      const sumsOf = (engine: TrainingEngine): string => {
        const batches = new BatchMaker(data, size);
        const sums = engine.trainSteps(3, (k) => ({
          batch: batches.make(train, k, { order, seed: 1, epoch: 1 }),
          step,
        }));
        return bitsOf({ sums, layers: engine.layers() });
      };
      const layers = network(widths, 0.4, 3);
      const copies = structuredClone(layers);
      const expected = sumsOf(new PlainEngine(layers, size, plainKernels));
      for (const threads of [1, 3]) {
        const engine = await WasmEngine.start({ module, layers: copies, batchSize: size, threads });
        try {
          expect(sumsOf(engine)).toBe(expected);
        } finally {
          await engine.close();
        }
      }
    }
  });

  it.each(['sigmoid', 'tanh'] as const)('%s of sums near 0 and far from it', async (activation) => {
    const widths = [33, 40, 3];
    const functions = { ...plainFunctions, activation };
    for (const size of [1e-7, 1, 1e4]) {
      const layers = network(widths, 0.5, 6);
      layers[0].values.forEach((value, k, values) => (values[k] = size * value));
      layers[0].bias.fill(0);
      const copies = structuredClone(layers);
      const expected = train(new PlainEngine(layers, 31, plainKernels, functions), widths, 31);
      const engine = await WasmEngine.start({ module, layers: copies, batchSize: 31, functions, threads: 1 });
      expect(train(engine, widths, 31)).toBe(expected);
      await engine.close();
    }
  });

  it.each([1, 2, 3, 4, 7, 16, 127, 128, 129, 207])('gradients of all weights, batch %d', async (size) => {
    let compared = 0;
    for (const widths of [
      [33, 40, 17, 3],
      [1, 5, 4, 2],
      [7, 1, 3],
    ]) {
      const options = { module, layers: network(widths, 0.3, 2), batchSize: size, threads: 2 };
      const engine = await WasmEngine.start(options);
      const batch = randomBatch(size, widths[0], widths[widths.length - 1], randomStream(size, 'dense'));
      try {
        engine.backward(batch, (k, { input, outputGradient, denseGradient }) => {
          const [inputs, outputs] = [widths[k], widths[k + 1]];
          // All neurons, a part of them, and none.
          for (const [begin, end] of [
            [0, outputs],
            [Math.floor(outputs / 3), outputs - 1],
            [outputs, outputs],
          ]) {
            const expected = new Float32Array(Math.max(0, end - begin) * inputs);
            const found = new Float32Array(expected.length);
            plainKernels.denseGradient(input, outputGradient, inputs, begin, end, size, expected);
            denseGradient(begin, end, found);
            expect(bitsOf(found)).toBe(bitsOf(expected));
            compared += expected.filter((gradient) => gradient !== 0).length;
          }
        });
      } finally {
        await engine.close();
      }
    }
    expect(compared).toBeGreaterThan(0);
  });

  it('gradients of all weights ask for no memory, however many there are', async () => {
    const [inputs, outputs, size] = [300, 400, 5];
    const layers = network([inputs, outputs, 2], 1, 4);
    const engine = await WasmEngine.start({ module, layers, batchSize: size, threads: 2 });
    const full = vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('no memory');
    });
    try {
      engine.backward(randomBatch(size, inputs, 2, randomStream(4, 'full')), (k, signals) => {
        if (k > 0) return;
        const { input, outputGradient, denseGradient } = signals;
        const expected = new Float32Array(inputs * outputs);
        const found = new Float32Array(expected.length);
        plainKernels.denseGradient(input, outputGradient, inputs, 0, outputs, size, expected);
        denseGradient(0, outputs, found);
        expect(bitsOf(found)).toBe(bitsOf(expected));
        expect(found.some((gradient) => gradient !== 0)).toBe(true);
      });
    } finally {
      full.mockRestore();
      await engine.close();
    }
  });

  function withSecondMoments(layer: LayerParameters): LayerParameters {
    const links = Float32Array.from(layer.velocities, (v) => v * v);
    return {
      ...layer,
      secondMoments: { links, bias: Float32Array.from(layer.biasVelocities, (v) => v * v) },
    };
  }
});
