import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import type { LayerParameters } from '../../../src/kernels/kernels';
import { plainKernels } from '../../../src/kernels/plain';
import { randomStream } from '../../../src/topology/random';
import type { TrainingEngine } from '../../../src/training/engines/engine';
import { PlainEngine } from '../../../src/training/engines/plain';
import { TensorflowEngine } from '../../../src/training/engines/tensorflow/tensorflowEngine';
import { randomBatch, randomParameters } from '../../support/randomNetwork';

const step = { learningRate: 0.01, momentum: 0.9, weightDecay: 1e-3 };

function network(widths: readonly number[], fill: number): LayerParameters[] {
  const random = randomStream(5, 'TensorFlow');
  return widths.slice(1).map((outputs, k) => {
    const cells = widths[k] * outputs;
    return randomParameters(widths[k], outputs, Math.round(fill * cells), random);
  });
}

function batchesOf(sizes: readonly number[], widths: readonly number[]) {
  const random = randomStream(sizes[0], 'batches');
  return sizes.map((size) => randomBatch(size, widths[0], widths[widths.length - 1], random));
}

/** Of two trees of numbers of the same form, the largest difference, relative to numbers above 1. */
function apart(a: unknown, b: unknown): number {
  if (typeof a === 'number') return Math.abs(a - (b as number)) / Math.max(1, Math.abs(a));
  const [left, right] = [a, b].map((tree) => Object.values(tree as object) as unknown[]);
  expect(left.length).toBe(right.length);
  return left.reduce<number>((most, part, k) => Math.max(most, apart(part, right[k])), 0);
}

function copyOf(engine: TrainingEngine) {
  return engine.layers().map((layer) => structuredClone({ ...layer }));
}

describe('the TensorFlow engine', () => {
  it.each([
    { widths: [9, 7, 5, 3], fill: 0.4, size: 1 },
    { widths: [9, 7, 5, 3], fill: 0.4, size: 3 },
    { widths: [9, 7, 5, 3], fill: 1, size: 127 },
    { widths: [9, 7, 5, 3], fill: 0.4, size: 128 },
    { widths: [9, 7, 5, 3], fill: 0.4, size: 129 },
    { widths: [4, 6, 2], fill: 0, size: 5 },
    { widths: [1, 1], fill: 1, size: 2 },
  ])('computes what the plain kernels compute: %o', async ({ widths, fill, size }) => {
    const batches = batchesOf([size, size, Math.ceil(size / 2)], widths);
    const [expected, found] = [
      new PlainEngine(network(widths, fill), size, plainKernels),
      new TensorflowEngine(tf, network(widths, fill)),
    ].map((engine) => {
      const sums = engine.trainSteps(batches.length, (k) => ({ batch: batches[k], step }));
      const seen = engine.evaluate(2, (k) => batches[k]);
      const signals: unknown[] = [];
      const looked = engine.backward(batches[2], (k, { input, outputGradient, batch }) => {
        const { inputs, outputs } = engine.layers()[k];
        signals.push([input.slice(0, inputs * batch), outputGradient.slice(0, outputs * batch), batch]);
      });
      return { sums, seen, looked, signals, layers: copyOf(engine) };
    });
    expect(apart(expected, found)).toBeLessThan(2e-6);
  });

  it('trains on with the links, weights and momentum that a layer is given', async () => {
    const widths = [8, 6, 4];
    const [before, after] = [network(widths, 0.3), network(widths, 0.8)];
    const batches = batchesOf([10, 10], widths);
    const [expected, found] = [
      new PlainEngine(structuredClone(before), 10, plainKernels),
      new TensorflowEngine(tf, before),
    ].map((engine) => {
      engine.trainSteps(2, (k) => ({ batch: batches[k], step }));
      engine.replaceLayer(0, structuredClone(after[0]));
      expect(apart(engine.layers()[0], after[0])).toBe(0);
      engine.trainSteps(2, (k) => ({ batch: batches[k], step }));
      return copyOf(engine);
    });
    expect(apart(expected, found)).toBeLessThan(2e-6);
  });

  it('stops before the step of a loss that is not finite, and tells the layer', async () => {
    const widths = [4, 5, 6, 3];
    const layers = network(widths, 0.6);
    layers[1].bias[2] = NaN;
    const engine = new TensorflowEngine(tf, layers);
    const unchanged = copyOf(engine);
    const [batch] = batchesOf([7], widths);
    const sums = engine.trainSteps(3, () => ({ batch, step }));
    expect(sums.map(({ loss }) => loss)).toEqual([NaN]);
    expect(engine.firstNonFiniteLayer()).toBe(1);
    expect(copyOf(engine)).toEqual(unchanged);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const widths = [5, 4, 3];
    const engine = new TensorflowEngine(tf, network(widths, 0.5));
    const [batch] = batchesOf([6], widths);
    engine.trainSteps(3, () => ({ batch, step }));
    engine.backward(batch, () => undefined);
    engine.evaluate(1, () => batch);
    engine.replaceLayer(1, network(widths, 1)[1]);
    await engine.close();
    expect(tf.memory().numTensors).toBe(before);
  });
});
