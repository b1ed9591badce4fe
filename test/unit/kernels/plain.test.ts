import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayerParameters, SgdStep } from '../../../src/kernels/kernels';
import { plainKernels } from '../../../src/kernels/plain';
import { randomLayer } from '../../../src/topology/initial';
import { randomStream } from '../../../src/topology/random';
import { regroup } from '../../../src/topology/transpose';

/**
 * The order of additions that the interface states, written over dense matrices: absent links are skipped, every
 * product and sum is rounded to float32. The kernels have to give the same bits.
 */
const f = Math.fround;

type Matrix = readonly (readonly (number | null)[])[];

function toMatrix(layer: LayerParameters, values: Float32Array): Matrix {
  return Array.from({ length: layer.outputs }, (_, j) => {
    const row: (number | null)[] = new Array<number | null>(layer.inputs).fill(null);
    for (let k = layer.indptr[j]; k < layer.indptr[j + 1]; k++) row[layer.indices[k]] = values[k];
    return row;
  });
}

function inFourParts(terms: readonly number[]): number {
  const parts = [0, 0, 0, 0];
  terms.forEach((term, b) => (parts[b % 4] = f(parts[b % 4] + term)));
  return f(f(parts[0] + parts[1]) + f(parts[2] + parts[3]));
}

/** Over the batch: tile by tile, each of at least 64 samples, as equal as whole fours allow. */
function sumOfSamples(terms: readonly number[]): number {
  const tiles = Math.max(1, Math.floor(terms.length / 64));
  const fours = Math.ceil(terms.length / 4);
  const starts = Array.from({ length: tiles + 1 }, (_, tile) => 4 * Math.floor((fours * tile) / tiles));
  const sums = starts.slice(1).map((end, tile) => inFourParts(terms.slice(starts[tile], end)));
  return sums.reduce((sum, ofTile) => f(sum + ofTile));
}

function sumOfLinks(terms: readonly number[], start: number, batch: number): number {
  if (batch < 16) return f(start + inFourParts(terms));
  return terms.reduce((sum, term) => f(sum + term), start);
}

const shapes = fc.record({
  inputs: fc.integer({ min: 1, max: 9 }),
  outputs: fc.integer({ min: 1, max: 9 }),
  fill: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1)),
  batch: fc.oneof(fc.integer({ min: 0, max: 21 }), fc.constantFrom(127, 128, 129, 207)),
  seed: fc.nat(),
});
type Shape = typeof shapes extends fc.Arbitrary<infer T> ? T : never;

function build({ inputs, outputs, fill, batch, seed }: Shape) {
  const random = randomStream(seed, 'kernels');
  const normals = (length: number) => Float32Array.from({ length }, () => random.normal());
  const links = randomLayer(inputs, outputs, Math.round(fill * inputs * outputs), random);
  const layer: LayerParameters = {
    ...links,
    values: normals(links.indices.length),
    velocities: normals(links.indices.length),
    bias: normals(outputs),
    biasVelocities: normals(outputs),
  };
  return { layer, input: normals(inputs * batch), gradient: normals(outputs * batch), batch };
}

