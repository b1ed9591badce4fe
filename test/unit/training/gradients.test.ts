import { describe, expect, it } from 'vitest';
import type { LabelledBatch, LayerParameters } from '../../../src/kernels/kernels';
import { plainKernels } from '../../../src/kernels/plain';
import { fullLayer, randomLayer } from '../../../src/topology/initial';
import { randomStream } from '../../../src/topology/random';
import { PlainEngine } from '../../../src/training/engines/plain';

const random = randomStream(11, 'gradients');
const normals = (length: number) => Float32Array.from({ length }, () => random.normal());

/** Widths, and the links of each layer; null is full. */
const networks: readonly (readonly [readonly number[], readonly (number | null)[], number])[] = [
  [[4, 3], [7], 1],
  [[5, 6, 3], [12, 9], 3],
  [[3, 1, 2], [1, 2], 4],
  [[6, 5, 4, 3], [null, null, null], 8],
  [[7, 9, 8, 3], [6, 11, null], 11],
  [[2, 5, 2], [0, 3], 5],
  [[9, 4, 4, 2], [13, 0, 8], 17],
];

/** Mean loss in float64 over dense matrices: nothing of the product's code. */
function lossOf(layers: readonly LayerParameters[], batch: LabelledBatch): number {
  let total = 0;
  for (let b = 0; b < batch.size; b++) {
    let signal = Array.from({ length: layers[0].inputs }, (_, i) => batch.inputs[i * batch.size + b]);
    layers.forEach((layer, depth) => {
      signal = Array.from({ length: layer.outputs }, (_, j) => {
        let sum = layer.bias[j];
        for (let k = layer.indptr[j]; k < layer.indptr[j + 1]; k++) {
          sum += layer.values[k] * signal[layer.indices[k]];
        }
        return depth < layers.length - 1 ? Math.max(0, sum) : sum;
      });
    });
    total += Math.log(signal.reduce((sum, z) => sum + Math.exp(z), 0)) - signal[batch.labels[b]];
  }
  return total / batch.size;
}

/** The same network with float64 arrays, so that a small difference of a weight is not rounded away. */
function inFloat64(layers: readonly LayerParameters[]): LayerParameters[] {
  return layers.map((layer) => ({
    ...layer,
    values: Float64Array.from(layer.values) as unknown as Float32Array,
    bias: Float64Array.from(layer.bias) as unknown as Float32Array,
  }));
}

describe('gradients against finite differences', () => {
  it.each(networks)('widths %j, links %j, batch %d', (widths, links, size) => {
    const layers = links.map((count, k): LayerParameters => {
      const layer =
        count === null
          ? fullLayer(widths[k], widths[k + 1])
          : randomLayer(widths[k], widths[k + 1], count, random);
      return {
        ...layer,
        values: normals(layer.indices.length),
        velocities: new Float32Array(layer.indices.length),
        bias: normals(layer.outputs),
        biasVelocities: new Float32Array(layer.outputs),
      };
    });
    const batch: LabelledBatch = {
      size,
      inputs: normals(widths[0] * size),
      labels: Uint8Array.from({ length: size }, () => random.below(widths[widths.length - 1])),
    };
    const twin = inFloat64(layers);
    const step = { learningRate: 1e-3, momentum: 0, weightDecay: 0 };
    const engine = new PlainEngine(layers, size + 2, plainKernels);
    expect(engine.evaluate(1, () => batch)[0].loss / size).toBeCloseTo(lossOf(twin, batch), 5);
    engine.trainSteps(1, () => ({ batch, step }));

    // Without momentum the velocity after one step is the gradient.
    engine.layers().forEach((layer, k) => {
      for (const [parameters, gradient] of [
        [twin[k].values, layer.velocities],
        [twin[k].bias, layer.biasVelocities],
      ]) {
        for (let p = 0; p < gradient.length; p++) {
          const before = parameters[p];
          const h = 1e-6;
          parameters[p] = before + h;
          const above = lossOf(twin, batch);
          parameters[p] = before - h;
          const below = lossOf(twin, batch);
          parameters[p] = before;
          expect(Math.abs(gradient[p] - (above - below) / (2 * h))).toBeLessThan(2e-6);
        }
      }
    });
  });
});