describe('plain kernels, to the bit against dense loops', () => {
  it('forward, with and without ReLU', () => {
    fc.assert(
      fc.property(shapes, fc.boolean(), (shape, relu) => {
        const { layer, input, batch } = build(shape);
        const output = new Float32Array(layer.outputs * batch);
        plainKernels.forward(layer, layer.bias, input, output, batch, relu);
        const expected = toMatrix(layer, layer.values).flatMap((row, j) =>
          Array.from({ length: batch }, (_, b) => {
            const terms = row.flatMap((w, i) => (w === null ? [] : [f(w * input[i * batch + b])]));
            const sum = sumOfLinks(terms, layer.bias[j], batch);
            return relu && sum < 0 ? 0 : sum;
          }),
        );
        expect([...output]).toEqual(expected);
      }),
    );
  });

  it('input gradient, masked by what ReLU let through', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { layer, input, gradient, batch } = build(shape);
        const { indptr, indices, positions } = regroup(layer.indptr, layer.indices, layer.inputs);
        const result = new Float32Array(layer.inputs * batch);
        plainKernels.inputGradient(
          layer,
          { indptr, neurons: indices, positions },
          gradient,
          input,
          result,
          batch,
        );
        const matrix = toMatrix(layer, layer.values);
        const expected = Array.from({ length: layer.inputs }, (_, i) =>
          Array.from({ length: batch }, (_, b) => {
            if (input[i * batch + b] <= 0) return 0;
            const terms = matrix.flatMap((row, j) =>
              row[i] === null ? [] : [f(row[i] * gradient[j * batch + b])],
            );
            return sumOfLinks(terms, 0, batch);
          }),
        ).flat();
        expect([...result]).toEqual(expected);
      }),
    );
  });

  it('update of weights, biases and momentum', () => {
    const steps: SgdStep[] = [
      { learningRate: 0.01, momentum: 0.9, weightDecay: 0 },
      { learningRate: 0.5, momentum: 0, weightDecay: 0.1 },
    ];
    fc.assert(
      fc.property(shapes, fc.constantFrom(...steps), (shape, step) => {
        const { layer, input, gradient, batch } = build(shape);
        const [rate, momentum, decay] = [step.learningRate, step.momentum, step.weightDecay].map(f);
        const before = toMatrix(layer, layer.values);
        const velocities = toMatrix(layer, layer.velocities);
        const [bias, biasVelocities] = [[...layer.bias], [...layer.biasVelocities]];
        plainKernels.update(layer, input, gradient, batch, step);

        const after = toMatrix(layer, layer.values);
        const newVelocities = toMatrix(layer, layer.velocities);
        for (let j = 0; j < layer.outputs; j++) {
          const ofNeuron = Array.from({ length: batch }, (_, b) => gradient[j * batch + b]);
          for (let i = 0; i < layer.inputs; i++) {
            const w = before[j][i];
            if (w === null) continue;
            const slope = sumOfSamples(ofNeuron.map((g, b) => f(g * input[i * batch + b])));
            const velocity = f(f(momentum * velocities[j][i]!) + f(slope + f(decay * w)));
            expect(newVelocities[j][i]).toBe(velocity);
            expect(after[j][i]).toBe(f(w - f(rate * velocity)));
          }
          const velocity = f(f(momentum * biasVelocities[j]) + sumOfSamples(ofNeuron));
          expect(layer.biasVelocities[j]).toBe(velocity);
          expect(layer.bias[j]).toBe(f(bias[j] - f(rate * velocity)));
        }
      }),
    );
  });

  it('gradients of weights and biases, as a step along them shows', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { layer, input, gradient, batch } = build(shape);
        const found = {
          links: new Float32Array(layer.indices.length),
          bias: new Float32Array(layer.outputs),
        };
        plainKernels.gradients(layer, input, gradient, batch, found);
        plainKernels.update(layer, input, gradient, batch, { learningRate: 0, momentum: 0, weightDecay: 0 });
        expect([...found.links]).toEqual([...layer.velocities]);
        expect([...found.bias]).toEqual([...layer.biasVelocities]);
      }),
    );
  });

  it('gradients of all weights of some neurons, links or not', () => {
    fc.assert(
      fc.property(shapes, fc.nat(9), fc.nat(9), (shape, a, b) => {
        const { layer, input, gradient, batch } = build(shape);
        const { inputs, outputs } = layer;
        const [begin, end] = [a % (outputs + 1), b % (outputs + 1)].sort((x, y) => x - y);
        const result = new Float32Array((end - begin) * inputs);
        plainKernels.denseGradient(input, gradient, inputs, begin, end, batch, result);
        const expected = Array.from({ length: result.length }, (_, at) => {
          const j = begin + Math.floor(at / inputs);
          const i = at % inputs;
          return sumOfSamples(
            Array.from({ length: batch }, (_, n) => f(gradient[j * batch + n] * input[i * batch + n])),
          );
        });
        expect([...result]).toEqual(expected);
      }),
    );
  });
});

describe('softmax cross-entropy', () => {
  it('gives the loss, the gradient and the correct answers', () => {
    const classes = 3;
    const batch = 2;
    // Sample 0: logits 1, 2, 3 of class 2. Sample 1: 5, 5, 0 of class 1; the first of equal logits is the answer.
    const logits = Float32Array.of(1, 5, 2, 5, 3, 0);
    const gradient = new Float32Array(classes * batch);
    const sums = plainKernels.softmaxCrossEntropy(logits, Uint8Array.of(2, 1), gradient, classes, batch);
    const z0 = Math.exp(1) + Math.exp(2) + Math.exp(3);
    const z1 = 2 * Math.exp(5) + 1;
    expect(sums.loss).toBeCloseTo(Math.log(z0) - 3 + Math.log(z1) - 5, 12);
    expect(sums.correct).toBe(1);
    [Math.exp(1) / z0, Math.exp(5) / z1, Math.exp(2) / z0, Math.exp(5) / z1 - 1, Math.exp(3) / z0 - 1, 1 / z1]
      .map((slope) => slope / batch)
      .forEach((slope, k) => {
        expect(gradient[k]).toBeCloseTo(slope, 7);
      });
  });

  it('does not overflow', () => {
    const logits = Float32Array.of(3e38, -3e38);
    const sums = plainKernels.softmaxCrossEntropy(logits, Uint8Array.of(0), null, 2, 1);
    expect(sums).toEqual({ loss: 0, correct: 1 });
  });
});
